package dcm.auth;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dcm.guild.GuildId;
import org.jspecify.annotations.Nullable;

/**
 * A guild as Discord lists it for one of its members.
 *
 * @param icon hash of its picture
 * @param permissions of the member in the guild as a whole, Discord's bits
 */
public record DiscordGuild(
    GuildId id, String name, @Nullable String icon, boolean owner, long permissions) {
  private static final long ADMINISTRATOR = 1L << 3;
  private static final long MANAGE_GUILD = 1L << 5;

  /** Owner, administrator or manage-guild. */
  @JsonIgnore
  public boolean administrator() {
    return owner || (permissions & (ADMINISTRATOR | MANAGE_GUILD)) != 0;
  }
}
