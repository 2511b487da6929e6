package dcm.discord.sync;

import dcm.discord.client.GatewayEvent;
import dcm.discord.client.PermissionBits;
import dcm.guild.value.ChannelId;
import dcm.guild.value.GuildChannel;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.guild.value.RoleId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bot's permissions in a guild's channels, by Discord's rules (docs: topics/permissions,
 * "Permission Hierarchy"): all roles together, then the overwrites of @everyone, of the roles and
 * of the member.
 */
final class ChannelPermissions {
  private static final long REQUIRED_PERMISSIONS =
      PermissionBits.VIEW_CHANNEL | PermissionBits.SEND_MESSAGES | PermissionBits.EMBED_LINKS;

  private final GuildId guild;
  private final MemberId botUser;
  private final List<RoleId> botRoles;
  private final long basePermissions;

  ChannelPermissions(
      GuildId guild,
      MemberId botUser,
      List<RoleId> botRoles,
      Map<RoleId, GatewayEvent.Role> roles) {
    this.guild = guild;
    this.botUser = botUser;
    this.botRoles = botRoles;
    long permissions = permissions(roles, new RoleId(guild.value()));
    for (var role : botRoles) {
      permissions |= permissions(roles, role);
    }
    this.basePermissions = permissions;
  }

  /** The system channel, otherwise the first writable text channel; null without one. */
  @Nullable ChannelId chooseChannel(
      @Nullable ChannelId systemChannel, Map<ChannelId, GatewayEvent.Channel> channels) {
    var preferred = systemChannel == null ? null : channels.get(systemChannel);
    if (preferred != null && isWritableText(preferred)) {
      return systemChannel;
    }
    return channels.values().stream()
        .filter(this::isWritableText)
        .min(
            Comparator.comparingInt(GatewayEvent.Channel::position)
                .thenComparing(GatewayEvent.Channel::id))
        .map(GatewayEvent.Channel::id)
        .orElse(null);
  }

  private boolean isWritableText(GatewayEvent.Channel channel) {
    return channel.type() == GuildChannel.Type.TEXT && isWritable(channel);
  }

  /** Whether the bot may see the channel and write messages in it. */
  boolean isWritable(GatewayEvent.Channel channel) {
    if ((basePermissions & PermissionBits.ADMINISTRATOR) != 0) {
      return true;
    }
    long permissions = basePermissions;
    permissions = applyOverwrites(permissions, channel, List.of(guild.value()));
    permissions =
        applyOverwrites(permissions, channel, botRoles.stream().map(RoleId::value).toList());
    permissions = applyOverwrites(permissions, channel, List.of(botUser.value()));
    return (permissions & REQUIRED_PERMISSIONS) == REQUIRED_PERMISSIONS;
  }

  /** Applies the denials of all these ids first, then their allowances. */
  private static long applyOverwrites(
      long permissions, GatewayEvent.Channel channel, List<Long> ids) {
    long allow = 0;
    long deny = 0;
    for (var overwrite : channel.overwrites()) {
      if (ids.contains(overwrite.id())) {
        allow |= overwrite.allow();
        deny |= overwrite.deny();
      }
    }
    return (permissions & ~deny) | allow;
  }

  private static long permissions(Map<RoleId, GatewayEvent.Role> roles, RoleId id) {
    var role = roles.get(id);
    return role == null ? 0 : role.permissions();
  }
}
