package dcm.discord.client;

import dcm.guild.value.ChannelId;
import dcm.guild.value.GuildChannel;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.guild.value.RoleId;
import discord4j.discordjson.Id;
import discord4j.discordjson.json.ChannelData;
import discord4j.discordjson.json.GuildUpdateFields;
import discord4j.discordjson.json.MemberData;
import discord4j.discordjson.json.RoleData;
import discord4j.discordjson.json.gateway.ChannelCreate;
import discord4j.discordjson.json.gateway.ChannelDelete;
import discord4j.discordjson.json.gateway.ChannelUpdate;
import discord4j.discordjson.json.gateway.Dispatch;
import discord4j.discordjson.json.gateway.GuildCreate;
import discord4j.discordjson.json.gateway.GuildDelete;
import discord4j.discordjson.json.gateway.GuildMemberAdd;
import discord4j.discordjson.json.gateway.GuildMemberRemove;
import discord4j.discordjson.json.gateway.GuildMemberUpdate;
import discord4j.discordjson.json.gateway.GuildMembersChunk;
import discord4j.discordjson.json.gateway.GuildRoleCreate;
import discord4j.discordjson.json.gateway.GuildRoleDelete;
import discord4j.discordjson.json.gateway.GuildRoleUpdate;
import discord4j.discordjson.json.gateway.GuildUpdate;
import discord4j.discordjson.json.gateway.InteractionCreate;
import discord4j.discordjson.json.gateway.Ready;
import discord4j.discordjson.json.gateway.Resumed;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Maps the library's dispatches to {@link GatewayEvent}; dispatches of other kinds are skipped. */
final class DispatchMapper {
  private DispatchMapper() {}

  static Optional<GatewayEvent> map(Dispatch dispatch) {
    return switch (dispatch) {
      case Ready ready ->
          Optional.of(
              new GatewayEvent.Ready(
                  Long.parseLong(ready.application().id()), ready.user().id().asLong()));
      case Resumed _ -> Optional.of(new GatewayEvent.Resumed());
      case InteractionCreate create ->
          Optional.ofNullable(InteractionMapper.map(create.interaction()))
              .map(GatewayEvent.InteractionCreated::new);
      case GuildCreate create -> guild(create);
      case GuildUpdate update ->
          Optional.of(
              new GatewayEvent.GuildUpdated(
                  guild(update.guild().id()),
                  guildInfo(update.guild()),
                  mapAll(update.guild().roles(), DispatchMapper::role)));
      case GuildDelete delete ->
          delete.guild().unavailable().toOptional().orElse(false)
              ? Optional.empty()
              : Optional.of(new GatewayEvent.GuildRemoved(guild(delete.guild().id())));
      case GuildRoleCreate create ->
          Optional.of(new GatewayEvent.RoleUpdated(guild(create.guildId()), role(create.role())));
      case GuildRoleUpdate update ->
          Optional.of(new GatewayEvent.RoleUpdated(guild(update.guildId()), role(update.role())));
      case GuildRoleDelete delete ->
          Optional.of(
              new GatewayEvent.RoleDeleted(
                  guild(delete.guildId()), new RoleId(delete.roleId().asLong())));
      case ChannelCreate create -> channelUpdated(create.channel());
      case ChannelUpdate update -> channelUpdated(update.channel());
      case ChannelDelete delete ->
          delete
              .channel()
              .guildId()
              .toOptional()
              .map(id ->
                  new GatewayEvent.ChannelDeleted(
                      guild(id), new ChannelId(delete.channel().id().asLong())));
      case GuildMemberAdd add ->
          Optional.of(
              new GatewayEvent.MembersUpdated(guild(add.guildId()), List.of(member(add.member()))));
      case GuildMemberUpdate update ->
          Optional.of(
              new GatewayEvent.MembersUpdated(
                  guild(update.guildId()),
                  List.of(
                      new GatewayEvent.Member(
                          new MemberId(update.user().id().asLong()),
                          InteractionMapper.displayName(update.nick(), update.user()),
                          update.roles().stream().map(RoleId::of).collect(Collectors.toSet()),
                          update.user().bot().toOptional().orElse(false)))));
      case GuildMembersChunk chunk ->
          Optional.of(
              new GatewayEvent.MembersUpdated(
                  guild(chunk.guildId()),
                  mapAll(chunk.members(), DispatchMapper::member),
                  chunk.chunkIndex() + 1 >= chunk.chunkCount()));
      case GuildMemberRemove remove ->
          Optional.of(
              new GatewayEvent.MemberRemoved(
                  guild(remove.guildId()), new MemberId(remove.user().id().asLong())));
      default -> Optional.empty();
    };
  }

  private static Optional<GatewayEvent> guild(GuildCreate create) {
    var guild = create.guild();
    if (guild.unavailable().toOptional().orElse(false)) {
      return Optional.empty();
    }
    return Optional.of(
        new GatewayEvent.GuildAvailable(
            guild(guild.id()),
            guildInfo(guild),
            mapAll(guild.roles(), DispatchMapper::role),
            mapAll(guild.channels(), DispatchMapper::channel),
            mapAll(guild.members(), DispatchMapper::member),
            guild.members().size() >= guild.memberCount()));
  }

  static GatewayEvent.GuildInfo guildInfo(GuildUpdateFields guild) {
    return new GatewayEvent.GuildInfo(
        guild.name(),
        new MemberId(guild.ownerId().asLong()),
        guild.preferredLocale(),
        guild.systemChannelId().map(id -> new ChannelId(id.asLong())).orElse(null));
  }

  static GatewayEvent.Role role(RoleData role) {
    return new GatewayEvent.Role(new RoleId(role.id().asLong()), role.name(), role.permissions());
  }

  private static Optional<GatewayEvent> channelUpdated(ChannelData channel) {
    return channel
        .guildId()
        .toOptional()
        .map(id -> new GatewayEvent.ChannelUpdated(guild(id), channel(channel)));
  }

  static GatewayEvent.Channel channel(ChannelData channel) {
    return new GatewayEvent.Channel(
        new ChannelId(channel.id().asLong()),
        channel.name().toOptional().orElse(""),
        type(channel.type()),
        channel.position().toOptional().orElse(0),
        mapAll(
            channel.permissionOverwrites().toOptional().orElse(List.of()),
            overwrite ->
                new GatewayEvent.Overwrite(
                    overwrite.id().asLong(), overwrite.allow(), overwrite.deny())));
  }

  /** Maps Discord's numeric channel type (docs: resources/channel, "Channel Types"). */
  private static GuildChannel.Type type(int number) {
    return switch (number) {
      case 0 -> GuildChannel.Type.TEXT;
      case 2 -> GuildChannel.Type.VOICE;
      case 4 -> GuildChannel.Type.CATEGORY;
      case 5 -> GuildChannel.Type.ANNOUNCEMENT;
      case 13 -> GuildChannel.Type.STAGE;
      case 15 -> GuildChannel.Type.FORUM;
      case 16 -> GuildChannel.Type.MEDIA;
      default -> GuildChannel.Type.OTHER;
    };
  }

  static GatewayEvent.Member member(MemberData member) {
    Set<RoleId> roles =
        member.roles().stream().map(role -> new RoleId(role.asLong())).collect(Collectors.toSet());
    return new GatewayEvent.Member(
        new MemberId(member.user().id().asLong()),
        InteractionMapper.displayName(member.nick(), member.user()),
        roles,
        member.user().bot().toOptional().orElse(false));
  }

  private static GuildId guild(Id id) {
    return new GuildId(id.asLong());
  }

  static <A, B> List<B> mapAll(Collection<A> items, Function<A, B> mapper) {
    return items.stream().map(mapper).toList();
  }
}
