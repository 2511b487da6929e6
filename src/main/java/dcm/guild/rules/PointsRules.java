package dcm.guild.rules;

import dcm.guild.event.OccurrenceEvent;
import dcm.guild.event.PointsEvent;
import dcm.guild.state.GuildState;
import dcm.guild.state.MemberScore;
import dcm.guild.state.Payment;
import dcm.guild.state.TaskState;
import dcm.guild.value.Assignment;
import dcm.guild.value.LateEffect;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.PointsReason;
import dcm.guild.value.StreakMilestone;
import dcm.guild.value.Task;
import dcm.guild.value.TaskPolicy;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The points and streaks that follow from an event of an occurrence. A completion counts for who
 * did it, with parts for each part, together for each assignee, and with approval once it is
 * approved. A skip counts for nothing. Reopening, and the withdrawal of a part, return exactly what
 * was paid.
 *
 * <p>A streak is the number of a member's own occurrences done in time, one after the other; own
 * are those that they are responsible for, and those that nobody is. To help another member gives
 * points and leaves both streaks alone.
 *
 * <p>A balance goes below zero by penalties, and when a completion is undone whose points were
 * taken by hand before: returned is what was paid, neither more nor less.
 */
final class PointsRules {
  private PointsRules() {}

  /** Records what follows from an event; nothing while the guild has no points. */
  static void record(DecisionContext context, GuildState before, OccurrenceEvent event) {
    if (!context.state().profile().settings().givesPoints()) {
      return;
    }
    TaskState taskState = before.catalog().tasks().get(event.task());
    Occurrence open = taskState == null ? null : taskState.task().open(event.ordinal());
    boolean returned =
        event instanceof OccurrenceEvent.Reopened
            || event instanceof OccurrenceEvent.ReportWithdrawn;
    if (returned) {
      returnPayments(context, event);
    } else if (taskState != null && open != null) {
      recordOutcome(context, taskState.task(), open, event);
    }
  }

  private static void recordOutcome(
      DecisionContext context, Task task, Occurrence open, OccurrenceEvent event) {
    boolean parts = task.assignment().appliesToEach();
    switch (event) {
      case OccurrenceEvent.PartCompleted part -> {
        if (!task.effectivePolicy().requires(TaskPolicy.Requirement.APPROVAL)) {
          pay(context, task, open, part.by(), part.doneAt());
        }
      }
      case OccurrenceEvent.Completed done -> {
        if (!parts) {
          payDoers(context, task, open, done.by(), done.doneAt());
        }
      }
      case OccurrenceEvent.Approved _ -> {
        Occurrence.Completion submitted = open.completion();
        if (parts) {
          open.currentProgress()
              .parts()
              .forEach(part -> pay(context, task, open, part.by(), part.doneAt()));
        } else if (submitted != null) {
          payDoers(context, task, open, submitted.by(), submitted.doneAt());
        }
      }
      case OccurrenceEvent.Missed missed ->
          missed.holders().forEach(holder -> punish(context, task, open, holder));
      case OccurrenceEvent.Opened _,
          OccurrenceEvent.Assigned _,
          OccurrenceEvent.Claimed _,
          OccurrenceEvent.Released _,
          OccurrenceEvent.ChecklistTicked _,
          OccurrenceEvent.Submitted _,
          OccurrenceEvent.Rejected _,
          OccurrenceEvent.Skipped _,
          OccurrenceEvent.Expired _,
          OccurrenceEvent.Snoozed _,
          OccurrenceEvent.Rescheduled _,
          OccurrenceEvent.DeadlineApplied _,
          OccurrenceEvent.FollowUpPlanned _,
          OccurrenceEvent.Reminded _,
          OccurrenceEvent.Withdrawn _,
          OccurrenceEvent.ReportWithdrawn _,
          OccurrenceEvent.Reopened _ -> {}
    }
  }

  private static void payDoers(
      DecisionContext context, Task task, Occurrence open, MemberId by, Instant doneAt) {
    boolean together = task.assignment().criteria() == Assignment.Criteria.ALL_TOGETHER;
    List<MemberId> doers = together && !open.assignees().isEmpty() ? open.assignees() : List.of(by);
    doers.forEach(doer -> pay(context, task, open, doer, doneAt));
  }

  private static void pay(
      DecisionContext context, Task task, Occurrence open, MemberId member, Instant doneAt) {
    Payment former = payment(context, task, open, member);
    if (former.inForce()) {
      // paid before points were switched off, and undone meanwhile
      return;
    }
    boolean late = open.due().isOverdue(doneAt);
    TaskPolicy policy = task.effectivePolicy();
    int inTime = policy.pointsOf(task.effort());
    boolean own = isOwn(open, member);
    int streak = late ? 0 : context.state().scores().of(member).streak() + 1;
    emit(
        context,
        task,
        open.ordinal(),
        member,
        late ? policy.lateEffect().points(inTime) : inTime,
        late ? PointsReason.LATE : PointsReason.COMPLETED,
        former.times() + 1,
        own ? streak : null,
        null);
    if (own && !late) {
      reward(context, task, open, member, former.times() + 1);
    }
  }

  /** Whether lateness would be the member's: who helps out, also from standby, is not blamed. */
  private static boolean isOwn(Occurrence open, MemberId member) {
    return open.holders().isEmpty()
        || open.holders().contains(member)
        || open.assignees().contains(member);
  }

  /** Rewards the milestones that the member's streak has reached, each once per member. */
  private static void reward(
      DecisionContext context, Task task, Occurrence open, MemberId member, int times) {
    MemberScore score = context.state().scores().of(member);
    StreakMilestone.reached(score.streak(), score.milestones())
        .forEach(milestone ->
            emit(
                context,
                task,
                open.ordinal(),
                member,
                milestone.points(),
                PointsReason.MILESTONE,
                times,
                null,
                milestone.streak()));
  }

  private static void punish(DecisionContext context, Task task, Occurrence open, MemberId holder) {
    Payment former = payment(context, task, open, holder);
    if (former.inForce() || !context.state().members().isActive(holder)) {
      return;
    }
    LateEffect late = task.effectivePolicy().lateEffect();
    emit(
        context,
        task,
        open.ordinal(),
        holder,
        -late.penalty(),
        PointsReason.PENALTY,
        former.times() + 1,
        0,
        null);
  }

  /** Returns what was paid for an occurrence that is open again, except for parts that are done. */
  private static void returnPayments(DecisionContext context, OccurrenceEvent event) {
    TaskState taskState = context.state().catalog().tasks().get(event.task());
    Occurrence open = taskState == null ? null : taskState.task().open(event.ordinal());
    if (taskState == null || open == null) {
      return;
    }
    taskState
        .payments(event.ordinal())
        .filter(Payment::inForce)
        .filter(payment -> !isPartDone(taskState.task(), open, payment))
        .forEach(payment -> {
          MemberScore now = context.state().scores().of(payment.member());
          int streak = now.without(payment).streak();
          emit(
              context,
              taskState.task(),
              event.ordinal(),
              payment.member(),
              -payment.points(),
              PointsReason.UNDONE,
              payment.times(),
              streak == now.streak() ? null : streak,
              null);
        });
  }

  private static boolean isPartDone(Task task, Occurrence open, Payment payment) {
    return task.assignment().appliesToEach()
        && !task.effectivePolicy().requires(TaskPolicy.Requirement.APPROVAL)
        && payment.reason() != PointsReason.PENALTY
        && open.currentProgress().parts().stream()
            .anyMatch(part -> part.by().equals(payment.member()));
  }

  private static Payment payment(
      DecisionContext context, Task task, Occurrence open, MemberId member) {
    TaskState taskState = context.state().catalog().tasks().get(task.id());
    if (taskState == null) {
      throw new IllegalStateException("points for a task that is not there");
    }
    return taskState.payment(open.ordinal(), member);
  }

  private static void emit(
      DecisionContext context,
      Task task,
      int ordinal,
      MemberId member,
      int delta,
      PointsReason reason,
      int times,
      @Nullable Integer streak,
      @Nullable Integer milestone) {
    String kind =
        reason.name().toLowerCase(Locale.ROOT) + (milestone == null ? "" : "-" + milestone);
    String source =
        task.number() + "." + ordinal + "." + kind + "." + member + (times > 1 ? "." + times : "");
    context.emit(
        new PointsEvent.Recorded(
            member, delta, reason, source, task.id(), ordinal, streak, milestone, null));
  }
}
