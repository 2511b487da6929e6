package dcm.guild.rules;

import dcm.guild.command.TaskCommand;
import dcm.guild.event.OccurrenceEvent;
import dcm.guild.reply.Refusal;
import dcm.guild.state.TaskState;
import dcm.guild.value.Assignment;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Permission;
import dcm.guild.value.TaskRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Rules on assigning, claiming, releasing and snoozing an occurrence. */
final class OccurrenceRules {
  private static final Duration MAX_SNOOZE = Duration.ofDays(365);

  private OccurrenceRules() {}

  /** Applies a rule to the open occurrence of a command, or gives the reason why there is none. */
  static @Nullable Refusal withOpenOccurrence(
      DecisionContext context,
      TaskRef ref,
      @Nullable Integer ordinal,
      BiFunction<TaskState, Occurrence, @Nullable Refusal> rule) {
    TaskState taskState = context.visibleTask(ref);
    if (taskState == null) {
      return new Refusal.UnknownTask(ref);
    }
    Occurrence open = taskState.task().open();
    if (ordinal == null || (open != null && open.ordinal() == ordinal)) {
      return open == null ? new Refusal.WrongState(null) : rule.apply(taskState, open);
    }
    Occurrence closed = taskState.task().closed();
    return closed != null && closed.ordinal() == ordinal
        ? new Refusal.WrongState(closed.state())
        : new Refusal.UnknownOccurrence(ordinal);
  }

  /** Whether a member is responsible for an occurrence, or it is unassigned. */
  static boolean isOwn(Occurrence open, MemberId callerId) {
    return open.holders().isEmpty()
        || open.holders().contains(callerId)
        || open.assignees().contains(callerId);
  }

  /**
   * Checks one permission for the caller's own occurrence and another for occurrences of others; a
   * caller who lacks the latter gets the holders in the refusal. Null: permitted.
   */
  static @Nullable Refusal checkPermission(
      DecisionContext context,
      TaskState taskState,
      Occurrence open,
      Permission forOwn,
      Permission forOthers) {
    if (isOwn(open, context.caller().id())) {
      return context.checkPermission(forOwn);
    }
    Refusal denied = context.checkPermission(forOthers);
    boolean roundRobin =
        taskState.task().assignment().strategy() == Assignment.Strategy.ROUND_ROBIN;
    return denied == null
        ? null
        : new Refusal.HeldByOthers(
            context.state().members().activeHolders(open), roundRobin, forOthers);
  }

  static @Nullable Refusal assign(DecisionContext context, TaskCommand.Assign assign) {
    Refusal denied = context.checkPermission(Permission.TASK_ASSIGN);
    if (denied != null) {
      return denied;
    }
    return withOpenOccurrence(
        context,
        assign.task(),
        assign.ordinal(),
        (taskState, open) -> {
          List<MemberId> after = assign.assignees().stream().distinct().toList();
          if (after.size() > TaskValidation.MAX_ASSIGNEES) {
            return new Refusal.TooMany("assignees", TaskValidation.MAX_ASSIGNEES);
          }
          Refusal unknown = TaskValidation.checkMembers(context.state(), after);
          if (unknown != null) {
            return unknown;
          }
          boolean endsClaim = open.claimedBy() != null && !after.contains(open.claimedBy());
          if (endsClaim || !after.equals(open.assignees())) {
            context.emit(
                new OccurrenceEvent.Assigned(
                    taskState.task().id(), open.ordinal(), open.assignees(), after));
          }
          return null;
        });
  }

  /**
   * Claims an occurrence. Idempotent; an occurrence that was assigned to others needs TASK_ASSIGN.
   */
  static @Nullable Refusal claim(DecisionContext context, TaskCommand.Claim claim) {
    Refusal denied = context.checkPermission(Permission.TASK_CLAIM);
    if (denied != null) {
      return denied;
    }
    MemberId callerId = context.caller().id();
    return withOpenOccurrence(
        context,
        claim.task(),
        claim.ordinal(),
        (taskState, open) -> {
          if (open.claimedBy() != null) {
            return open.claimedBy().equals(callerId)
                ? null
                : new Refusal.AlreadyClaimed(open.claimedBy());
          }
          Refusal forOthers =
              checkPermission(
                  context, taskState, open, Permission.TASK_CLAIM, Permission.TASK_ASSIGN);
          if (forOthers == null) {
            context.emit(
                new OccurrenceEvent.Claimed(taskState.task().id(), open.ordinal(), callerId));
          }
          return forOthers;
        });
  }

  static @Nullable Refusal release(DecisionContext context, TaskCommand.Release release) {
    MemberId callerId = context.caller().id();
    return withOpenOccurrence(
        context,
        release.task(),
        release.ordinal(),
        (taskState, open) -> {
          MemberId claimant = open.claimedBy();
          if (claimant == null) {
            return new Refusal.WrongState(open.state());
          }
          Permission needed =
              claimant.equals(callerId) ? Permission.TASK_CLAIM : Permission.TASK_ASSIGN;
          Refusal denied = context.checkPermission(needed);
          if (denied != null && !claimant.equals(callerId)) {
            denied = new Refusal.HeldByOthers(List.of(claimant), false, needed);
          }
          if (denied == null) {
            context.emit(
                new OccurrenceEvent.Released(taskState.task().id(), open.ordinal(), claimant));
          }
          return denied;
        });
  }

  static @Nullable Refusal snooze(DecisionContext context, TaskCommand.Snooze snooze) {
    return withOpenOccurrence(
        context,
        snooze.task(),
        snooze.ordinal(),
        (taskState, open) -> {
          Refusal denied =
              checkPermission(
                  context, taskState, open, Permission.TASK_COMPLETE, Permission.TASK_COMPLETE_ANY);
          if (denied != null) {
            return denied;
          }
          Instant until = snooze.until();
          if (!until.isAfter(context.at()) || until.isAfter(context.at().plus(MAX_SNOOZE))) {
            return new Refusal.Invalid(
                List.of(
                    new Refusal.FieldError(
                        "until", "out-of-range", "must lie within the next year")));
          }
          if (!until.equals(open.snoozedUntil())) {
            context.emit(new OccurrenceEvent.Snoozed(taskState.task().id(), open.ordinal(), until));
          }
          return null;
        });
  }
}
