package dcm.discord.wire;

import dcm.guild.MemberId;
import dcm.guild.RoleId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the door.
 *
 * @param locale the user's own, a BCP 47 tag; {@code en-US} when Discord does not tell
 * @param seat their place in the guild; null in a direct message, where Discord does not tell it
 */
public record Visitor(MemberId id, String locale, @Nullable Seat seat) {

  /**
   * @param guild its snowflake
   * @param guildLocale the guild's preferred BCP 47 tag
   * @param administrator has ADMINISTRATOR or MANAGE_GUILD in Discord, which an owner always has
   */
  public record Seat(
      long guild,
      String guildLocale,
      String displayName,
      Set<RoleId> roles,
      boolean administrator) {
    public Seat {
      roles = Set.copyOf(roles);
    }
  }
}
