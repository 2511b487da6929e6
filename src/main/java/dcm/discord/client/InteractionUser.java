package dcm.discord.client;

import dcm.guild.value.MemberId;
import dcm.guild.value.RoleId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the door.
 *
 * @param locale the user's own, a BCP 47 tag; {@code en-US} when Discord does not tell
 * @param seat their place in the guild; null in a direct message, where Discord does not tell it
 */
public record InteractionUser(MemberId id, String locale, @Nullable GuildMember member) {

  /**
   * @param guild its snowflake
   * @param guildLocale the guild's preferred BCP 47 tag
   * @param administrator has ADMINISTRATOR or MANAGE_GUILD in Discord, which an owner always has
   */
  public record GuildMember(
      long guildId,
      String guildLocale,
      String displayName,
      Set<RoleId> roles,
      boolean administrator) {
    public GuildMember {
      roles = Set.copyOf(roles);
    }
  }
}
