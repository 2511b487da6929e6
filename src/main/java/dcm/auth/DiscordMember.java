package dcm.auth;

import dcm.guild.RoleId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A user as a member of one guild.
 *
 * @param nick the name in this guild, where they have one
 */
record DiscordMember(@Nullable String nick, Set<RoleId> roles) {
  DiscordMember {
    roles = Set.copyOf(roles);
  }
}
