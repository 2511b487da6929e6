package dcm.entity;

import dcm.guild.Memory;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;
import org.jspecify.annotations.Nullable;

/** What a guild's desk says to itself; it never leaves the node. */
sealed interface Inward extends GuildMessage, NoSerializationVerificationNeeded {
  /** The guild's journal could not be read, for a reason of its own, often enough. */
  record Unreadable() implements Inward {}

  /**
   * Somebody looked whether this is still the guild's one desk.
   *
   * @param asked when, in nanoseconds of the monotonic clock
   */
  record Checked(long asked, Finding finding) implements Inward {}

  /**
   * The store of processed commands was asked for an earlier answer.
   *
   * @param found null: there is none, or nobody could tell
   */
  record LookedUp(GuildMessage.Do ask, Memory.@Nullable Remembered found, boolean failed)
      implements Inward {}

  /**
   * Answers were saved, or could not be.
   *
   * @param upTo the revision of the newest
   */
  record Saved(long upTo, boolean done) implements Inward {}

  /** A command that had to wait for answers to be saved. */
  record Retried(GuildMessage.Do ask) implements Inward {}

  /** What a look at the ownership found. */
  enum Finding {
    OURS,
    NOT_OURS,
    UNKNOWN
  }
}
