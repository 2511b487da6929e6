package dcm.guild.command;

import dcm.guild.value.Caller;
import dcm.guild.value.CommandId;
import dcm.guild.value.GuildId;
import java.time.Instant;

/**
 * A command with everything that {@code decide} may not fetch itself.
 *
 * @param id the same for every attempt of one command
 * @param fingerprint digest of the request; the same id with another fingerprint is refused
 * @param at when the edge received it
 */
public record CommandEnvelope(
    GuildId guild,
    CommandId id,
    String fingerprint,
    Instant at,
    Caller caller,
    GuildCommand command) {}
