package dcm.discord.sync;

import dcm.discord.client.GatewayEvent;
import dcm.discord.client.PermissionBits;
import dcm.guild.command.GuildCommand;
import dcm.guild.command.MemberCommand;
import dcm.guild.command.SettingsCommand;
import dcm.guild.value.ChannelId;
import dcm.guild.value.GuildChannel;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.guild.value.RoleId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One guild as the gateway reports it, event by event, and the commands that follow from each
 * event. Not thread-safe.
 */
final class ObservedGuild {
  private final GuildId guild;
  private final MemberId botUser;
  private final Map<RoleId, GatewayEvent.Role> roles = new HashMap<>();
  private final Map<ChannelId, GatewayEvent.Channel> channels = new HashMap<>();
  private final Map<MemberId, GatewayEvent.Member> members = new HashMap<>();
  private GatewayEvent.@Nullable GuildInfo info;

  /**
   * @param botUser the bot's own user
   */
  ObservedGuild(GuildId guild, MemberId botUser) {
    this.guild = guild;
    this.botUser = botUser;
  }

  /** The commands that an event causes, in the order in which the guild must receive them. */
  List<GuildCommand> commandsFor(GatewayEvent event) {
    return switch (event) {
      case GatewayEvent.GuildAvailable update -> replaceAll(update);
      case GatewayEvent.GuildUpdated change -> {
        info = change.info();
        replaceRoles(change.roles());
        yield guildAndMembers();
      }
      case GatewayEvent.RoleUpdated update -> {
        roles.put(update.role().id(), update.role());
        yield guildAndMembers();
      }
      case GatewayEvent.RoleDeleted removal -> {
        roles.remove(removal.role());
        yield guildAndMembers();
      }
      case GatewayEvent.ChannelUpdated update -> {
        channels.put(update.channel().id(), update.channel());
        yield guildCommands();
      }
      case GatewayEvent.ChannelDeleted removal -> {
        channels.remove(removal.channel());
        yield guildCommands();
      }
      case GatewayEvent.MembersUpdated update -> membersUpdated(update.members());
      case GatewayEvent.MemberRemoved removal -> {
        members.remove(removal.member());
        yield removal.member().equals(botUser)
            ? List.of()
            : List.of(new MemberCommand.Leave(removal.member()));
      }
      case GatewayEvent.GuildRemoved _ -> List.of(new SettingsCommand.Deactivate());
      case GatewayEvent.Ready _, GatewayEvent.Resumed _, GatewayEvent.InteractionCreated _ ->
          List.of();
    };
  }

  private List<GuildCommand> replaceAll(GatewayEvent.GuildAvailable update) {
    info = update.info();
    replaceRoles(update.roles());
    channels.clear();
    update
        .channels()
        .forEach(observedChannel -> channels.put(observedChannel.id(), observedChannel));
    members.clear();
    update.members().forEach(member -> members.put(member.id(), member));
    return guildAndMembers();
  }

  private void replaceRoles(List<GatewayEvent.Role> all) {
    roles.clear();
    all.forEach(role -> roles.put(role.id(), role));
  }

  /** A role's permissions decide who is an administrator, so all members may have changed. */
  private List<GuildCommand> guildAndMembers() {
    var commands = new ArrayList<>(guildCommands());
    commands.addAll(observe(members.values()));
    return commands;
  }

  private List<GuildCommand> membersUpdated(List<GatewayEvent.Member> observed) {
    observed.forEach(member -> members.put(member.id(), member));
    return observed.stream().anyMatch(member -> member.id().equals(botUser))
        ? guildAndMembers()
        : observe(observed);
  }

  private List<GuildCommand> guildCommands() {
    if (info == null) {
      return List.of();
    }
    var roleNames = new HashMap<RoleId, String>();
    roles.forEach((id, role) -> roleNames.put(id, role.name()));
    var botMember = members.get(botUser);
    var channelPermissions =
        new ChannelPermissions(
            guild, botUser, botMember == null ? List.of() : List.copyOf(botMember.roles()), roles);
    var channel = channelPermissions.chooseChannel(info.systemChannel(), channels);
    return List.of(
        new SettingsCommand.ObserveGuild(info.name(), roleNames, info.locale(), channel),
        new SettingsCommand.ObserveChannels(channels(channelPermissions)));
  }

  /** Sorted, so that unchanged channels yield an equal command. */
  private List<GuildChannel> channels(ChannelPermissions channelPermissions) {
    return channels.values().stream()
        .map(observedChannel ->
            new GuildChannel(
                observedChannel.id(),
                observedChannel.name(),
                observedChannel.type(),
                channelPermissions.isWritable(observedChannel)))
        .sorted(Comparator.comparing(GuildChannel::id))
        .toList();
  }

  /** Empty until the guild is known: without its roles no member appears as an administrator. */
  private List<GuildCommand> observe(Collection<GatewayEvent.Member> observed) {
    if (info == null) {
      return List.of();
    }
    return observed.stream()
        .filter(member -> !member.bot())
        .<GuildCommand>map(member ->
            new MemberCommand.Observe(
                member.id(), member.name(), member.roles(), isAdministrator(member)))
        .toList();
  }

  private boolean isAdministrator(GatewayEvent.Member member) {
    if (info != null && info.owner().equals(member.id())) {
      return true;
    }
    long permissions = permissions(new RoleId(guild.value()));
    for (var role : member.roles()) {
      permissions |= permissions(role);
    }
    return PermissionBits.isAdministrator(permissions);
  }

  private long permissions(RoleId id) {
    var role = roles.get(id);
    return role == null ? 0 : role.permissions();
  }
}
