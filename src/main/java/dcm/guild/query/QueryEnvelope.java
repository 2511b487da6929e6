package dcm.guild.query;

import dcm.guild.value.Caller;
import dcm.guild.value.GuildId;
import java.time.Instant;

/**
 * A query on its way to its guild; answered from live state, filtered by what the caller may see.
 */
public record QueryEnvelope(GuildId guild, Instant at, Caller caller, GuildQuery query) {}
