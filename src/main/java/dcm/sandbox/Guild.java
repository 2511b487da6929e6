package dcm.sandbox;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A Discord server without its members, which are rows of their own. */
record Guild(
    String id, String name, String ownerId, String locale, List<Role> roles, List<Room> channels) {
  Guild {
    roles = List.copyOf(roles);
    channels = List.copyOf(channels);
  }

  /** {@code permissions} is a decimal bit set; the role @everyone has the guild's id. */
  record Role(String id, String name, String permissions) {}

  /**
   * A channel.
   *
   * @param type Discord's number for it; 0 is a text channel
   * @param overwrites what it changes of the permissions of roles and members
   */
  record Room(String id, String name, int type, List<Overwrite> overwrites) {
    /** A row without overwrites is an older one. */
    Room {
      overwrites = overwrites == null ? List.of() : List.copyOf(overwrites);
    }

    Room(String id, String name) {
      this(id, name, 0, List.of());
    }
  }

  /**
   * @param id of a role or a user
   * @param type 0 for a role, 1 for a member
   */
  record Overwrite(String id, int type, long allow, long deny) {}

  Guild withChannels(List<Room> now) {
    return new Guild(id, name, ownerId, locale, roles, now);
  }

  record User(String id, String username, String name) {}

  /** Whether people of a guild, the bot too, may write direct messages to a member. */
  enum Dm {
    OPEN,
    /** Switched off by the member: error 50007. */
    CLOSED,
    /** Refused as by somebody who shares no guild with the bot any more: error 50278. */
    BLOCKED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A row without {@code dm} is an older one. */
  record Member(
      String guildId,
      String userId,
      @Nullable String nick,
      List<String> roles,
      Dm dm,
      String joinedAt) {
    Member {
      roles = List.copyOf(roles);
      dm = dm == null ? Dm.OPEN : dm;
    }
  }

  Optional<Role> role(String id) {
    return roles.stream().filter(role -> role.id().equals(id)).findFirst();
  }

  Optional<Room> channel(String id) {
    return channels.stream().filter(channel -> channel.id().equals(id)).findFirst();
  }
}
