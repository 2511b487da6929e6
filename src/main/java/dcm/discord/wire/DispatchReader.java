package dcm.discord.wire;

import dcm.guild.ChannelId;
import dcm.guild.GuildChannel;
import dcm.guild.GuildId;
import dcm.guild.MemberId;
import dcm.guild.RoleId;
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

/** The library's dispatches as our news; those that do not concern us are left out. */
final class DispatchReader {
  private DispatchReader() {}

  static Optional<News> read(Dispatch dispatch) {
    return switch (dispatch) {
      case Ready ready ->
          Optional.of(
              new News.Welcome(
                  Long.parseLong(ready.application().id()), ready.user().id().asLong()));
      case Resumed _ -> Optional.of(new News.Resumed());
      case InteractionCreate create ->
          Optional.ofNullable(InteractionReader.read(create.interaction())).map(News.Knock::new);
      case GuildCreate create -> guild(create);
      case GuildUpdate update ->
          Optional.of(
              new News.GuildChanged(
                  guild(update.guild().id()),
                  portrait(update.guild()),
                  each(update.guild().roles(), DispatchReader::role)));
      case GuildDelete delete ->
          delete.guild().unavailable().toOptional().orElse(false)
              ? Optional.empty()
              : Optional.of(new News.GuildGone(guild(delete.guild().id())));
      case GuildRoleCreate create ->
          Optional.of(new News.RoleSeen(guild(create.guildId()), role(create.role())));
      case GuildRoleUpdate update ->
          Optional.of(new News.RoleSeen(guild(update.guildId()), role(update.role())));
      case GuildRoleDelete delete ->
          Optional.of(
              new News.RoleGone(guild(delete.guildId()), new RoleId(delete.roleId().asLong())));
      case ChannelCreate create -> placeSeen(create.channel());
      case ChannelUpdate update -> placeSeen(update.channel());
      case ChannelDelete delete ->
          delete
              .channel()
              .guildId()
              .toOptional()
              .map(id ->
                  new News.PlaceGone(guild(id), new ChannelId(delete.channel().id().asLong())));
      case GuildMemberAdd add ->
          Optional.of(new News.PeopleSeen(guild(add.guildId()), List.of(person(add.member()))));
      case GuildMemberUpdate update ->
          Optional.of(
              new News.PeopleSeen(
                  guild(update.guildId()),
                  List.of(
                      new News.Person(
                          new MemberId(update.user().id().asLong()),
                          InteractionReader.displayName(update.nick(), update.user()),
                          update.roles().stream().map(RoleId::of).collect(Collectors.toSet()),
                          update.user().bot().toOptional().orElse(false)))));
      case GuildMembersChunk chunk ->
          Optional.of(
              new News.PeopleSeen(
                  guild(chunk.guildId()),
                  each(chunk.members(), DispatchReader::person),
                  chunk.chunkIndex() + 1 >= chunk.chunkCount()));
      case GuildMemberRemove remove ->
          Optional.of(
              new News.PersonGone(
                  guild(remove.guildId()), new MemberId(remove.user().id().asLong())));
      default -> Optional.empty();
    };
  }

  private static Optional<News> guild(GuildCreate create) {
    var guild = create.guild();
    if (guild.unavailable().toOptional().orElse(false)) {
      return Optional.empty();
    }
    return Optional.of(
        new News.GuildSeen(
            guild(guild.id()),
            portrait(guild),
            each(guild.roles(), DispatchReader::role),
            each(guild.channels(), DispatchReader::place),
            each(guild.members(), DispatchReader::person),
            guild.members().size() >= guild.memberCount()));
  }

  static News.Portrait portrait(GuildUpdateFields guild) {
    return new News.Portrait(
        guild.name(),
        new MemberId(guild.ownerId().asLong()),
        guild.preferredLocale(),
        guild.systemChannelId().map(id -> new ChannelId(id.asLong())).orElse(null));
  }

  static News.Role role(RoleData role) {
    return new News.Role(new RoleId(role.id().asLong()), role.name(), role.permissions());
  }

  private static Optional<News> placeSeen(ChannelData channel) {
    return channel.guildId().toOptional().map(id -> new News.PlaceSeen(guild(id), place(channel)));
  }

  static News.Place place(ChannelData channel) {
    return new News.Place(
        new ChannelId(channel.id().asLong()),
        channel.name().toOptional().orElse(""),
        type(channel.type()),
        channel.position().toOptional().orElse(0),
        each(
            channel.permissionOverwrites().toOptional().orElse(List.of()),
            overwrite ->
                new News.Overwrite(overwrite.id().asLong(), overwrite.allow(), overwrite.deny())));
  }

  /** Discord's types by their number on the wire (docs: resources/channel, "Channel Types"). */
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

  static News.Person person(MemberData member) {
    Set<RoleId> roles =
        member.roles().stream().map(role -> new RoleId(role.asLong())).collect(Collectors.toSet());
    return new News.Person(
        new MemberId(member.user().id().asLong()),
        InteractionReader.displayName(member.nick(), member.user()),
        roles,
        member.user().bot().toOptional().orElse(false));
  }

  private static GuildId guild(Id id) {
    return new GuildId(id.asLong());
  }

  static <A, B> List<B> each(Collection<A> items, Function<A, B> turn) {
    return items.stream().map(turn).toList();
  }
}
