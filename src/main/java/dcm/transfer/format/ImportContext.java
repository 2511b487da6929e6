package dcm.transfer.format;

import java.time.Instant;
import java.time.ZoneId;

/**
 * What a reader needs to know of the guild.
 *
 * @param zone of times without one
 */
public record ImportContext(ZoneId zone, Instant now) {}
