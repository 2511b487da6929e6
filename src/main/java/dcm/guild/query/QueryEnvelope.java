package dcm.guild.query;

import dcm.guild.value.Caller;
import dcm.guild.value.GuildId;
import java.time.Instant;

/**
 * A query with its guild, time and caller; answered from live state, limited to what the caller may
 * see.
 */
public record QueryEnvelope(GuildId guild, Instant at, Caller caller, GuildQuery query) {}
