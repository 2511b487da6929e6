package dcm.discord;

import dcm.discord.wire.Bits;
import dcm.discord.wire.News;
import dcm.guild.ChannelId;
import dcm.guild.GuildChannel;
import dcm.guild.GuildCommand;
import dcm.guild.GuildId;
import dcm.guild.MemberCommand;
import dcm.guild.MemberId;
import dcm.guild.RoleId;
import dcm.guild.SettingsCommand;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One guild as the gateway tells it, piece by piece, and what the guild's entity has to be told of
 * each piece. Not safe for several threads.
 */
final class Census {
  private final GuildId guild;
  private final MemberId self;
  private final Map<RoleId, News.Role> roles = new HashMap<>();
  private final Map<ChannelId, News.Place> places = new HashMap<>();
  private final Map<MemberId, News.Person> people = new HashMap<>();
  private News.@Nullable Portrait portrait;

  /**
   * @param self the bot's own user
   */
  Census(GuildId guild, MemberId self) {
    this.guild = guild;
    this.self = self;
  }

  /** What a piece of news means for the guild, in the order in which it has to hear it. */
  List<GuildCommand> hear(News news) {
    return switch (news) {
      case News.GuildSeen seen -> whole(seen);
      case News.GuildChanged changed -> {
        portrait = changed.portrait();
        replace(changed.roles());
        yield everybody();
      }
      case News.RoleSeen seen -> {
        roles.put(seen.role().id(), seen.role());
        yield everybody();
      }
      case News.RoleGone gone -> {
        roles.remove(gone.role());
        yield everybody();
      }
      case News.PlaceSeen seen -> {
        places.put(seen.place().id(), seen.place());
        yield picture();
      }
      case News.PlaceGone gone -> {
        places.remove(gone.place());
        yield picture();
      }
      case News.PeopleSeen seen -> seen(seen.people());
      case News.PersonGone gone -> {
        people.remove(gone.person());
        yield gone.person().equals(self)
            ? List.of()
            : List.of(new MemberCommand.Leave(gone.person()));
      }
      case News.GuildGone _ -> List.of(new SettingsCommand.Sleep());
      case News.Welcome _, News.Resumed _, News.Knock _ -> List.of();
    };
  }

  private List<GuildCommand> whole(News.GuildSeen seen) {
    portrait = seen.portrait();
    replace(seen.roles());
    places.clear();
    seen.places().forEach(place -> places.put(place.id(), place));
    people.clear();
    seen.people().forEach(person -> people.put(person.id(), person));
    return everybody();
  }

  private void replace(List<News.Role> all) {
    roles.clear();
    all.forEach(role -> roles.put(role.id(), role));
  }

  /** A role's permissions decide who is an administrator, so all members may have changed. */
  private List<GuildCommand> everybody() {
    var commands = new ArrayList<>(picture());
    commands.addAll(observe(people.values()));
    return commands;
  }

  private List<GuildCommand> seen(List<News.Person> some) {
    some.forEach(person -> people.put(person.id(), person));
    return some.stream().anyMatch(person -> person.id().equals(self)) ? everybody() : observe(some);
  }

  private List<GuildCommand> picture() {
    if (portrait == null) {
      return List.of();
    }
    var names = new HashMap<RoleId, String>();
    roles.forEach((id, role) -> names.put(id, role.name()));
    var me = people.get(self);
    var writable =
        new Writable(guild, self, me == null ? List.of() : List.copyOf(me.roles()), roles);
    var channel = writable.choose(portrait.systemChannel(), places);
    return List.of(
        new SettingsCommand.ObserveGuild(portrait.name(), names, portrait.locale(), channel),
        new SettingsCommand.ObserveChannels(channels(writable)));
  }

  /** In one order, so that the same channels are the same news. */
  private List<GuildChannel> channels(Writable writable) {
    return places.values().stream()
        .map(place ->
            new GuildChannel(place.id(), place.name(), place.type(), writable.allows(place)))
        .sorted(Comparator.comparing(GuildChannel::id))
        .toList();
  }

  /** Not before the guild itself is known: without its roles nobody looks like an administrator. */
  private List<GuildCommand> observe(Collection<News.Person> some) {
    if (portrait == null) {
      return List.of();
    }
    return some.stream()
        .filter(person -> !person.bot())
        .<GuildCommand>map(person ->
            new MemberCommand.Observe(
                person.id(), person.name(), person.roles(), administrator(person)))
        .toList();
  }

  private boolean administrator(News.Person person) {
    if (portrait != null && portrait.owner().equals(person.id())) {
      return true;
    }
    long permissions = permissions(new RoleId(guild.value()));
    for (var role : person.roles()) {
      permissions |= permissions(role);
    }
    return Bits.administrate(permissions);
  }

  private long permissions(RoleId id) {
    var role = roles.get(id);
    return role == null ? 0 : role.permissions();
  }
}
