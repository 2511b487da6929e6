package dcm.guild;

import java.time.Instant;

/**
 * A query on its way to its guild; answered from live state, filtered by what the caller may see.
 */
public record Question(GuildId guild, Instant at, Caller caller, GuildQuery query) {}
