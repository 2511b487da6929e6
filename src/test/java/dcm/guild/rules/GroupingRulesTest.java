package dcm.guild.rules;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.ref;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.GuildFixture;
import dcm.guild.command.GroupingCommand;
import dcm.guild.command.TaskCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.Refusal;
import dcm.guild.value.Assignment;
import dcm.guild.value.Due;
import dcm.guild.value.Grouping;
import dcm.guild.value.GroupingId;
import dcm.guild.value.Permission;
import dcm.guild.value.Schedule;
import dcm.guild.value.Task;
import dcm.guild.value.TaskFields;
import dcm.guild.value.TaskId;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupingRulesTest {
  private final GuildFixture fixture = GuildFixture.withMembers();

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
    return ((QueryResult.Groupings)
            fixture.queryResult(BEN, new GuildQuery.Groupings(Grouping.Kind.CATEGORY)))
        .groupings();
  }

  @Test
  void names_are_unique_per_kind_ignoring_case() {
    fixture.execute(BEN, create(1, Grouping.Kind.CATEGORY, " Kitchen "));
    assertThat(fixture.refused(BEN, create(2, Grouping.Kind.CATEGORY, "kitchen")))
        .isEqualTo(new Refusal.NameTaken("kitchen"));
    fixture.execute(BEN, create(2, Grouping.Kind.LABEL, "kitchen"));
    fixture.execute(BEN, create(3, Grouping.Kind.CATEGORY, "bath"));
    assertThat(fixture.refused(BEN, rename(3, null, "KITCHEN")))
        .isEqualTo(new Refusal.NameTaken("KITCHEN"));
    fixture.execute(BEN, rename(1, null, "KITCHEN"));
    assertThat(categories()).extracting(Grouping::name).containsExactly("bath", "KITCHEN");
    assertThat(categories().getFirst().colour()).isEqualTo("#aabbcc");
  }

  @Test
  void all_errors_are_reported_together() {
    assertThat(
            fixture.invalid(BEN, new GroupingCommand.Create(id(1), Grouping.Kind.LABEL, "", "red")))
        .extracting(Refusal.FieldError::field)
        .containsExactly("name", "colour");
    fixture.execute(BEN, create(1, Grouping.Kind.CATEGORY, "Kitchen"));
    assertThat(fixture.invalid(BEN, create(1, Grouping.Kind.CATEGORY, "Bath")))
        .extracting(Refusal.FieldError::code)
        .containsExactly("taken");
    assertThat(fixture.invalid(BEN, rename(1, null, "x".repeat(51)))).hasSize(1);
  }

  @Test
  void tasks_lose_a_deleted_grouping() {
    fixture.execute(BEN, create(1, Grouping.Kind.CATEGORY, "Kitchen"));
    fixture.execute(BEN, create(2, Grouping.Kind.LABEL, "heavy"));
    TaskId task =
        fixture.create(
            BEN,
            new TaskFields(
                "dishes",
                "",
                id(1),
                List.of(id(2), id(2)),
                Task.Effort.UNKNOWN,
                Task.Priority.LOW,
                new Schedule.Once(new Due.Never()),
                Assignment.OPEN));
    assertThat(fixture.task(task).labels()).containsExactly(id(2));
    long revision = fixture.task(task).revision();
    fixture.execute(ANNA, new GroupingCommand.Delete(id(1), Grouping.Kind.CATEGORY, null));
    fixture.execute(ANNA, new GroupingCommand.Delete(id(2), Grouping.Kind.LABEL, null));
    assertThat(fixture.task(task).category()).isNull();
    assertThat(fixture.task(task).labels()).isEmpty();
    assertThat(fixture.task(task).revision()).isGreaterThan(revision);
    assertThat(fixture.open(task).ordinal()).isEqualTo(1);
    assertThat(fixture.guild.snapshot()).isEqualTo(fixture.guild.snapshot());
    assertThat(fixture.execute(BEN, new TaskCommand.Claim(ref(task), null))).hasSize(1);
  }

  @Test
  void a_change_needs_the_current_revision_the_kind_and_the_permission() {
    fixture.execute(BEN, create(1, Grouping.Kind.CATEGORY, "Kitchen"));
    long revision = categories().getFirst().revision();
    assertThat(fixture.refused(BEN, rename(1, revision - 1, "x")))
        .isEqualTo(new Refusal.Outdated(revision - 1, revision));
    assertThat(
            fixture.refused(
                ANNA, new GroupingCommand.Delete(id(1), Grouping.Kind.CATEGORY, revision - 1)))
        .isEqualTo(new Refusal.Outdated(revision - 1, revision));
    assertThat(fixture.refused(ANNA, new GroupingCommand.Delete(id(1), Grouping.Kind.LABEL, null)))
        .isEqualTo(new Refusal.UnknownGrouping(Grouping.Kind.LABEL, id(1)));
    assertThat(fixture.refused(ANNA, rename(9, null, "x")))
        .isEqualTo(new Refusal.UnknownGrouping(Grouping.Kind.CATEGORY, id(9)));
    assertThat(
            fixture.refused(BEN, new GroupingCommand.Delete(id(1), Grouping.Kind.CATEGORY, null)))
        .isEqualTo(new Refusal.Forbidden(Permission.TASK_DELETE));
    assertThat(fixture.execute(BEN, rename(1, revision, "Kitchen"))).isEmpty();
    fixture.everybodyMay();
    assertThat(fixture.refused(BEN, rename(1, null, "x")))
        .isEqualTo(new Refusal.Forbidden(Permission.TASK_EDIT));
    assertThat(fixture.refused(BEN, create(4, Grouping.Kind.LABEL, "x")))
        .isEqualTo(new Refusal.Forbidden(Permission.TASK_EDIT));
  }

  @Test
  void the_number_per_kind_is_limited() {
    IntStream.range(0, GroupingRules.MAX_PER_KIND)
        .forEach(n -> fixture.execute(BEN, create(n, Grouping.Kind.LABEL, "label " + n)));
    assertThat(fixture.refused(BEN, create(999, Grouping.Kind.LABEL, "one more")))
        .isEqualTo(new Refusal.TooMany("labels", GroupingRules.MAX_PER_KIND));
    fixture.execute(BEN, create(999, Grouping.Kind.CATEGORY, "one more"));
  }
}
