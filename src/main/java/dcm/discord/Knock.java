package dcm.discord;

import dcm.discord.wire.Ticket;
import dcm.discord.words.Texts;
import dcm.guild.Caller;
import dcm.guild.CommandId;
import dcm.guild.GuildId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * Somebody at a guild's door, by Discord.
 *
 * @param caller who, and what Discord says of their place in the guild
 * @param at when it reached us
 * @param fingerprint what was asked, in short
 * @param texts in the visitor's language
 * @param attendance how long it takes, and what belongs to it
 */
record Knock(
    Ticket ticket,
    GuildId guild,
    Caller.Person caller,
    Instant at,
    String fingerprint,
    Texts texts,
    Attendance attendance) {

  /** The same for every delivery of the same interaction. */
  CommandId command() {
    var name = "discord:interaction:" + ticket.id();
    return new CommandId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
  }
}
