package dcm.discord.client;

import dcm.guild.value.ChannelId;
import dcm.guild.value.GuildChannel;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.guild.value.RoleId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An event of the gateway. */
public sealed interface GatewayEvent {
  /**
   * The bot is logged in.
   *
   * @param application the bot's application, a snowflake
   * @param botUser the bot's own user, a snowflake
   */
  record Ready(long application, long botUser) implements GatewayEvent {}

  /** The session of a lost connection was resumed; the missed events came before this one. */
  record Resumed() implements GatewayEvent {}

  record InteractionCreated(Interaction interaction) implements GatewayEvent {}

  /** An event of one guild. */
  sealed interface GuildScoped extends GatewayEvent {
    GuildId guild();
  }

  /**
   * A complete guild: at login, when the bot is added, after an outage.
   *
   * @param membersComplete whether all members are included; never without the members intent
   */
  record GuildAvailable(
      GuildId guild,
      GuildInfo info,
      List<Role> roles,
      List<Channel> channels,
      List<Member> members,
      boolean membersComplete)
      implements GuildScoped {}

  record GuildUpdated(GuildId guild, GuildInfo info, List<Role> roles) implements GuildScoped {}

  /** The bot was removed from the guild. An outage of the guild is not an event. */
  record GuildRemoved(GuildId guild) implements GuildScoped {}

  record RoleUpdated(GuildId guild, Role role) implements GuildScoped {}

  record RoleDeleted(GuildId guild, RoleId role) implements GuildScoped {}

  record ChannelUpdated(GuildId guild, Channel channel) implements GuildScoped {}

  record ChannelDeleted(GuildId guild, ChannelId channel) implements GuildScoped {}

  /**
   * @param lastChunk whether these complete the answer to a request for the guild's members
   */
  record MembersUpdated(GuildId guild, List<Member> members, boolean lastChunk)
      implements GuildScoped {
    public MembersUpdated(GuildId guild, List<Member> members) {
      this(guild, members, false);
    }
  }

  record MemberRemoved(GuildId guild, MemberId member) implements GuildScoped {}

  /**
   * @param locale BCP 47 tag
   */
  record GuildInfo(String name, MemberId owner, String locale, @Nullable ChannelId systemChannel) {}

  /**
   * @param permissions Discord's permission bits
   */
  record Role(RoleId id, String name, long permissions) {}

  record Channel(
      ChannelId id,
      String name,
      GuildChannel.Type type,
      int position,
      List<Overwrite> overwrites) {}

  /**
   * @param id a role's or a member's snowflake
   */
  record Overwrite(long id, long allow, long deny) {}

  record Member(MemberId id, String name, Set<RoleId> roles, boolean bot) {}
}
