package dcm.guild;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.ref;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupingRulesTest {
  private final GuildFixture house = GuildFixture.house();

  private static GroupingId id(int n) {
    return new GroupingId(new UUID(5, n));
  }

  private static GroupingCommand.Create create(int id, Grouping.Kind kind, String name) {
    return new GroupingCommand.Create(id(id), kind, name, "#AABBCC");
  }

  private static GroupingCommand.Edit rename(int id, Long seen, String name) {
    return new GroupingCommand.Edit(id(id), Grouping.Kind.CATEGORY, seen, name, null);
  }

  private List<Grouping> categories() {
    return ((Answer.Groupings)
            house.answered(BEN, new GuildQuery.Groupings(Grouping.Kind.CATEGORY)))
        .groupings();
  }

  @Test
  void names_are_unique_per_kind_whatever_their_case() {
    house.does(BEN, create(1, Grouping.Kind.CATEGORY, " Kitchen "));
    assertThat(house.refused(BEN, create(2, Grouping.Kind.CATEGORY, "kitchen")))
        .isEqualTo(new Refusal.NameTaken("kitchen"));
    house.does(BEN, create(2, Grouping.Kind.LABEL, "kitchen"));
    house.does(BEN, create(3, Grouping.Kind.CATEGORY, "bath"));
    assertThat(house.refused(BEN, rename(3, null, "KITCHEN")))
        .isEqualTo(new Refusal.NameTaken("KITCHEN"));
    house.does(BEN, rename(1, null, "KITCHEN"));
    assertThat(categories()).extracting(Grouping::name).containsExactly("bath", "KITCHEN");
    assertThat(categories().getFirst().colour()).isEqualTo("#aabbcc");
  }

  @Test
  void what_is_wrong_is_said_at_once() {
    assertThat(
            house.invalid(BEN, new GroupingCommand.Create(id(1), Grouping.Kind.LABEL, "", "red")))
        .extracting(FieldError::field)
        .containsExactly("name", "colour");
    house.does(BEN, create(1, Grouping.Kind.CATEGORY, "Kitchen"));
    assertThat(house.invalid(BEN, create(1, Grouping.Kind.CATEGORY, "Bath")))
        .extracting(FieldError::code)
        .containsExactly("taken");
    assertThat(house.invalid(BEN, rename(1, null, "x".repeat(51)))).hasSize(1);
  }

  @Test
  void tasks_go_on_without_what_was_deleted() {
    house.does(BEN, create(1, Grouping.Kind.CATEGORY, "Kitchen"));
    house.does(BEN, create(2, Grouping.Kind.LABEL, "heavy"));
    TaskId task =
        house.create(
            BEN,
            new TaskDraft(
                "dishes",
                "",
                id(1),
                List.of(id(2), id(2)),
                Effort.UNKNOWN,
                Priority.LOW,
                new Schedule.Once(new Due.Never()),
                Assignment.OPEN));
    assertThat(house.task(task).labels()).containsExactly(id(2));
    long revision = house.task(task).revision();
    house.does(ANNA, new GroupingCommand.Delete(id(1), Grouping.Kind.CATEGORY, null));
    house.does(ANNA, new GroupingCommand.Delete(id(2), Grouping.Kind.LABEL, null));
    assertThat(house.task(task).category()).isNull();
    assertThat(house.task(task).labels()).isEmpty();
    assertThat(house.task(task).revision()).isGreaterThan(revision);
    assertThat(house.open(task).ordinal()).isEqualTo(1);
    assertThat(house.guild.snapshot()).isEqualTo(house.guild.snapshot());
    assertThat(house.does(BEN, new TaskCommand.Claim(ref(task), null))).hasSize(1);
  }

  @Test
  void a_change_needs_the_revision_one_saw_the_kind_and_the_permission() {
    house.does(BEN, create(1, Grouping.Kind.CATEGORY, "Kitchen"));
    long revision = categories().getFirst().revision();
    assertThat(house.refused(BEN, rename(1, revision - 1, "x")))
        .isEqualTo(new Refusal.Outdated(revision - 1, revision));
    assertThat(
            house.refused(
                ANNA, new GroupingCommand.Delete(id(1), Grouping.Kind.CATEGORY, revision - 1)))
        .isEqualTo(new Refusal.Outdated(revision - 1, revision));
    assertThat(house.refused(ANNA, new GroupingCommand.Delete(id(1), Grouping.Kind.LABEL, null)))
        .isEqualTo(new Refusal.UnknownGrouping(Grouping.Kind.LABEL, id(1)));
    assertThat(house.refused(ANNA, rename(9, null, "x")))
        .isEqualTo(new Refusal.UnknownGrouping(Grouping.Kind.CATEGORY, id(9)));
    assertThat(house.refused(BEN, new GroupingCommand.Delete(id(1), Grouping.Kind.CATEGORY, null)))
        .isEqualTo(new Refusal.Forbidden(Permission.TASK_DELETE));
    assertThat(house.does(BEN, rename(1, revision, "Kitchen"))).isEmpty();
    house.everybodyMay();
    assertThat(house.refused(BEN, rename(1, null, "x")))
        .isEqualTo(new Refusal.Forbidden(Permission.TASK_EDIT));
    assertThat(house.refused(BEN, create(4, Grouping.Kind.LABEL, "x")))
        .isEqualTo(new Refusal.Forbidden(Permission.TASK_EDIT));
  }

  @Test
  void there_are_so_many_of_a_kind() {
    IntStream.range(0, GroupingRules.MOST)
        .forEach(n -> house.does(BEN, create(n, Grouping.Kind.LABEL, "label " + n)));
    assertThat(house.refused(BEN, create(999, Grouping.Kind.LABEL, "one more")))
        .isEqualTo(new Refusal.TooMany("labels", GroupingRules.MOST));
    house.does(BEN, create(999, Grouping.Kind.CATEGORY, "one more"));
  }
}
