package dcm.sandbox.store;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Discord server without its members, which have a table of their own.
 *
 * @param systemChannel the channel for Discord's own messages; null: none, as in older rows
 */
public record SandboxGuild(
    String id,
    String name,
    String ownerId,
    String locale,
    List<Role> roles,
    List<Channel> channels,
    @Nullable String systemChannel) {
  public SandboxGuild {
    roles = List.copyOf(roles);
    channels = List.copyOf(channels);
  }

  /** A server without a system channel. */
  public SandboxGuild(
      String id,
      String name,
      String ownerId,
      String locale,
      List<Role> roles,
      List<Channel> channels) {
    this(id, name, ownerId, locale, roles, channels, null);
  }

  /**
   * A role; {@code permissions} is a decimal bit set, and the role @everyone has the guild's id.
   */
  public record Role(String id, String name, String permissions) {}

  /**
   * A channel.
   *
   * @param type Discord's channel type; 0 is a text channel
   * @param overwrites permission overwrites of roles and members
   */
  public record Channel(String id, String name, int type, List<PermissionOverwrite> overwrites) {
    /** Older rows have no overwrites. */
    public Channel {
      overwrites = overwrites == null ? List.of() : List.copyOf(overwrites);
    }

    public Channel(String id, String name) {
      this(id, name, 0, List.of());
    }
  }

  /**
   * @param id of a role or a user
   * @param type 0 for a role, 1 for a member
   */
  public record PermissionOverwrite(String id, int type, long allow, long deny) {}

  public SandboxGuild withChannels(List<Channel> newChannels) {
    return new SandboxGuild(id, name, ownerId, locale, roles, newChannels, systemChannel);
  }

  public record User(String id, String username, String name) {}

  /** Whether members of a guild, including the bot, may send direct messages to a member. */
  public enum DmPolicy {
    OPEN,
    /** Disabled by the member: error 50007. */
    CLOSED,
    /** Rejected as for a user without a guild in common with the bot: error 50278. */
    BLOCKED;

    public String jsonName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Older rows have no {@code dm}. */
  public record Member(
      String guildId,
      String userId,
      @Nullable String nick,
      List<String> roles,
      DmPolicy dm,
      String joinedAt) {
    public Member {
      roles = List.copyOf(roles);
      dm = dm == null ? DmPolicy.OPEN : dm;
    }
  }

  Optional<Role> role(String id) {
    return roles.stream().filter(role -> role.id().equals(id)).findFirst();
  }

  public Optional<Channel> channel(String id) {
    return channels.stream().filter(channel -> channel.id().equals(id)).findFirst();
  }
}
