package dcm.guild;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CAS;

import dcm.guild.command.AbsenceBound;
import dcm.guild.command.CommandEnvelope;
import dcm.guild.command.GuildCommand;
import dcm.guild.command.MemberCommand;
import dcm.guild.command.NotificationCommand;
import dcm.guild.command.PermissionCommand;
import dcm.guild.command.RequestedSchedule;
import dcm.guild.command.SettingsCommand;
import dcm.guild.command.SwapCommand;
import dcm.guild.command.TaskCommand;
import dcm.guild.command.TaskPatch;
import dcm.guild.rules.Decision;
import dcm.guild.rules.SettingsRulesTest;
import dcm.guild.rules.WorkloadRulesTest;
import dcm.guild.value.Absence;
import dcm.guild.value.AbsenceId;
import dcm.guild.value.Caller;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Permission;
import dcm.guild.value.Swap;
import dcm.guild.value.SwapId;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskRef;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random commands to a guild with tasks of every policy. Public for the tests of read models. */
public final class RandomCommands {
  public static final List<MemberId> PEOPLE = List.of(ANNA, BEN, CAS);

  public static final List<TaskId> TASKS =
      java.util.stream.IntStream.rangeClosed(1, 6)
          .mapToObj(n -> new TaskId(new UUID(7, n)))
          .toList();

  private static final int KINDS = 36;

  private RandomCommands() {}

  /**
   * A command on one of the tasks, after some time.
   *
   * @param choice selects among the variants of the command
   */
  public record Step(int kind, int who, int task, int minutes, int choice) {
    public MemberId caller() {
      return PEOPLE.get(who);
    }

    public TaskId taskId() {
      return TASKS.get(task);
    }
  }

  public static Arbitrary<Step> step() {
    return Combinators.combine(
            Arbitraries.integers().between(0, KINDS),
            Arbitraries.integers().between(0, PEOPLE.size() - 1),
            Arbitraries.integers().between(0, TASKS.size() - 1),
            Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(9, Arbitraries.integers().between(0, 3_000)),
                net.jqwik.api.Tuple.of(1, Arbitraries.integers().between(0, 60_000))),
            Arbitraries.integers().between(0, 999))
        .as(Step::new);
  }

  public static Arbitrary<List<Step>> steps(int most) {
    return step().list().ofMinSize(5).ofMaxSize(most);
  }

  /** A guild of three members in which everyone may do everything, with six tasks. */
  public static GuildFixture guild() {
    GuildFixture fixture = GuildFixture.withMembers();
    fixture.everybodyMay(Permission.values());
    for (int n = 0; n < TASKS.size(); n++) {
      fixture.execute(ANNA, new TaskCommand.Create(TASKS.get(n), RandomTasks.fields(n, TASKS)));
    }
    return fixture;
  }

  public static Decision perform(Step step, GuildFixture fixture) {
    fixture.advance(Duration.ofMinutes(step.minutes()));
    GuildCommand command = command(step, fixture);
    boolean bySystem =
        command instanceof MemberCommand.Observe
            || command instanceof MemberCommand.Leave
            || command instanceof NotificationCommand.WakeUp
            || command instanceof NotificationCommand.Deliver
            || command instanceof NotificationCommand.Fail;
    Caller caller = bySystem ? new Caller.SystemCaller() : fixture.person(step.caller());
    return fixture.decide(fixture.envelope(caller, command));
  }

  /** A command that can be undone, by a member. */
  public static CommandEnvelope undoable(Step step, GuildFixture fixture) {
    TaskRef task = new TaskRef.ById(step.taskId());
    MemberId other = PEOPLE.get((step.who() + 1) % PEOPLE.size());
    CommandEnvelope accepted = step.kind() % 12 > 9 ? accepted(step, fixture) : null;
    if (accepted != null) {
      return accepted;
    }
    TaskCommand command =
        switch (step.kind() % 12) {
          case 0, 1 -> new TaskCommand.Complete(task, ordinal(step, fixture), null, null, "note");
          case 2 -> new TaskCommand.Skip(task, ordinal(step, fixture), null, even(step));
          case 3 -> edit(task, step);
          case 4 -> new TaskCommand.Assign(task, ordinal(step, fixture), assignees(step, other));
          case 5 -> reschedule(task, step, fixture);
          case 6 -> new TaskCommand.Approve(task, null);
          case 7 -> new TaskCommand.Complete(task, null, other, fixture.now, "note");
          case 8 -> following(task, step, fixture);
          default -> new TaskCommand.Delete(task, null);
        };
    return fixture.envelope(fixture.person(step.caller()), command);
  }

  private static GuildCommand command(Step step, GuildFixture fixture) {
    TaskRef task = new TaskRef.ById(step.taskId());
    MemberId other = PEOPLE.get((step.who() + 1) % PEOPLE.size());
    return switch (step.kind()) {
      case 0, 1 -> new TaskCommand.Complete(task, ordinal(step, fixture), null, null, "note");
      case 2 -> new TaskCommand.Complete(task, step.choice() % 5, null, fixture.now, null);
      case 3 -> new TaskCommand.Complete(task, null, other, fixture.now, "note");
      case 4 -> new TaskCommand.Skip(task, ordinal(step, fixture), null, even(step));
      case 5 -> new TaskCommand.Claim(task, null);
      case 6 -> new TaskCommand.Release(task, null);
      case 7 -> new TaskCommand.Snooze(task, null, fixture.now.plus(Duration.ofHours(5)));
      case 8 -> new TaskCommand.Assign(task, ordinal(step, fixture), assignees(step, other));
      case 9 -> edit(task, step);
      case 10 -> new TaskCommand.Delete(task, null);
      case 11 -> new TaskCommand.Restore(task);
      case 12 -> new TaskCommand.Undo(task);
      case 13 -> new TaskCommand.Reopen(task, even(step) ? null : step.choice() % 6);
      case 14 -> new TaskCommand.Tick(task, null, step.choice() % 2, step.choice() % 5 > 0);
      case 15, 16 -> new TaskCommand.Approve(task, null);
      case 17 -> new TaskCommand.Reject(task, null, "not yet");
      case 18 -> reschedule(task, step, fixture);
      case 19 -> new MemberCommand.Leave(other);
      case 20, 21 -> new MemberCommand.Observe(other, "again", Set.of(), other.equals(ANNA));
      case 22 ->
          new SettingsCommand.Change(
              null,
              even(step)
                  ? SettingsRulesTest.reminders(null, Duration.ofMinutes(step.choice()))
                  : WorkloadRulesTest.halfLife(step.choice() % 5 == 0 ? null : 1));
      case 23 -> new NotificationCommand.MarkRead(Long.MAX_VALUE);
      case 24 -> delivery(step, fixture);
      case 25 ->
          new PermissionCommand.Replace(
              null,
              Map.of(
                  GuildFixture.EVERYONE,
                  even(step)
                      ? Set.of(Permission.values())
                      : Set.of(Permission.TASK_VIEW_ALL, Permission.TASK_COMPLETE)));
      case 26, 27 -> absence(step, fixture);
      case 28 -> {
        List<Absence> absences = absences(step.caller(), fixture);
        yield new MemberCommand.RemoveAbsence(
            step.caller(),
            absences.isEmpty() ? new AbsenceId(new UUID(8, 8)) : absences.getFirst().id());
      }
      case 29, 30 ->
          new SwapCommand.Offer(
              new SwapId(new UUID(9, fixture.journal.size())),
              task,
              ordinal(step, fixture),
              step.choice() % 3 == 0 ? null : other,
              step.choice() % 5 == 0 ? new TaskRef.ById(TASKS.get(step.choice() % 6)) : null,
              null,
              even(step),
              null);
      case 31 -> new SwapCommand.Accept(swap(fixture));
      case 32 -> new SwapCommand.Withdraw(swap(fixture));
      case 33 -> following(task, step, fixture);
      default -> new NotificationCommand.WakeUp();
    };
  }

  private static TaskCommand following(TaskRef task, Step step, GuildFixture fixture) {
    TaskPatch like = TaskPatch.of(RandomTasks.fields(step.choice() % RandomTasks.VARIANTS, TASKS));
    return new TaskCommand.EditFollowing(
        task,
        null,
        LocalDate.ofInstant(fixture.now, GuildFixture.AMSTERDAM).plusDays(step.choice() % 9 - 2L),
        new TaskId(new UUID(6, fixture.journal.size())),
        new TaskPatch(
            like.title(),
            null,
            null,
            false,
            null,
            null,
            null,
            null,
            even(step) ? null : like.assignment(),
            null));
  }

  /** The acceptance of an offer of the task's holder, which is made for it; null: none is. */
  private static @org.jspecify.annotations.Nullable CommandEnvelope accepted(
      Step step, GuildFixture fixture) {
    List<Occurrence> open =
        fixture.guild.snapshot().tasks().stream()
            .filter(state -> state.task().id().equals(step.taskId()))
            .flatMap(state -> state.task().occurrences().stream())
            .filter(occurrence -> !occurrence.holders().isEmpty())
            .toList();
    if (open.isEmpty()) {
      return null;
    }
    Occurrence offered = open.get(step.choice() % open.size());
    MemberId holder = offered.holders().getFirst();
    MemberId other = PEOPLE.get((PEOPLE.indexOf(holder) + 1 + step.who() % 2) % PEOPLE.size());
    SwapId id = new SwapId(new UUID(5, fixture.journal.size()));
    for (TaskId exchange : Stream.concat(TASKS.stream(), Stream.of((TaskId) null)).toList()) {
      fixture.decide(
          fixture.envelope(
              fixture.person(holder),
              new SwapCommand.Offer(
                  id,
                  new TaskRef.ById(step.taskId()),
                  offered.ordinal(),
                  other,
                  exchange == null ? null : new TaskRef.ById(exchange),
                  null,
                  step.choice() % 3 == 0,
                  null)));
    }
    return fixture.envelope(fixture.person(other), new SwapCommand.Accept(id));
  }

  private static MemberCommand.AddAbsence absence(Step step, GuildFixture fixture) {
    return new MemberCommand.AddAbsence(
        new AbsenceId(new UUID(9, fixture.journal.size())),
        step.caller(),
        new AbsenceBound.Moment(fixture.now.plus(Duration.ofHours(step.choice() % 50))),
        step.choice() % 7 == 0
            ? null
            : new AbsenceBound.Moment(
                fixture.now.plus(Duration.ofHours(51)).plusSeconds(60L * step.minutes())),
        step.choice() % 4 == 0 ? List.of(new TaskRef.ById(step.taskId())) : List.of(),
        null);
  }

  private static List<Absence> absences(MemberId id, GuildFixture fixture) {
    return fixture.guild.snapshot().members().stream()
        .filter(member -> member.id().equals(id))
        .flatMap(member -> member.allAbsences().stream())
        .toList();
  }

  private static SwapId swap(GuildFixture fixture) {
    List<Swap> open = fixture.guild.snapshot().swaps();
    return open == null ? new SwapId(new UUID(8, 8)) : open.getFirst().id();
  }

  private static GuildCommand delivery(Step step, GuildFixture fixture) {
    if (fixture.guild.outbox().isEmpty()) {
      return new NotificationCommand.WakeUp();
    }
    var delivery = fixture.guild.outbox().getFirst().id();
    return even(step)
        ? new NotificationCommand.Fail(delivery, "50007", step.choice() % 4 == 0)
        : new NotificationCommand.Deliver(delivery, "sent");
  }

  private static boolean even(Step step) {
    return step.choice() % 2 == 0;
  }

  /** The ordinal of one of the open occurrences; null: the current one is meant. */
  private static @org.jspecify.annotations.Nullable Integer ordinal(
      Step step, GuildFixture fixture) {
    var open =
        fixture.guild.snapshot().tasks().stream()
            .filter(state -> state.task().id().equals(step.taskId()))
            .flatMap(state -> state.task().occurrences().stream())
            .toList();
    return open.isEmpty() || even(step) ? null : open.get(step.choice() % open.size()).ordinal();
  }

  private static List<MemberId> assignees(Step step, MemberId other) {
    return switch (step.choice() % 3) {
      case 0 -> List.of();
      case 1 -> List.of(other);
      default -> List.of(other, step.caller());
    };
  }

  private static TaskCommand reschedule(TaskRef task, Step step, GuildFixture fixture) {
    LocalDateTime local = LocalDateTime.ofInstant(fixture.now, GuildFixture.AMSTERDAM);
    return new TaskCommand.Reschedule(
        task,
        ordinal(step, fixture),
        step.choice() % 3 == 0
            ? null
            : new RequestedSchedule.OnceAtTime(local.plusHours(step.choice() - 200L), null, true));
  }

  private static TaskCommand edit(TaskRef task, Step step) {
    TaskPatch like = TaskPatch.of(RandomTasks.fields(step.choice() % RandomTasks.VARIANTS, TASKS));
    return new TaskCommand.Edit(
        task,
        null,
        switch (step.choice() % 4) {
          case 0 -> like;
          case 1 ->
              new TaskPatch(
                  like.title(), null, null, false, null, null, null, like.schedule(), null, null);
          case 2 ->
              new TaskPatch(
                  like.title(), null, null, false, null, null, null, null, like.assignment(), null);
          default ->
              new TaskPatch(
                  like.title(), null, null, false, null, null, null, null, null, like.policy());
        });
  }
}
