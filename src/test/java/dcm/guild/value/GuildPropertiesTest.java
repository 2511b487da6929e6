package dcm.guild.value;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CAS;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.Guild;
import dcm.guild.GuildFixture;
import dcm.guild.GuildSnapshot;
import dcm.guild.command.AssignmentPatch;
import dcm.guild.command.CommandEnvelope;
import dcm.guild.command.GuildCommand;
import dcm.guild.command.MemberCommand;
import dcm.guild.command.NotificationCommand;
import dcm.guild.command.RequestedSchedule;
import dcm.guild.command.SettingsCommand;
import dcm.guild.command.TaskCommand;
import dcm.guild.command.TaskPatch;
import dcm.guild.event.NotificationEvent;
import dcm.guild.event.RecordedEvent;
import dcm.guild.rules.Decision;
import dcm.guild.rules.SettingsRulesTest;
import dcm.guild.state.GuildState;
import dcm.guild.state.TaskState;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Invariants of a guild under any sequence of commands. */
class GuildPropertiesTest {
  private static final List<MemberId> PEOPLE = List.of(ANNA, BEN, CAS);

  /** A command on one of four tasks, after some time. */
  record Step(int kind, int who, int task, int minutes) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 17),
            Arbitraries.integers().between(0, 2),
            Arbitraries.integers().between(0, 3),
            Arbitraries.integers().between(0, 3_000))
        .as(Step::new)
        .list()
        .ofMinSize(5)
        .ofMaxSize(60);
  }

  private static final TaskId[] TASKS = {
    new TaskId(new UUID(7, 1)),
    new TaskId(new UUID(7, 2)),
    new TaskId(new UUID(7, 3)),
    new TaskId(new UUID(7, 4))
  };

  private static GuildCommand command(Step step, GuildFixture fixture) {
    TaskRef task = new TaskRef.ById(TASKS[step.task()]);
    MemberId other = PEOPLE.get((step.who() + 1) % 3);
    return switch (step.kind()) {
      case 0 -> new TaskCommand.Complete(task, step.minutes() % 5, null, fixture.now, null);
      case 1 -> new TaskCommand.Claim(task, null);
      case 2 -> new TaskCommand.Release(task, null);
      case 3 -> new TaskCommand.Complete(task, null, null, null, "note");
      case 4 -> new TaskCommand.Complete(task, null, other, fixture.now, null);
      case 5 -> new TaskCommand.Skip(task, null, null, step.minutes() % 2 == 0);
      case 6 -> new TaskCommand.Reopen(task, null);
      case 7 -> new TaskCommand.Snooze(task, null, fixture.now.plus(Duration.ofHours(5)));
      case 8 -> new TaskCommand.Assign(task, null, List.of(other));
      case 9 -> new TaskCommand.Assign(task, null, List.of());
      case 10 -> edit(task, taskFields((step.task() + step.minutes()) % 4));
      case 11 -> new TaskCommand.Delete(task, null);
      case 12 -> new MemberCommand.Leave(other);
      case 13 -> new MemberCommand.Observe(other, "again", Set.of(), other.equals(ANNA));
      case 14 ->
          new SettingsCommand.Change(
              null, SettingsRulesTest.reminders(null, Duration.ofMinutes(step.minutes())));
      case 15 -> new NotificationCommand.MarkRead(Long.MAX_VALUE);
      case 16 ->
          fixture.guild.outbox().isEmpty()
              ? new NotificationCommand.WakeUp()
              : new NotificationCommand.Fail(
                  fixture.guild.outbox().getFirst().id(), "50007", step.minutes() % 2 == 0);
      default -> new NotificationCommand.WakeUp();
    };
  }

  private static TaskFields taskFields(int n) {
    Recurrence daily =
        new Recurrence(
            "FREQ=DAILY",
            LocalDate.of(2026, 11, 23),
            n == 1 ? null : LocalTime.of(19, 0),
            GuildFixture.AMSTERDAM,
            Recurrence.MonthEnd.CLAMP);
    return switch (n) {
      case 0 -> GuildFixture.once("once", "2026-11-26T11:00");
      case 1 ->
          GuildFixture.taskFields(
              "turns",
              new Schedule.Recurring(daily, Schedule.Anchor.FROM_DUE),
              GuildFixture.turns(CAS, BEN, ANNA));
      case 2 ->
          GuildFixture.taskFields(
              "floats",
              new Schedule.Recurring(daily, Schedule.Anchor.FROM_COMPLETION),
              GuildFixture.turns());
      default ->
          GuildFixture.taskFields(
              "fixed",
              new Schedule.Recurring(daily, Schedule.Anchor.FROM_DUE),
              GuildFixture.fixed(BEN, CAS));
    };
  }

  private static TaskCommand edit(TaskRef task, TaskFields like) {
    return new TaskCommand.Edit(
        task,
        null,
        new TaskPatch(
            like.title(),
            null,
            null,
            false,
            null,
            null,
            null,
            new RequestedSchedule.Complete(like.schedule()),
            AssignmentPatch.of(like.assignment())));
  }

  private static Decision perform(Step step, GuildFixture fixture) {
    fixture.advance(Duration.ofMinutes(step.minutes()));
    GuildCommand command = command(step, fixture);
    boolean bySystem =
        command instanceof MemberCommand
            || command instanceof NotificationCommand.WakeUp
            || command instanceof NotificationCommand.Fail;
    Caller caller = bySystem ? new Caller.SystemCaller() : fixture.person(PEOPLE.get(step.who()));
    CommandEnvelope envelope = fixture.envelope(caller, command);
    assertThat(fixture.guild.decide(envelope))
        .as("the same request gets the same decision")
        .isEqualTo(fixture.guild.decide(envelope));
    return fixture.decide(envelope);
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void invariants_hold_after_any_commands(@ForAll("steps") List<Step> steps) {
    GuildFixture fixture = GuildFixture.withMembers();
    for (int n = 0; n < TASKS.length; n++) {
      fixture.execute(ANNA, new TaskCommand.Create(TASKS[n], taskFields(n)));
    }
    Set<DeliveryId> queued = new HashSet<>();
    for (Step step : steps) {
      int before = fixture.journal.size();
      Decision decision = perform(step, fixture);
      List<RecordedEvent> events = fixture.journal.subList(before, fixture.journal.size());
      if (decision instanceof Decision.Refused(var refusal, _)) {
        assertThat(refusal).isNotNull();
      }
      for (RecordedEvent recorded : events) {
        if (recorded.event() instanceof NotificationEvent.Queued(var delivery)) {
          assertThat(queued.add(delivery.id())).as("never sent twice: %s", delivery.id()).isTrue();
        }
      }
      assertInvariants(fixture);
    }
    replayed(fixture);
  }

  private static void assertInvariants(GuildFixture fixture) {
    GuildSnapshot now = fixture.guild.snapshot();
    GuildState state = now.state();
    assertThat(state.nextWakeUp())
        .as("planned is the first of the agenda")
        .isEqualTo(now.plannedWakeUp());
    assertThat(now.revision()).isEqualTo(fixture.journal.size());
    for (TaskState taskState : now.tasks()) {
      Occurrence open = taskState.task().open();
      Occurrence closed = taskState.task().closed();
      if (open != null) {
        assertThat(open.active()).isTrue();
        assertThat(open.claimedBy() != null).isEqualTo(open.state() == Occurrence.State.CLAIMED);
        assertThat(open.holders()).allMatch(state.members()::isActive);
        assertThat(open.remindedOf()).doesNotHaveDuplicates();
        assertThat(open.ordinal()).isLessThanOrEqualTo(taskState.lastOrdinal());
      }
      if (closed != null) {
        assertThat(closed.active()).isFalse();
        assertThat(closed.completion() != null).isEqualTo(closed.state() == Occurrence.State.DONE);
        assertThat(open == null || open.ordinal() > closed.ordinal()).isTrue();
      }
    }
  }

  private static void replayed(GuildFixture fixture) {
    Guild replayed = Guild.unknown(GuildFixture.GUILD, GuildFixture.AMSTERDAM);
    Guild viaSnapshots = replayed;
    for (RecordedEvent recorded : fixture.journal) {
      replayed = replayed.apply(recorded);
      viaSnapshots = Guild.restored(viaSnapshots.apply(recorded).snapshot());
    }
    assertThat(replayed.snapshot()).isEqualTo(fixture.guild.snapshot());
    assertThat(viaSnapshots.snapshot())
        .as("through a snapshot after each event")
        .isEqualTo(replayed.snapshot());
  }

  @Property(tries = 100)
  void each_member_has_one_turn_per_round(
      @ForAll("steps") List<Step> noise, @ForAll Random random) {
    GuildFixture fixture = GuildFixture.withMembers();
    TaskId task = fixture.create(ANNA, taskFields(1));
    TaskRef ref = new TaskRef.ById(task);
    List<MemberId> had = new ArrayList<>();
    for (Step step : noise) {
      had.add(fixture.open(task).assignees().getFirst());
      fixture.advance(Duration.ofMinutes(step.minutes()));
      fixture.execute(
          ANNA,
          random.nextBoolean()
              ? new TaskCommand.Complete(ref, null, null, null, null)
              : new TaskCommand.Skip(ref, null, null, true));
    }
    for (int i = 0; i + 3 <= had.size(); i++) {
      assertThat(had.subList(i, i + 3)).doesNotHaveDuplicates();
    }
  }
}
