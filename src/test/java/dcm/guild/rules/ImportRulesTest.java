package dcm.guild.rules;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.at;
import static dcm.guild.GuildFixture.once;
import static dcm.guild.GuildFixture.ref;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.GuildFixture;
import dcm.guild.command.ImportCommand;
import dcm.guild.command.ImportCommand.NamedGrouping;
import dcm.guild.command.SettingsCommand;
import dcm.guild.command.SettingsPatch;
import dcm.guild.command.TaskCommand;
import dcm.guild.command.TaskPatch;
import dcm.guild.event.GroupingEvent;
import dcm.guild.event.ImportEvent;
import dcm.guild.event.OccurrenceEvent;
import dcm.guild.event.TaskEvent;
import dcm.guild.reply.Refusal;
import dcm.guild.value.AttachmentId;
import dcm.guild.value.Grouping;
import dcm.guild.value.GroupingId;
import dcm.guild.value.ImportId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Permission;
import dcm.guild.value.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ImportRulesTest {
  private static final ImportId IMPORT = new ImportId(new UUID(5, 5));
  private static final TaskId TASK = new TaskId(new UUID(5, 6));
  private static final NamedGrouping KITCHEN =
      new NamedGrouping(new GroupingId(new UUID(5, 7)), "Kitchen", "#3fa7d6");

  private final GuildFixture fixture = GuildFixture.withMembers();

  private static ImportCommand.AddTask add(
      TaskId id, Integer number, NamedGrouping category, Occurrence... occurrences) {
    return new ImportCommand.AddTask(
        IMPORT,
        id,
        number,
        0,
        TaskPatch.of(once("dishes", "2026-11-20T11:00")),
        category,
        List.of(),
        List.of(occurrences));
  }

  private static Occurrence done(Instant doneAt) {
    return Occurrence.opened(
            4,
            at("2020-01-01T11:00"),
            List.of(BEN),
            doneAt,
            Occurrence.Course.opened(doneAt, null, null))
        .done(new Occurrence.Completion(BEN, BEN, doneAt, doneAt, "clean"), doneAt);
  }

  @Test
  void a_task_that_was_done_years_ago_is_done_and_gives_no_points() {
    fixture.execute(
        ANNA,
        new SettingsCommand.Change(
            null,
            new SettingsPatch(
                null, null, null, null, null, false, null, null, null, true, null, null, false)));
    var doneAt = Instant.parse("2020-01-02T10:00:00Z");
    assertThat(fixture.execute(ANNA, add(TASK, null, null, done(doneAt))))
        .extracting(Object::getClass)
        .containsExactly(
            TaskEvent.Created.class, OccurrenceEvent.Opened.class, OccurrenceEvent.Completed.class);
    assertThat(fixture.task(TASK).closed().completion().doneAt()).isEqualTo(doneAt);
    assertThat(fixture.task(TASK).open()).isNull();
    assertThat(fixture.planned()).isNull();
  }

  @Test
  void an_overdue_task_stays_overdue_and_nobody_is_reminded_of_the_past() {
    fixture.execute(ANNA, add(TASK, null, null));
    assertThat(fixture.open(TASK).overdue(fixture.now)).isTrue();
    assertThat(fixture.planned()).isNull();
  }

  @Test
  void a_repetition_does_nothing() {
    fixture.execute(ANNA, add(TASK, null, null));
    assertThat(fixture.execute(ANNA, add(TASK, null, null))).isEmpty();
  }

  @Test
  void categories_are_found_by_name_or_created() {
    var own = new GroupingId(new UUID(5, 8));
    var other = new NamedGrouping(own, "kitchen", null);
    fixture.execute(ANNA, add(TASK, null, KITCHEN));
    var second = new TaskId(new UUID(5, 9));
    assertThat(fixture.execute(ANNA, add(second, null, other)))
        .noneMatch(GroupingEvent.class::isInstance);
    assertThat(fixture.task(second).category()).isEqualTo(KITCHEN.id());
  }

  @Test
  void a_number_is_kept_where_none_was_given_before() {
    fixture.execute(ANNA, add(TASK, 40, null));
    assertThat(fixture.task(TASK).number()).isEqualTo(40);
    var second = new TaskId(new UUID(5, 9));
    fixture.execute(ANNA, add(second, 40, null));
    assertThat(fixture.task(second).number()).isEqualTo(41);
    var third = new TaskId(new UUID(5, 10));
    fixture.execute(ANNA, add(third, 7, null));
    assertThat(fixture.task(third).number()).isEqualTo(7);
    var far = new TaskId(new UUID(5, 11));
    fixture.execute(ANNA, add(far, Integer.MAX_VALUE, null));
    assertThat(fixture.task(far).number()).isEqualTo(42);
  }

  @Test
  void an_undo_removes_what_nobody_changed_with_its_categories() {
    fixture.execute(ANNA, add(TASK, null, KITCHEN));
    var revision = fixture.task(TASK).revision();
    assertThat(fixture.execute(ANNA, new ImportCommand.RemoveTask(IMPORT, TASK, revision)))
        .extracting(Object::getClass)
        .containsExactly(TaskEvent.Deleted.class, TaskEvent.Purged.class);
    assertThat(
            fixture.execute(
                ANNA, new ImportCommand.FinishUndo(IMPORT, 1, 0, List.of(KITCHEN.id()))))
        .containsExactly(
            new GroupingEvent.Deleted(KITCHEN.id(), Grouping.Kind.CATEGORY, "Kitchen"),
            new ImportEvent.Undone(IMPORT, 1, 0));
  }

  @Test
  void what_changed_is_kept() {
    fixture.execute(ANNA, add(TASK, null, KITCHEN));
    var revision = fixture.task(TASK).revision();
    fixture.advance(Duration.ofMinutes(1));
    fixture.execute(BEN, new TaskCommand.Claim(ref(TASK), null));
    assertThat(fixture.refused(ANNA, new ImportCommand.RemoveTask(IMPORT, TASK, revision)))
        .isInstanceOf(Refusal.Outdated.class);
    assertThat(
            fixture.execute(
                ANNA, new ImportCommand.FinishUndo(IMPORT, 0, 1, List.of(KITCHEN.id()))))
        .containsExactly(new ImportEvent.Undone(IMPORT, 0, 1));
  }

  @Test
  void a_photo_keeps_a_task() {
    fixture.execute(ANNA, add(TASK, null, null));
    var revision = fixture.task(TASK).revision();
    fixture.execute(
        ANNA,
        new dcm.guild.command.AttachmentCommand.Add(
            ref(TASK), null, new AttachmentId(new UUID(6, 6)), "image/jpeg", 10, 1_000));
    assertThat(fixture.refused(ANNA, new ImportCommand.RemoveTask(IMPORT, TASK, revision)))
        .isInstanceOf(Refusal.Outdated.class);
  }

  @Test
  void only_members_with_the_permission_import() {
    assertThat(fixture.refused(BEN, add(TASK, null, null)))
        .isEqualTo(new Refusal.Forbidden(Permission.TASK_IMPORT_EXPORT));
    fixture.everybodyMay(Permission.TASK_VIEW_ALL, Permission.TASK_IMPORT_EXPORT);
    fixture.execute(BEN, add(TASK, null, KITCHEN));
  }
}
