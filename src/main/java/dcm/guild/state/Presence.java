package dcm.guild.state;

import dcm.guild.value.Due;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.TaskId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether members are there to do an occurrence. */
public final class Presence {
  private Presence() {}

  /**
   * The instant at which a member has to be there: the last one at which the occurrence is on time,
   * or now when that has passed. An occurrence without a due waits for whoever returns.
   */
  public static Instant reference(Due due, Instant now) {
    Instant lastOnTime = lastOnTime(due);
    return lastOnTime == null ? Instant.MAX : lastOnTime.isAfter(now) ? lastOnTime : now;
  }

  private static @Nullable Instant lastOnTime(Due due) {
    return switch (due) {
      case Due.Never _ -> null;
      case Due.AtTime time -> time.instant();
      case Due.AllDay day -> day.deadline().minusNanos(1);
    };
  }

  /** Whether a holder of an occurrence left the guild, or is away for it. */
  static boolean isHeldInAbsence(Occurrence open, TaskId task, Members members, Instant now) {
    Instant reference = reference(open.due(), now);
    MemberId claimedBy = open.claimedBy();
    return (claimedBy != null && !isThere(claimedBy, task, members, reference))
        || !open.assignees().stream().allMatch(member -> isThere(member, task, members, reference));
  }

  /** The assignees of an occurrence who are members and not away for it. */
  public static List<MemberId> presentAssignees(
      Occurrence open, TaskId task, Members members, Instant now) {
    Instant reference = reference(open.due(), now);
    return open.assignees().stream()
        .filter(member -> isThere(member, task, members, reference))
        .toList();
  }

  /** Whether a holder keeps an occurrence: an absence that did not start yet takes none away. */
  public static boolean isThere(MemberId id, TaskId task, Members members, Instant reference) {
    return isThere(id, task, members, reference, Instant.MIN);
  }

  /**
   * As {@link #isThere(MemberId, TaskId, Members, Instant)}, for an occurrence that returns as it
   * was: an absence that had started before has taken away what it takes.
   */
  public static boolean isThere(
      MemberId id, TaskId task, Members members, Instant reference, Instant since) {
    var member = members.find(id);
    return member != null
        && member.active()
        && member.allAbsences().stream()
            .noneMatch(absence ->
                absence.startedAt() != null
                    && absence.startedAt().isAfter(since)
                    && absence.covers(task, reference));
  }
}
