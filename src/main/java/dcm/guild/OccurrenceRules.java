package dcm.guild;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Who takes an occurrence on, and when they want to hear of it again. */
final class OccurrenceRules {
  private static final Duration LONGEST_SNOOZE = Duration.ofDays(365);

  private OccurrenceRules() {}

  /** Finds the open occurrence that a command is about, or says why there is none. */
  static @Nullable Refusal onOpen(
      Hearing hearing,
      TaskRef ref,
      @Nullable Integer ordinal,
      BiFunction<Chore, Occurrence, @Nullable Refusal> rule) {
    Chore chore = hearing.chore(ref);
    if (chore == null) {
      return new Refusal.UnknownTask(ref);
    }
    Occurrence open = chore.task().open();
    if (ordinal == null || (open != null && open.ordinal() == ordinal)) {
      return open == null ? new Refusal.WrongState(null) : rule.apply(chore, open);
    }
    Occurrence closed = chore.task().closed();
    return closed != null && closed.ordinal() == ordinal
        ? new Refusal.WrongState(closed.state())
        : new Refusal.UnknownOccurrence(ordinal);
  }

  /** Whose it is may do it; what is nobody's, anybody. */
  static boolean own(Occurrence open, MemberId me) {
    return open.holders().isEmpty() || open.holders().contains(me) || open.assignees().contains(me);
  }

  /**
   * What a member may do with their own occurrence with one permission, and with others' only with
   * another; whoever lacks that is told whose it is. Null: they may.
   */
  static @Nullable Refusal lacks(
      Hearing hearing, Chore chore, Occurrence open, Permission own, Permission others) {
    if (own(open, hearing.caller().id())) {
      return hearing.lacks(own);
    }
    Refusal lacking = hearing.lacks(others);
    boolean turn = chore.task().assignment().strategy() == Assignment.Strategy.ROUND_ROBIN;
    return lacking == null
        ? null
        : new Refusal.HeldByOthers(hearing.state().people().holding(open), turn, others);
  }

  static @Nullable Refusal assign(Hearing hearing, TaskCommand.Assign assign) {
    Refusal lacking = hearing.lacks(Permission.TASK_ASSIGN);
    if (lacking != null) {
      return lacking;
    }
    return onOpen(
        hearing,
        assign.task(),
        assign.ordinal(),
        (chore, open) -> {
          List<MemberId> after = assign.assignees().stream().distinct().toList();
          if (after.size() > TaskChecks.ORDER) {
            return new Refusal.TooMany("assignees", TaskChecks.ORDER);
          }
          Refusal unknown = TaskChecks.unknown(hearing.state(), after);
          if (unknown != null) {
            return unknown;
          }
          boolean endsClaim = open.claimedBy() != null && !after.contains(open.claimedBy());
          if (endsClaim || !after.equals(open.assignees())) {
            hearing.happens(
                new OccurrenceEvent.Assigned(
                    chore.task().id(), open.ordinal(), open.assignees(), after));
          }
          return null;
        });
  }

  /** Claiming twice is claiming once; what was given to others needs the right to assign. */
  static @Nullable Refusal claim(Hearing hearing, TaskCommand.Claim claim) {
    Refusal lacking = hearing.lacks(Permission.TASK_CLAIM);
    if (lacking != null) {
      return lacking;
    }
    MemberId me = hearing.caller().id();
    return onOpen(
        hearing,
        claim.task(),
        claim.ordinal(),
        (chore, open) -> {
          if (open.claimedBy() != null) {
            return open.claimedBy().equals(me)
                ? null
                : new Refusal.AlreadyClaimed(open.claimedBy());
          }
          Refusal others =
              lacks(hearing, chore, open, Permission.TASK_CLAIM, Permission.TASK_ASSIGN);
          if (others == null) {
            hearing.happens(new OccurrenceEvent.Claimed(chore.task().id(), open.ordinal(), me));
          }
          return others;
        });
  }

  static @Nullable Refusal release(Hearing hearing, TaskCommand.Release release) {
    MemberId me = hearing.caller().id();
    return onOpen(
        hearing,
        release.task(),
        release.ordinal(),
        (chore, open) -> {
          MemberId claimer = open.claimedBy();
          if (claimer == null) {
            return new Refusal.WrongState(open.state());
          }
          Permission needed = claimer.equals(me) ? Permission.TASK_CLAIM : Permission.TASK_ASSIGN;
          Refusal lacking = hearing.lacks(needed);
          if (lacking != null && !claimer.equals(me)) {
            lacking = new Refusal.HeldByOthers(List.of(claimer), false, needed);
          }
          if (lacking == null) {
            hearing.happens(
                new OccurrenceEvent.Released(chore.task().id(), open.ordinal(), claimer));
          }
          return lacking;
        });
  }

  static @Nullable Refusal snooze(Hearing hearing, TaskCommand.Snooze snooze) {
    return onOpen(
        hearing,
        snooze.task(),
        snooze.ordinal(),
        (chore, open) -> {
          Refusal lacking =
              lacks(hearing, chore, open, Permission.TASK_COMPLETE, Permission.TASK_COMPLETE_ANY);
          if (lacking != null) {
            return lacking;
          }
          Instant until = snooze.until();
          if (!until.isAfter(hearing.at()) || until.isAfter(hearing.at().plus(LONGEST_SNOOZE))) {
            return new Refusal.Invalid(
                List.of(new FieldError("until", "out-of-range", "must lie within the next year")));
          }
          if (!until.equals(open.snoozedUntil())) {
            hearing.happens(new OccurrenceEvent.Snoozed(chore.task().id(), open.ordinal(), until));
          }
          return null;
        });
  }
}
