package dcm.journal;

import org.jspecify.annotations.Nullable;

/** What somebody who wanted to take a guild over has found. */
sealed interface Found {
  /**
   * It is ours.
   *
   * @param epoch the new one
   * @param router the guild's place in the tree; null: none
   * @param snapshot the latest that was asked for, if there is one
   */
  record Taken(long epoch, @Nullable Integer router, SnapshotRows.@Nullable Row snapshot, Tail tail)
      implements Found {}

  /**
   * There is nothing to take yet.
   *
   * @param epoch the guild's at that moment, 0 when it never had one
   * @param version of its tables, {@link GuildTables#NONE} when there are none
   */
  record NotReady(long epoch, int version) implements Found {}
}
