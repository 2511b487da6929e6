package dcm.discord.client;

import dcm.guild.value.ChannelId;
import dcm.guild.value.GuildChannel;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.guild.value.RoleId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the gateway tells. */
public sealed interface GatewayEvent {
  /**
   * We are logged in.
   *
   * @param user the bot's own
   */
  record Ready(long application, long botUser) implements GatewayEvent {}

  /** The lost connection was taken up again where it broke off. */
  record Resumed() implements GatewayEvent {}

  record InteractionCreated(Interaction interaction) implements GatewayEvent {}

  /** What concerns one guild. */
  sealed interface GuildScoped extends GatewayEvent {
    GuildId guild();
  }

  /**
   * A guild as a whole: at login, when the bot is added, after an outage.
   *
   * @param complete all members are in it; never without the members intent
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

  /** The bot was removed. An outage is no news. */
  record GuildRemoved(GuildId guild) implements GuildScoped {}

  record RoleUpdated(GuildId guild, Role role) implements GuildScoped {}

  record RoleDeleted(GuildId guild, RoleId role) implements GuildScoped {}

  record ChannelUpdated(GuildId guild, Channel channel) implements GuildScoped {}

  record ChannelDeleted(GuildId guild, ChannelId channel) implements GuildScoped {}

  /**
   * @param last the answer to a request for the guild's members ends with these
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
   * @param permissions Discord's bit set
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
