package dcm.guild.event;

import dcm.guild.value.MemberId;
import dcm.guild.value.PointsReason;
import dcm.guild.value.TaskId;
import org.jspecify.annotations.Nullable;

/** Events of the ledger of points, which is append-only. */
public sealed interface PointsEvent extends GuildEvent {
  MemberId member();

  /**
   * A member's balance changed, or their streak.
   *
   * @param delta 0 when only the streak changed
   * @param source unique in the guild: {@code number.ordinal.kind.member}, with {@code .n} when the
   *     same was recorded n times
   * @param task null: the points belong to no task
   * @param streak the member's streak after it; null: it did not change
   * @param milestone the length of the streak that is rewarded; null unless MILESTONE
   * @param note why; null unless ADJUSTED
   */
  record Recorded(
      MemberId member,
      int delta,
      PointsReason reason,
      String source,
      @Nullable TaskId task,
      @Nullable Integer ordinal,
      @Nullable Integer streak,
      @Nullable Integer milestone,
      @Nullable String note)
      implements PointsEvent {}
}
