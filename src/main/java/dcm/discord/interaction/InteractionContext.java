package dcm.discord.interaction;

import dcm.discord.client.Interaction;
import dcm.discord.message.CardContext;
import dcm.discord.message.DashboardLinks;
import dcm.guild.value.Caller;
import dcm.guild.value.CommandId;
import dcm.guild.value.GuildId;
import dcm.notify.MessageBundle;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * An admitted interaction in a guild.
 *
 * @param caller the user, with Discord's evidence of the membership
 * @param receivedAt the time of arrival
 * @param fingerprint hash of the content
 * @param messages texts in the user's language
 * @param links addresses of the dashboard
 * @param observation timer and trace span of the interaction
 */
public record InteractionContext(
    Interaction.Token token,
    GuildId guild,
    Caller.Person caller,
    Instant receivedAt,
    String fingerprint,
    MessageBundle messages,
    DashboardLinks links,
    InteractionObservation observation) {
  /** The surroundings of cards in the reply. */
  public CardContext card() {
    return new CardContext(guild, messages, links, receivedAt);
  }

  /** The command id, the same for every delivery of this interaction. */
  CommandId commandId() {
    return commandId("");
  }

  /**
   * The id of one of several commands.
   *
   * @param part its name among the commands of this interaction; empty: the last one
   */
  CommandId commandId(String part) {
    var name = "discord:interaction:" + token.id() + (part.isEmpty() ? "" : ":" + part);
    return new CommandId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
  }
}
