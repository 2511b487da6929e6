package dcm.guild.rules;

import dcm.guild.command.TaskCommand;
import dcm.guild.event.OccurrenceEvent;
import dcm.guild.reply.Refusal;
import dcm.guild.state.TaskState;
import dcm.guild.value.Assignment;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Permission;
import dcm.guild.value.Standby;
import dcm.guild.value.Task;
import dcm.guild.value.TaskRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Rules on assigning, claiming, releasing, snoozing and moving an occurrence. */
final class OccurrenceRules {
  private static final Duration MAX_SNOOZE = Duration.ofDays(365);

  private OccurrenceRules() {}

  /**
   * Applies a rule to the open occurrence that a command names, or to the current one, or gives the
   * reason why there is none.
   */
  static @Nullable Refusal withOpenOccurrence(
      DecisionContext context,
      TaskRef ref,
      @Nullable Integer ordinal,
      BiFunction<TaskState, Occurrence, @Nullable Refusal> rule) {
    TaskState taskState = context.visibleTask(ref);
    if (taskState == null) {
      return new Refusal.UnknownTask(ref);
    }
    Occurrence open = ordinal == null ? taskState.task().open() : taskState.task().open(ordinal);
    if (open != null) {
      return rule.apply(taskState, open);
    }
    if (ordinal == null) {
      return new Refusal.WrongState(null);
    }
    TaskState.Closing closing = taskState.closing(ordinal);
    return closing == null
        ? new Refusal.UnknownOccurrence(ordinal)
        : new Refusal.WrongState(closing.occurrence().state());
  }

  /** As {@link #withOpenOccurrence}, unless the occurrence awaits approval. */
  static @Nullable Refusal withActiveOccurrence(
      DecisionContext context,
      TaskRef ref,
      @Nullable Integer ordinal,
      BiFunction<TaskState, Occurrence, @Nullable Refusal> rule) {
    return withOpenOccurrence(
        context,
        ref,
        ordinal,
        (taskState, open) ->
            open.active() ? rule.apply(taskState, open) : new Refusal.WrongState(open.state()));
  }

  /**
   * Whether a member is responsible for an occurrence, or it is unassigned, or they may take it: on
   * standby, or because they got the role that it is assigned to.
   */
  static boolean isOwn(
      DecisionContext context, TaskState taskState, Occurrence open, MemberId callerId) {
    return open.holders().isEmpty()
        || open.holders().contains(callerId)
        || open.assignees().contains(callerId)
        || (open.claimedBy() == null && mayTake(context, taskState.task(), open, callerId));
  }

  private static boolean mayTake(
      DecisionContext context, Task task, Occurrence open, MemberId callerId) {
    Assignment assignment = task.assignment();
    Standby standby = assignment.standby();
    boolean onStandby =
        standby != null
            && standby.members().contains(callerId)
            && switch (standby.when()) {
              case ANYTIME -> true;
              case WHEN_OVERDUE -> open.overdue(context.at());
              case MANUALLY -> false;
            };
    boolean gotRole =
        assignment.role() != null
            && assignment.strategy() == Assignment.Strategy.FIXED
            && context.state().hasRole(callerId, assignment.role());
    return onStandby || gotRole;
  }

  /** Whether the caller asks members on standby to do what they have themselves. */
  private static boolean asksStandby(
      DecisionContext context, TaskState taskState, Occurrence open, List<MemberId> after) {
    Standby standby = taskState.task().assignment().standby();
    return standby != null
        && open.holders().contains(context.caller().id())
        && !after.isEmpty()
        && standby.members().containsAll(after);
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
    if (isOwn(context, taskState, open, context.caller().id())) {
      return context.checkPermission(forOwn);
    }
    Refusal denied = context.checkPermission(forOthers);
    return denied == null
        ? null
        : new Refusal.HeldByOthers(
            context.state().members().activeHolders(open),
            taskState.task().assignment().strategy().isRotation(),
            forOthers);
  }

  /** Assigns an occurrence. Who has it may ask members on standby without TASK_ASSIGN. */
  static @Nullable Refusal assign(DecisionContext context, TaskCommand.Assign assign) {
    return withActiveOccurrence(
        context,
        assign.task(),
        assign.ordinal(),
        (taskState, open) -> {
          List<MemberId> after = assign.assignees().stream().distinct().toList();
          Refusal denied =
              asksStandby(context, taskState, open, after)
                  ? null
                  : context.checkPermission(Permission.TASK_ASSIGN);
          if (denied != null) {
            return denied;
          }
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
    return withActiveOccurrence(
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
    return withActiveOccurrence(
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
    return withActiveOccurrence(
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
