package dcm.discord.text;

import dcm.notify.MessageBundle;
import dcm.notify.MessageLanguage;

/** Texts that people read in Discord, from {@code discord/<language>.properties}. */
public final class DiscordMessages {
  private DiscordMessages() {}

  public static MessageBundle of(MessageLanguage language) {
    return MessageBundle.of("discord", language);
  }
}
