package dcm.discord.delivery;

import dcm.discord.client.DiscordRest;
import dcm.discord.client.Message;
import dcm.discord.text.DiscordMessages;
import dcm.discord.text.MarkdownEscape;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.notify.MessageLanguage;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/**
 * Tells a member by direct message that a guild's data will be deleted. Discord delivers it only if
 * the bot shares another guild with the member.
 */
public final class RemovalNotice {
  private final DiscordRest rest;

  public RemovalNotice(DiscordRest rest) {
    this.rest = rest;
  }

  /**
   * Sends it.
   *
   * @param locale BCP 47 tag of the guild's language
   * @param removalAt the earliest time of the removal
   */
  public CompletionStage<String> send(
      MemberId recipient, GuildId guild, String guildName, String locale, Instant removalAt) {
    var messages = DiscordMessages.of(MessageLanguage.of(locale, null));
    var text =
        messages.format(
            "removal.notice",
            MarkdownEscape.singleLine(guildName),
            "<t:" + removalAt.getEpochSecond() + ":D>");
    return rest.directChannel(recipient)
        .thenCompose(channel ->
            rest.post(channel, Message.text(text), "r" + Long.toString(guild.value(), 36)));
  }
}
