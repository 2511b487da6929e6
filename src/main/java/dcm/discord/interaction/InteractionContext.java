package dcm.discord.interaction;

import dcm.discord.client.InteractionToken;
import dcm.discord.text.MessageBundle;
import dcm.guild.value.Caller;
import dcm.guild.value.CommandId;
import dcm.guild.value.GuildId;
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
public record InteractionContext(
    InteractionToken token,
    GuildId guild,
    Caller.Person caller,
    Instant receivedAt,
    String fingerprint,
    MessageBundle messages,
    InteractionObservation observation) {

  /** The same for every delivery of the same interaction. */
  CommandId commandId() {
    var name = "discord:interaction:" + token.id();
    return new CommandId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
  }
}
