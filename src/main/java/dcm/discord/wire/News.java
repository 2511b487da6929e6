package dcm.discord.wire;

import dcm.guild.ChannelId;
import dcm.guild.GuildChannel;
import dcm.guild.GuildId;
import dcm.guild.MemberId;
import dcm.guild.RoleId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the gateway tells. */
public sealed interface News {
  /**
   * We are logged in.
   *
   * @param user the bot's own
   */
  record Welcome(long application, long user) implements News {}

  /** The lost connection was taken up again where it broke off. */
  record Resumed() implements News {}

  record Knock(Interaction interaction) implements News {}

  /** What concerns one guild. */
  sealed interface OfGuild extends News {
    GuildId guild();
  }

  /**
   * A guild as a whole: at login, when the bot is added, after an outage.
   *
   * @param complete all members are in it; never without the members intent
   */
  record GuildSeen(
      GuildId guild,
      Portrait portrait,
      List<Role> roles,
      List<Place> places,
      List<Person> people,
      boolean complete)
      implements OfGuild {}

  record GuildChanged(GuildId guild, Portrait portrait, List<Role> roles) implements OfGuild {}

  /** The bot was removed. An outage is no news. */
  record GuildGone(GuildId guild) implements OfGuild {}

  record RoleSeen(GuildId guild, Role role) implements OfGuild {}

  record RoleGone(GuildId guild, RoleId role) implements OfGuild {}

  record PlaceSeen(GuildId guild, Place place) implements OfGuild {}

  record PlaceGone(GuildId guild, ChannelId place) implements OfGuild {}

  /**
   * @param last the answer to a request for the guild's members ends with these
   */
  record PeopleSeen(GuildId guild, List<Person> people, boolean last) implements OfGuild {
    public PeopleSeen(GuildId guild, List<Person> people) {
      this(guild, people, false);
    }
  }

  record PersonGone(GuildId guild, MemberId person) implements OfGuild {}

  /**
   * @param locale BCP 47 tag
   */
  record Portrait(String name, MemberId owner, String locale, @Nullable ChannelId systemChannel) {}

  /**
   * @param permissions Discord's bit set
   */
  record Role(RoleId id, String name, long permissions) {}

  record Place(
      ChannelId id,
      String name,
      GuildChannel.Type type,
      int position,
      List<Overwrite> overwrites) {}

  /**
   * @param id a role's or a member's snowflake
   */
  record Overwrite(long id, long allow, long deny) {}

  record Person(MemberId id, String name, Set<RoleId> roles, boolean bot) {}
}
