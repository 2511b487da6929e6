package dcm.sandbox.store;

import dcm.sandbox.store.SandboxGuild.Channel;
import dcm.sandbox.store.SandboxGuild.Member;
import dcm.sandbox.store.SandboxGuild.User;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Guilds with their members and channels, and users. */
public final class GuildStore {
  /** Bit that converts a user's id into the id of the user's direct message channel. */
  private static final long DM_BIT = 1L << 62;

  private final PersistentTable<SandboxGuild> guilds;
  private final PersistentTable<User> users;
  private final PersistentTable<Member> members;
  private final Map<String, Map<String, Member>> membersByGuild = new HashMap<>();
  private final Map<String, String> guildByChannel = new HashMap<>();

  public GuildStore(StateLog stateLog) {
    guilds = stateLog.table("guild", SandboxGuild.class);
    users = stateLog.table("user", User.class);
    members = stateLog.table("member", Member.class);
  }

  /** Builds the indexes after the state log was read, and on first start the initial state. */
  public void initialize() {
    guilds.all().forEach(this::index);
    members.all().forEach(this::index);
    if (guilds.all().isEmpty() && users.all().isEmpty()) {
      InitialState.populate(this);
    }
  }

  private void index(SandboxGuild guild) {
    guild.channels().forEach(channel -> guildByChannel.put(channel.id(), guild.id()));
  }

  private void index(Member member) {
    membersByGuild
        .computeIfAbsent(member.guildId(), id -> new LinkedHashMap<>())
        .put(member.userId(), member);
  }

  public void putGuild(SandboxGuild guild) {
    guilds.put(guild.id(), guild);
    index(guild);
  }

  public void removeGuild(SandboxGuild guild) {
    members(guild.id()).forEach(member -> members.remove(guild.id() + "/" + member.userId()));
    membersByGuild.remove(guild.id());
    guild.channels().forEach(channel -> guildByChannel.remove(channel.id()));
    guilds.remove(guild.id());
  }

  public void putUser(User user) {
    users.put(user.id(), user);
  }

  public void putMember(Member member) {
    members.put(member.guildId() + "/" + member.userId(), member);
    index(member);
  }

  public void removeMember(Member member) {
    members.remove(member.guildId() + "/" + member.userId());
    membersByGuild.getOrDefault(member.guildId(), new HashMap<>()).remove(member.userId());
  }

  public Stream<SandboxGuild> guilds() {
    return guilds.all().stream();
  }

  public Optional<SandboxGuild> guild(String id) {
    return Optional.ofNullable(guilds.get(id));
  }

  public Optional<User> user(String id) {
    return Optional.ofNullable(users.get(id));
  }

  public Stream<User> users() {
    return users.all().stream();
  }

  public List<Member> members(String guildId) {
    return List.copyOf(membersByGuild.getOrDefault(guildId, Map.of()).values());
  }

  public Optional<Member> member(String guildId, String userId) {
    return Optional.ofNullable(membersByGuild.getOrDefault(guildId, Map.of()).get(userId));
  }

  public Stream<SandboxGuild> guildsOf(String userId) {
    return guilds().filter(guild -> member(guild.id(), userId).isPresent());
  }

  /** A channel of a guild, or the direct message channel of a user. */
  public record MessageChannel(
      String id,
      @Nullable SandboxGuild guild,
      @Nullable Channel guildChannel,
      @Nullable User recipient) {}

  public Optional<MessageChannel> messageChannel(String channelId) {
    String guildId = guildByChannel.get(channelId);
    if (guildId != null) {
      return guild(guildId)
          .flatMap(g -> g.channel(channelId).map(c -> new MessageChannel(channelId, g, c, null)));
    }
    return SnowflakeGenerator.isValid(channelId)
        ? user(toggleDmBit(channelId)).map(user -> new MessageChannel(channelId, null, null, user))
        : Optional.empty();
  }

  /** The direct message channel of a user, derived from the user's id. */
  public static String dmChannelId(String userId) {
    return toggleDmBit(userId);
  }

  private static String toggleDmBit(String id) {
    return Long.toString(Long.parseLong(id) ^ DM_BIT);
  }

  /**
   * The user's policy for direct messages: open while it is open in one guild shared with the bot.
   */
  public SandboxGuild.DmPolicy dmPolicy(String userId) {
    var policies = guilds().flatMap(g -> member(g.id(), userId).stream()).map(Member::dm).toList();
    return policies.contains(SandboxGuild.DmPolicy.OPEN)
        ? SandboxGuild.DmPolicy.OPEN
        : policies.contains(SandboxGuild.DmPolicy.CLOSED)
            ? SandboxGuild.DmPolicy.CLOSED
            : SandboxGuild.DmPolicy.BLOCKED;
  }
}
