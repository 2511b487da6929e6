package dcm.sandbox.store;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A Discord server without its members, which are rows of their own. */
public record SandboxGuild(
    String id,
    String name,
    String ownerId,
    String locale,
    List<Role> roles,
    List<Channel> channels) {
  public SandboxGuild {
    roles = List.copyOf(roles);
    channels = List.copyOf(channels);
  }

  /** {@code permissions} is a decimal bit set; the role @everyone has the guild's id. */
  public record Role(String id, String name, String permissions) {}

  /**
   * A channel.
   *
   * @param type Discord's number for it; 0 is a text channel
   * @param overwrites what it changes of the permissions of roles and members
   */
  public record Channel(String id, String name, int type, List<PermissionOverwrite> overwrites) {
    /** A row without overwrites is an older one. */
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
    return new SandboxGuild(id, name, ownerId, locale, roles, newChannels);
  }

  public record User(String id, String username, String name) {}

  /** Whether people of a guild, the bot too, may write direct messages to a member. */
  public enum DmPolicy {
    OPEN,
    /** Switched off by the member: error 50007. */
    CLOSED,
    /** Refused as by somebody who shares no guild with the bot any more: error 50278. */
    BLOCKED;

    public String jsonName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A row without {@code dm} is an older one. */
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
