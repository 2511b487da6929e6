package dcm.sandbox;

import java.util.List;
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

  /** A text channel. */
  record Room(String id, String name) {}

  record User(String id, String username, String name) {}

  /** {@code dmOpen}: whether people of this guild, the bot too, may write direct messages. */
  record Member(
      String guildId,
      String userId,
      @Nullable String nick,
      List<String> roles,
      boolean dmOpen,
      String joinedAt) {
    Member {
      roles = List.copyOf(roles);
    }
  }

  Optional<Role> role(String id) {
    return roles.stream().filter(role -> role.id().equals(id)).findFirst();
  }

  Optional<Room> channel(String id) {
    return channels.stream().filter(channel -> channel.id().equals(id)).findFirst();
  }
}
