package dcm.guild.value;

/**
 * A channel of the guild, as last observed in Discord.
 *
 * @param writable whether the bot may write messages in it
 */
public record GuildChannel(ChannelId id, String name, Type type, boolean writable) {

  /** Discord's channel types, as far as a guild can have them. */
  public enum Type {
    TEXT,
    ANNOUNCEMENT,
    VOICE,
    STAGE,
    FORUM,
    MEDIA,
    CATEGORY,
    OTHER
  }

  /** Whether the channel's type accepts ordinary messages. */
  public boolean takesMessages() {
    return type == Type.TEXT || type == Type.ANNOUNCEMENT;
  }
}
