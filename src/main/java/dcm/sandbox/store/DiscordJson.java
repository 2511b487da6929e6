package dcm.sandbox.store;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.store.GuildStore.MessageChannel;
import dcm.sandbox.store.SandboxGuild.Channel;
import dcm.sandbox.store.SandboxGuild.Member;
import dcm.sandbox.store.SandboxGuild.Role;
import dcm.sandbox.store.SandboxGuild.User;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Discord's JSON of guilds, members, roles, channels and users (API v10: User, Guild, Guild Member,
 * Role and Channel objects), with all fields that Discord4J requires.
 */
public final class DiscordJson {
  public static final User BOT = new User(InitialState.APPLICATION, "dcm", "DCM");
  public static final String APP_PERMISSIONS = Long.toString(SandboxPermissions.EVERYONE);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSxxx").withZone(ZoneOffset.UTC);

  private DiscordJson() {}

  /**
   * ISO-8601 with microseconds and offset, for example {@code 2026-01-01T00:00:00.000000+00:00}.
   */
  public static String time(Instant instant) {
    return TIME.format(instant);
  }

  public static ObjectNode user(User user) {
    ObjectNode json =
        SandboxJson.object()
            .put("id", user.id())
            .put("username", user.username())
            .put("discriminator", "0")
            .putNull("avatar")
            .put("global_name", user.name())
            .put("flags", 0)
            .put("public_flags", 0)
            .putNull("primary_guild");
    return user.id().equals(BOT.id()) ? json.put("bot", true) : json;
  }

  public static ObjectNode botUser() {
    return user(BOT)
        .put("verified", true)
        .put("mfa_enabled", true)
        .putNull("email")
        .put("locale", "en-US");
  }

  /** A member without its user, as in messages beside their author. */
  public static ObjectNode partialMember(Member member) {
    ObjectNode json =
        SandboxJson.object()
            .put("nick", member.nick())
            .putNull("avatar")
            .putNull("banner")
            .put("joined_at", member.joinedAt())
            .putNull("premium_since")
            .put("deaf", false)
            .put("mute", false)
            .put("flags", 0)
            .put("pending", false)
            .putNull("communication_disabled_until");
    json.set("roles", SandboxJson.strings(member.roles()));
    return json;
  }

  public static ObjectNode member(Member member, User user) {
    ObjectNode json = partialMember(member);
    json.set("user", user(user));
    return json;
  }

  /** The bot's member object in a guild, without roles. */
  public static ObjectNode botMember(SandboxGuild guild) {
    return member(
        new Member(
            guild.id(),
            BOT.id(),
            null,
            java.util.List.of(),
            SandboxGuild.DmPolicy.OPEN,
            "2024-09-01T09:00:00.000000+00:00"),
        BOT);
  }

  public static ObjectNode role(SandboxGuild guild, Role role) {
    ObjectNode json =
        SandboxJson.object()
            .put("id", role.id())
            .put("name", role.name())
            .putNull("description")
            .put("permissions", role.permissions())
            .put("position", guild.roles().indexOf(role))
            .put("color", 0)
            .put("hoist", false)
            .put("managed", false)
            .put("mentionable", false)
            .putNull("icon")
            .putNull("unicode_emoji")
            .put("flags", 0);
    json.putObject("colors")
        .put("primary_color", 0)
        .putNull("secondary_color")
        .putNull("tertiary_color");
    return json;
  }

  public static ArrayNode roles(SandboxGuild guild) {
    return SandboxJson.array(guild.roles().stream().map(role -> role(guild, role)));
  }

  public static ObjectNode channel(SandboxGuild guild, Channel channel) {
    ObjectNode json =
        SandboxJson.object()
            .put("id", channel.id())
            .put("type", channel.type())
            .putNull("last_message_id")
            .put("flags", 0)
            .put("guild_id", guild.id())
            .put("name", channel.name())
            .putNull("parent_id")
            .put("rate_limit_per_user", 0)
            .putNull("topic")
            .put("position", guild.channels().indexOf(channel))
            .put("nsfw", false);
    ArrayNode overwrites = json.putArray("permission_overwrites");
    for (SandboxGuild.PermissionOverwrite overwrite : channel.overwrites()) {
      overwrites
          .addObject()
          .put("id", overwrite.id())
          .put("type", overwrite.type())
          .put("allow", Long.toString(overwrite.allow()))
          .put("deny", Long.toString(overwrite.deny()));
    }
    return json;
  }

  public static ArrayNode channels(SandboxGuild guild) {
    return SandboxJson.array(guild.channels().stream().map(channel -> channel(guild, channel)));
  }

  public static ObjectNode dm(User user) {
    ObjectNode json =
        SandboxJson.object()
            .put("id", GuildStore.dmChannelId(user.id()))
            .put("type", 1)
            .putNull("last_message_id")
            .put("flags", 0);
    json.putArray("recipients").add(user(user));
    return json;
  }

  public static ObjectNode messageChannel(MessageChannel channel) {
    return channel.guild() != null && channel.guildChannel() != null
        ? channel(channel.guild(), channel.guildChannel())
        : dm(java.util.Objects.requireNonNull(channel.recipient()));
  }

  public static ObjectNode guild(SandboxGuild guild) {
    ObjectNode json =
        SandboxJson.object()
            .put("id", guild.id())
            .put("name", guild.name())
            .putNull("icon")
            .putNull("description")
            .putNull("home_header")
            .putNull("splash")
            .putNull("discovery_splash")
            .putNull("banner")
            .put("owner_id", guild.ownerId())
            .putNull("application_id")
            .put("region", "deprecated")
            .putNull("afk_channel_id")
            .put("afk_timeout", 300)
            .put("system_channel_id", guild.systemChannel())
            .put("system_channel_flags", 0)
            .put("widget_enabled", false)
            .putNull("widget_channel_id")
            .put("verification_level", 0)
            .put("default_message_notifications", 1)
            .put("mfa_level", 0)
            .put("explicit_content_filter", 0)
            .putNull("max_presences")
            .put("max_members", 500_000)
            .put("max_stage_video_channel_users", 50)
            .put("max_video_channel_users", 25)
            .putNull("vanity_url_code")
            .put("premium_tier", 0)
            .put("premium_subscription_count", 0)
            .put("preferred_locale", guild.locale())
            .putNull("rules_channel_id")
            .putNull("safety_alerts_channel_id")
            .putNull("public_updates_channel_id")
            .put("premium_progress_bar_enabled", false)
            .putNull("premium_progress_bar_enabled_user_updated_at")
            .putNull("incidents_data")
            .put("nsfw", false)
            .put("nsfw_level", 0);
    json.putArray("features");
    json.putArray("emojis");
    json.putArray("stickers");
    json.set("roles", roles(guild));
    return json;
  }
}
