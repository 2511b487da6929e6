package dcm.guild.rules;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CAS;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.Guild;
import dcm.guild.GuildFixture;
import dcm.guild.command.AttachmentCommand;
import dcm.guild.command.NotificationCommand;
import dcm.guild.command.TaskCommand;
import dcm.guild.event.AttachmentEvent;
import dcm.guild.event.CommandRefused;
import dcm.guild.reply.Refusal;
import dcm.guild.value.Attachment;
import dcm.guild.value.AttachmentId;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Permission;
import dcm.guild.value.Recurrence;
import dcm.guild.value.Schedule;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskRef;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AttachmentRulesTest {
  private static final long QUOTA = 1_000;
  private static final Schedule DAILY =
      new Schedule.Recurring(
          new Recurrence(
              "FREQ=DAILY",
              LocalDate.of(2026, 11, 24),
              LocalTime.of(11, 0),
              GuildFixture.AMSTERDAM,
              Recurrence.MonthEnd.CLAMP),
          Schedule.Anchor.FROM_DUE);

  private final GuildFixture fixture = GuildFixture.withMembers();
  private final TaskId task =
      fixture.create(
          ANNA, GuildFixture.taskFields("bathroom", DAILY, GuildFixture.turns(BEN, CAS)));
  private int lastId;

  @Test
  void the_holder_adds_a_photo_and_it_is_in_the_snapshot() {
    var id = add(BEN, 400);

    assertThat(fixture.journal.getLast().event())
        .isEqualTo(new AttachmentEvent.Added(task, 1, id, "image/jpeg", 400));
    assertThat(fixture.guild.snapshot().attachments())
        .containsExactly(new Attachment(id, task, 1, BEN, fixture.now, "image/jpeg", 400));
    assertThat(Guild.restored(fixture.guild.snapshot()).snapshot())
        .isEqualTo(fixture.guild.snapshot());
  }

  @Test
  void only_who_may_complete_the_occurrence_adds_a_photo() {
    fixture.everybodyMay(Permission.TASK_VIEW_ALL, Permission.TASK_COMPLETE);
    assertThat(fixture.refused(CAS, photo(100))).isInstanceOf(Refusal.HeldByOthers.class);

    fixture.everybodyMay();

    assertThat(fixture.refused(BEN, photo(100))).isEqualTo(new Refusal.UnknownTask(ref()));
    assertThat(fixture.journal.getLast().event())
        .isEqualTo(new CommandRefused("attachment.add", Permission.TASK_VIEW_ALL, task));
  }

  @Test
  void an_occurrence_has_ten_photos() {
    for (int i = 0; i < 10; i++) {
      add(BEN, 1);
    }

    assertThat(fixture.refused(BEN, photo(1))).isEqualTo(new Refusal.TooManyAttachments(10));
    complete();
    var next = new AttachmentCommand.Add(ref(), 2, nextId(), "image/jpeg", 1, QUOTA);
    assertThat(fixture.execute(ANNA, next)).hasSize(1);
  }

  @Test
  void the_quota_counts_all_photos_and_a_removed_one_gives_its_bytes_back() {
    add(BEN, 600);
    var second = add(BEN, 400);
    assertThat(fixture.refused(BEN, photo(1))).isEqualTo(new Refusal.StorageFull(1_000, QUOTA));

    fixture.execute(BEN, new AttachmentCommand.Remove(ref(), second));
    add(BEN, 400);

    fixture.execute(ANNA, new TaskCommand.Delete(ref(), null));
    assertThat(fixture.guild.snapshot().attachments()).hasSize(2);
    fixture.advance(Duration.ofDays(31));
    fixture.asSystem(new NotificationCommand.WakeUp());
    assertThat(fixture.guild.snapshot().attachments()).isNull();
  }

  @Test
  void a_photo_is_added_after_completion_only_within_the_undo_window() {
    complete();
    var late = new AttachmentCommand.Add(ref(), 1, nextId(), "image/jpeg", 1, QUOTA);
    assertThat(fixture.execute(BEN, late))
        .containsExactly(new AttachmentEvent.Added(task, 1, late.id(), "image/jpeg", 1));

    fixture.advance(Duration.ofDays(3));

    assertThat(
            fixture.refused(
                BEN, new AttachmentCommand.Add(ref(), 1, nextId(), "image/jpeg", 1, QUOTA)))
        .isEqualTo(new Refusal.WrongState(Occurrence.State.DONE));
    assertThat(
            fixture.refused(
                BEN, new AttachmentCommand.Add(ref(), 7, nextId(), "image/jpeg", 1, QUOTA)))
        .isEqualTo(new Refusal.UnknownOccurrence(7));
  }

  @Test
  void a_proof_is_removed_by_members_who_edit_tasks_only() {
    fixture.everybodyMay(Permission.TASK_VIEW_ALL, Permission.TASK_COMPLETE);
    var open = add(BEN, 1);
    assertThat(fixture.refused(CAS, new AttachmentCommand.Remove(ref(), open)))
        .isEqualTo(new Refusal.Forbidden(Permission.TASK_EDIT));
    complete();

    assertThat(fixture.refused(BEN, new AttachmentCommand.Remove(ref(), open)))
        .isEqualTo(new Refusal.Forbidden(Permission.TASK_EDIT));
    assertThat(fixture.execute(ANNA, new AttachmentCommand.Remove(ref(), open)))
        .containsExactly(new AttachmentEvent.Removed(task, 1, open, 1));
    assertThat(fixture.refused(ANNA, new AttachmentCommand.Remove(ref(), open)))
        .isEqualTo(new Refusal.UnknownAttachment(open));
  }

  private void complete() {
    fixture.execute(BEN, new TaskCommand.Complete(ref(), null, null, null, null));
  }

  private AttachmentId add(MemberId who, long bytes) {
    var command = photo(bytes);
    assertThat(fixture.execute(who, command)).hasSize(1);
    return command.id();
  }

  private AttachmentCommand.Add photo(long bytes) {
    return new AttachmentCommand.Add(ref(), null, nextId(), "image/jpeg", bytes, QUOTA);
  }

  private AttachmentId nextId() {
    return new AttachmentId(new UUID(7, ++lastId));
  }

  private TaskRef ref() {
    return GuildFixture.ref(task);
  }
}
