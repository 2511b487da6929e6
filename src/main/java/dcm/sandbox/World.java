package dcm.sandbox;

import dcm.sandbox.Guild.Member;
import dcm.sandbox.Guild.Room;
import dcm.sandbox.Guild.User;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who and what exists: guilds, their members and channels, users. */
final class World {
  /** The bit that turns a user's id into the id of the channel between that user and the bot. */
  private static final long DM_BIT = 1L << 62;

  private final Table<Guild> guilds;
  private final Table<User> users;
  private final Table<Member> members;
  private final Map<String, Map<String, Member>> membersOf = new HashMap<>();
  private final Map<String, String> guildOfChannel = new HashMap<>();

  World(Ledger ledger) {
    guilds = ledger.table("guild", Guild.class);
    users = ledger.table("user", User.class);
    members = ledger.table("member", Member.class);
  }

  /** After the ledger was read: the indexes, and on first start the seeds. */
  void open() {
    guilds.all().forEach(this::index);
    members.all().forEach(this::index);
    if (guilds.all().isEmpty() && users.all().isEmpty()) {
      Seed.plant(this);
    }
  }

  private void index(Guild guild) {
    guild.channels().forEach(channel -> guildOfChannel.put(channel.id(), guild.id()));
  }

  private void index(Member member) {
    membersOf
        .computeIfAbsent(member.guildId(), id -> new LinkedHashMap<>())
        .put(member.userId(), member);
  }

  void putGuild(Guild guild) {
    guilds.put(guild.id(), guild);
    index(guild);
  }

  void removeGuild(Guild guild) {
    members(guild.id()).forEach(member -> members.remove(guild.id() + "/" + member.userId()));
    membersOf.remove(guild.id());
    guild.channels().forEach(channel -> guildOfChannel.remove(channel.id()));
    guilds.remove(guild.id());
  }

  void putUser(User user) {
    users.put(user.id(), user);
  }

  void putMember(Member member) {
    members.put(member.guildId() + "/" + member.userId(), member);
    index(member);
  }

  void removeMember(Member member) {
    members.remove(member.guildId() + "/" + member.userId());
    membersOf.getOrDefault(member.guildId(), new HashMap<>()).remove(member.userId());
  }

  Stream<Guild> guilds() {
    return guilds.all().stream();
  }

  Optional<Guild> guild(String id) {
    return Optional.ofNullable(guilds.get(id));
  }

  Optional<User> user(String id) {
    return Optional.ofNullable(users.get(id));
  }

  Stream<User> users() {
    return users.all().stream();
  }

  List<Member> members(String guildId) {
    return List.copyOf(membersOf.getOrDefault(guildId, Map.of()).values());
  }

  Optional<Member> member(String guildId, String userId) {
    return Optional.ofNullable(membersOf.getOrDefault(guildId, Map.of()).get(userId));
  }

  Stream<Guild> guildsOf(String userId) {
    return guilds().filter(guild -> member(guild.id(), userId).isPresent());
  }

  /** Where a message can stand: a channel of a guild, or the line between one user and the bot. */
  record Place(String id, @Nullable Guild guild, @Nullable Room channel, @Nullable User user) {}

  Optional<Place> place(String channelId) {
    String guildId = guildOfChannel.get(channelId);
    if (guildId != null) {
      return guild(guildId)
          .flatMap(g -> g.channel(channelId).map(c -> new Place(channelId, g, c, null)));
    }
    return Snowflakes.isOne(channelId)
        ? user(flip(channelId)).map(user -> new Place(channelId, null, null, user))
        : Optional.empty();
  }

  /** The same for the same user for ever, without anything being kept. */
  static String dmChannel(String userId) {
    return flip(userId);
  }

  private static String flip(String id) {
    return Long.toString(Long.parseLong(id) ^ DM_BIT);
  }

  /** A user takes direct messages while one guild in common with the bot has them open. */
  Guild.Dm directMessages(String userId) {
    var all = guilds().flatMap(g -> member(g.id(), userId).stream()).map(Member::dm).toList();
    return all.contains(Guild.Dm.OPEN)
        ? Guild.Dm.OPEN
        : all.contains(Guild.Dm.CLOSED) ? Guild.Dm.CLOSED : Guild.Dm.BLOCKED;
  }
}
