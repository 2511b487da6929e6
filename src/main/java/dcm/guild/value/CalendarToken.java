package dcm.guild.value;

import java.time.Instant;

/**
 * Permission of a calendar program to read a member's tasks. The secret is not kept: it is computed
 * from the id with a key of the installation.
 *
 * @param member whose permissions apply, as they are when the calendar is read
 */
public record CalendarToken(CalendarTokenId id, MemberId member, Scope scope, Instant createdAt) {
  /** The tasks of a calendar. */
  public enum Scope {
    /** Those that the member holds. */
    OWN,
    /** All that the member may see. */
    GUILD
  }
}
