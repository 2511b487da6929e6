package dcm.guild.state;

import dcm.guild.event.PointsEvent;
import dcm.guild.value.MemberId;
import dcm.guild.value.SortedSets;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A member's points and streaks.
 *
 * @param balance the sum of the ledger
 * @param runs streaks between lateness and misses, oldest first; the last is the current one. At
 *     most {@link #MAX_RUNS}: an older one cannot become the current one again by undoing.
 * @param olderBest the longest streak that is no longer in {@code runs}
 * @param milestones lengths of streaks that were rewarded and not returned
 */
@RecordBuilder
public record MemberScore(
    MemberId member, long balance, List<Run> runs, int olderBest, Set<Integer> milestones)
    implements MemberScoreBuilder.With {
  static final int MAX_RUNS = 20;

  public MemberScore {
    runs = List.copyOf(runs);
    milestones = milestones.isEmpty() ? Set.of() : SortedSets.copy(milestones);
  }

  /**
   * Occurrences done in time, one after the other.
   *
   * @param since the guild's revision at which the former one ended; 0: there was none
   */
  public record Run(long since, int length) {
    Run plus(int more) {
      return new Run(since, Math.max(0, length + more));
    }
  }

  public static MemberScore none(MemberId member) {
    return new MemberScore(member, 0, List.of(new Run(0, 0)), 0, Set.of());
  }

  /** The current streak: own occurrences done in time since the last late or missed one. */
  public int streak() {
    return runs.getLast().length();
  }

  /** The longest streak ever. */
  public int bestStreak() {
    return Math.max(olderBest, runs.stream().mapToInt(Run::length).max().orElse(0));
  }

  /** The score without what a payment changed of the streak. */
  public MemberScore without(Payment payment) {
    Long mark = payment.streakMark();
    if (mark == null) {
      return this;
    }
    int ended = indexOfRunSince(mark);
    if (ended >= 0) {
      return withMerged(ended);
    }
    int counted = indexOfRunAt(mark);
    return counted < 0 ? this : withRun(counted, runs.get(counted).plus(-1));
  }

  MemberScore apply(PointsEvent.Recorded event, @Nullable Payment before, long revision) {
    MemberScore paid = withBalance(balance + event.delta());
    return switch (event.reason()) {
      case COMPLETED -> event.streak() == null ? paid : paid.withRun(runs.size() - 1, next());
      case LATE, PENALTY -> event.streak() == null ? paid : paid.ended(revision);
      case UNDONE -> before == null ? paid : paid.without(before).unrewarded(before.milestones());
      case MILESTONE -> event.milestone() == null ? paid : paid.rewarded(event.milestone());
      case ADJUSTED -> paid;
    };
  }

  private Run next() {
    return runs.getLast().plus(1);
  }

  private MemberScore ended(long revision) {
    List<Run> all = new ArrayList<>(runs);
    all.add(new Run(revision, 0));
    int dropped = all.size() > MAX_RUNS ? all.removeFirst().length() : 0;
    return with(changed -> changed.runs(all).olderBest(Math.max(olderBest, dropped)));
  }

  private MemberScore rewarded(int milestone) {
    Set<Integer> all = new TreeSet<>(milestones);
    all.add(milestone);
    return withMilestones(all);
  }

  private MemberScore unrewarded(List<Integer> returned) {
    Set<Integer> remaining = new TreeSet<>(milestones);
    returned.forEach(remaining::remove);
    return withMilestones(remaining);
  }

  private MemberScore withRun(int index, Run run) {
    List<Run> all = new ArrayList<>(runs);
    all.set(index, run);
    return withRuns(all);
  }

  /** The score without the end of the run before {@code index}: both runs are one. */
  private MemberScore withMerged(int index) {
    if (index == 0) {
      return this;
    }
    List<Run> all = new ArrayList<>(runs);
    Run later = all.remove(index);
    all.set(index - 1, all.get(index - 1).plus(later.length()));
    return withRuns(all);
  }

  private int indexOfRunSince(long mark) {
    for (int i = runs.size() - 1; i > 0; i--) {
      if (runs.get(i).since() == mark) {
        return i;
      }
    }
    return -1;
  }

  /** The run to which an occurrence belongs; negative: it is no longer known. */
  private int indexOfRunAt(long mark) {
    for (int i = runs.size() - 1; i >= 0; i--) {
      if (runs.get(i).since() < mark) {
        return i;
      }
    }
    return -1;
  }
}
