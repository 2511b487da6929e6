package dcm.guild.state;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CAS;
import static dcm.guild.GuildFixture.fixed;
import static dcm.guild.GuildFixture.instant;
import static dcm.guild.GuildFixture.taskFields;
import static dcm.guild.GuildFixture.turns;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.Guild;
import dcm.guild.GuildFixture;
import dcm.guild.command.GuildCommand;
import dcm.guild.command.MemberCommand;
import dcm.guild.command.NotificationCommand;
import dcm.guild.command.SettingsCommand;
import dcm.guild.command.TaskCommand;
import dcm.guild.event.GuildEvent;
import dcm.guild.event.NotificationEvent;
import dcm.guild.event.OccurrenceEvent;
import dcm.guild.event.RecordedEvent;
import dcm.guild.rules.Decision;
import dcm.guild.rules.SettingsRulesTest;
import dcm.guild.value.Assignment;
import dcm.guild.value.Caller;
import dcm.guild.value.Delivery;
import dcm.guild.value.Due;
import dcm.guild.value.Schedule;
import dcm.guild.value.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Work beyond the budget of one command is processed by the guild's wake-ups, a bounded part each.
 */
class DeferredWorkTest {
  /** The budget, with the events of a command's last task. */
  private static final int MAX_BATCH = 1_010;

  private static final int TASKS = 20_000;

  private final GuildFixture fixture = GuildFixture.withMembers();
  private final List<Integer> batches = new ArrayList<>();

  @Test
  void a_member_with_20000_tasks_leaves_in_bounded_steps_that_survive_a_crash() {
    assigned(TASKS, fixed(BEN));
    step(new MemberCommand.Leave(BEN));
    assertThat(fixture.planned()).as("the rest is planned at once").isEqualTo(fixture.now);

    int wakes = 0;
    while (due()) {
      // the next wake-up may follow a recovery from the journal or from a snapshot
      fixture.guild = ++wakes % 2 == 0 ? replayed() : Guild.restored(fixture.guild.snapshot());
      step(new NotificationCommand.WakeUp());
      assertThat(wakes).isLessThan(TASKS);
    }
    assertThat(batches).allSatisfy(batch -> assertThat(batch).isBetween(1, MAX_BATCH));
    assertThat(fixture.guild.snapshot().tasks())
        .hasSize(TASKS)
        .allSatisfy(taskState -> assertThat(taskState.task().open().assignees()).isEmpty());
    assertThat(happened(OccurrenceEvent.Assigned.class)).isEqualTo(TASKS);
    assertThat(fixture.planned()).isNull();
    assertThat(fixture.guild.snapshot().handovers()).isNull();
  }

  @Test
  void overdue_reminders_of_20000_tasks_are_sent_once_after_the_settings_changed() {
    fixture.now = instant("2026-11-23T12:00");
    for (int i = 0; i < TASKS; i++) {
      fixture.create(
          ANNA,
          taskFields("dishes", new Schedule.Once(GuildFixture.at("2026-11-25T11:00")), fixed(BEN)));
    }
    // all at the same instant, and before the guild was woken
    fixture.now = instant("2026-11-24T11:00");
    step(
        fixture.person(ANNA),
        new SettingsCommand.Change(null, SettingsRulesTest.reminders(null, Duration.ofHours(1))));
    while (due()) {
      fixture.guild = Guild.restored(fixture.guild.snapshot());
      settle();
      step(new NotificationCommand.WakeUp());
    }
    assertThat(batches).allSatisfy(batch -> assertThat(batch).isBetween(1, 2 * MAX_BATCH));
    assertThat(happened(OccurrenceEvent.Reminded.class)).isEqualTo(TASKS);
    assertThat(
            fixture.journal.stream()
                .map(RecordedEvent::event)
                .filter(NotificationEvent.Queued.class::isInstance)
                .map(event -> ((NotificationEvent.Queued) event).delivery().id())
                .collect(Collectors.toSet()))
        .as("each once")
        .hasSize(TASKS);
    settle();
    assertThat(fixture.planned()).isEqualTo(instant("2026-11-25T10:00"));
  }

  @Test
  void a_member_who_rejoins_keeps_tasks_not_handed_over_yet() {
    assigned(3 * MAX_BATCH, fixed(BEN));
    step(new MemberCommand.Leave(BEN));
    long kept = held();
    assertThat(kept).isPositive();
    fixture.join(BEN, "Ben", false);
    assertThat(fixture.planned()).as("nothing is left to do").isNull();
    assertThat(fixture.asSystem(new NotificationCommand.WakeUp())).isEmpty();
    assertThat(held()).isEqualTo(kept);
  }

  @Test
  void deferred_work_of_closed_and_deleted_tasks_is_dropped() {
    List<TaskId> tasks = assigned(3 * MAX_BATCH, turns(BEN, CAS));
    step(new MemberCommand.Leave(BEN));
    TaskId last = tasks.getLast();
    TaskId before = tasks.get(tasks.size() - 2);
    assertThat(fixture.open(last).assignees()).containsExactly(BEN);
    fixture.execute(ANNA, new TaskCommand.Delete(GuildFixture.ref(last), null));
    fixture.execute(
        ANNA, new TaskCommand.Complete(GuildFixture.ref(before), null, null, null, null));
    while (due()) {
      step(new NotificationCommand.WakeUp());
    }
    assertThat(held()).isZero();
    assertThat(fixture.planned())
        .as("when the task leaves the bin")
        .isBetween(fixture.now, fixture.now.plus(TaskBin.RETENTION));
  }

  private long held() {
    return fixture.guild.snapshot().tasks().stream()
        .map(taskState -> taskState.task().open())
        .filter(open -> open != null && open.assignees().contains(BEN))
        .count();
  }

  private List<TaskId> assigned(int count, Assignment assignment) {
    List<TaskId> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tasks.add(
          fixture.create(
              ANNA, taskFields("dishes", new Schedule.Once(new Due.Never()), assignment)));
    }
    return tasks;
  }

  private boolean due() {
    Instant planned = fixture.planned();
    return planned != null && !planned.isAfter(fixture.now);
  }

  private void step(GuildCommand command) {
    step(new Caller.SystemCaller(), command);
  }

  private void step(Caller caller, GuildCommand command) {
    fixture.advance(Duration.ofMillis(10));
    Decision decision = fixture.decide(fixture.envelope(caller, command));
    batches.add(((Decision.Accepted) decision).events().size());
  }

  /** Settles deliveries as the delivery handler does: only reminders are counted here. */
  private void settle() {
    for (Delivery delivery : fixture.guild.outbox()) {
      fixture.asSystem(new NotificationCommand.Deliver(delivery.id(), "1"));
    }
  }

  private long happened(Class<? extends GuildEvent> kind) {
    return fixture.journal.stream().map(RecordedEvent::event).filter(kind::isInstance).count();
  }

  private Guild replayed() {
    Guild guild = Guild.unknown(GuildFixture.GUILD, GuildFixture.AMSTERDAM);
    for (RecordedEvent event : fixture.journal) {
      guild = guild.apply(event);
    }
    return guild;
  }
}
