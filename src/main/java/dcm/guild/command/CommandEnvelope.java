package dcm.guild.command;

import dcm.guild.value.Caller;
import dcm.guild.value.CommandId;
import dcm.guild.value.GuildId;
import java.time.Instant;

/**
 * A command on its way to its guild, with everything that {@code decide} may not fetch itself.
 *
 * @param id the same for every try of the same knock
 * @param fingerprint what the knock asked, in short: the same id with another fingerprint is
 *     refused
 * @param at when the edge took it in
 */
public record CommandEnvelope(
    GuildId guild,
    CommandId id,
    String fingerprint,
    Instant at,
    Caller caller,
    GuildCommand command) {}
