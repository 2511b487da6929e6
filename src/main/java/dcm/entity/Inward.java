package dcm.entity;

import org.apache.pekko.actor.NoSerializationVerificationNeeded;

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

  /** What a look at the ownership found. */
  enum Finding {
    OURS,
    NOT_OURS,
    UNKNOWN
  }
}
