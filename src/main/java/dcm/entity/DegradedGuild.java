package dcm.entity;

import dcm.guild.GuildId;
import java.time.Instant;
import java.util.UUID;

/**
 * A guild whose journal cannot be read, for a reason of its own.
 *
 * @param incident what its askers are told, and what the log calls it
 * @param cause in one sentence
 * @param readUpTo the number of the last event that could be applied; 0 when none could
 * @param tries how often it was read in vain
 */
public record DegradedGuild(
    GuildId guild, UUID incident, Instant since, String cause, long readUpTo, int tries) {
  DegradedGuild again(String cause, long readUpTo) {
    return new DegradedGuild(guild, incident, since, cause, readUpTo, tries + 1);
  }
}
