package dcm.guild.workload;

import com.fasterxml.jackson.annotation.JsonFormat;
import dcm.guild.value.MemberId;
import dcm.guild.value.TaskId;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The work of one task.
 *
 * @param shares of the occurrences that can change or be undone, by ordinal
 * @param history of the members whose past the task's strategy needs; null: it needs none
 * @param candidates the members among whom it was given last; null: their past is not needed
 */
@RecordBuilder
public record TaskWorkload(
    TaskId task,
    List<Share> shares,
    @JsonFormat(with = JsonFormat.Feature.WRITE_SORTED_MAP_ENTRIES)
        @Nullable Map<MemberId, MemberHistory> history,
    @Nullable List<MemberId> candidates)
    implements TaskWorkloadBuilder.With {
  public TaskWorkload {
    shares = List.copyOf(shares);
    history = history == null || history.isEmpty() ? null : Map.copyOf(history);
  }

  static TaskWorkload empty(TaskId task) {
    return new TaskWorkload(task, List.of(), null, null);
  }

  boolean isEmpty() {
    return shares.isEmpty() && history == null && candidates == null;
  }

  @Nullable Share share(int ordinal) {
    for (Share share : shares) {
      if (share.ordinal() == ordinal) {
        return share;
      }
    }
    return null;
  }

  /** When a member got the task last; null: never, as far as is known. */
  @Nullable Instant lastAt(MemberId member) {
    Instant last = past(member).lastAt();
    for (Share share : shares) {
      if (share.isFor(member) && (last == null || share.at().isAfter(last))) {
        last = share.at();
      }
    }
    return last;
  }

  int assigned(MemberId member, Instant now) {
    return past(member).assigned(now) + Math.toIntExact(recent(member, now, false));
  }

  int completed(MemberId member, Instant now) {
    return past(member).completed(now) + Math.toIntExact(recent(member, now, true));
  }

  private long recent(MemberId member, Instant now, boolean doneOnly) {
    return shares.stream()
        .filter(share -> share.done() || !doneOnly)
        .filter(share -> share.isFor(member))
        .filter(share -> MemberHistory.inWindow(share.at(), now))
        .count();
  }

  private MemberHistory past(MemberId member) {
    return history == null
        ? MemberHistory.EMPTY
        : history.getOrDefault(member, MemberHistory.EMPTY);
  }

  TaskWorkload with(Share share) {
    List<Share> others = without(share.ordinal()).shares();
    int index = 0;
    while (index < others.size() && others.get(index).ordinal() < share.ordinal()) {
      index++;
    }
    List<Share> all = new ArrayList<>(others);
    all.add(index, share);
    return withShares(all);
  }

  TaskWorkload without(int ordinal) {
    return withShares(shares.stream().filter(share -> share.ordinal() != ordinal).toList());
  }

  /** Moves a share that no longer changes into the past of its carriers. */
  TaskWorkload settled(Share share, boolean keepsHistory, boolean keepsCounts, Instant now) {
    TaskWorkload remaining = without(share.ordinal());
    if (!keepsHistory || !share.counted()) {
      return remaining;
    }
    Map<MemberId, MemberHistory> all = copyOfHistory();
    for (MemberId carrier : share.carriers()) {
      MemberHistory past = past(carrier).hadAt(share.at());
      all.put(carrier, keepsCounts ? past.plus(share.at(), 1, share.done() ? 1 : 0, now) : past);
    }
    return remaining.withHistory(all);
  }

  /**
   * Lets members who were not among the candidates before begin at the median of the others, so
   * that they have nothing to catch up.
   */
  TaskWorkload among(List<MemberId> now, Instant at) {
    if (now.equals(candidates)) {
      return this;
    }
    List<MemberId> known =
        candidates == null ? List.of() : now.stream().filter(candidates::contains).toList();
    TaskWorkload after = withCandidates(now);
    if (known.isEmpty()) {
      return after;
    }
    int assigned = median(known.stream().map(member -> assigned(member, at)).sorted().toList());
    int completed = median(known.stream().map(member -> completed(member, at)).sorted().toList());
    Map<MemberId, MemberHistory> all = copyOfHistory();
    for (MemberId member : now) {
      int moreAssigned = Math.max(0, assigned - assigned(member, at));
      int moreCompleted = Math.max(0, completed - completed(member, at));
      if (!known.contains(member) && moreAssigned + moreCompleted > 0) {
        all.put(member, past(member).plus(at, moreAssigned, moreCompleted, at));
      }
    }
    return after.withHistory(all);
  }

  private static int median(List<Integer> sorted) {
    return sorted.get((sorted.size() - 1) / 2);
  }

  private Map<MemberId, MemberHistory> copyOfHistory() {
    return history == null ? new HashMap<>() : new HashMap<>(history);
  }
}
