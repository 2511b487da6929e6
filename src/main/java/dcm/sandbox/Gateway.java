package dcm.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.Guild.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The gateway's sessions: who may identify and resume, and who gets which event. */
final class Gateway {
  /** A session can be resumed this long after its connection ended. */
  private static final long RESUMABLE_MILLIS = 5 * 60_000;

  static final int MAX_CONCURRENCY = 1;
  private static final long IDENTIFY_MILLIS = 5_000;
  private static final int GUILDS_OF_A_SHARD = 2_500;

  private final World world;
  private final String token;
  private final Faults faults;
  private final Identifies identifies;
  private final Supplier<String> url;
  private final Map<String, Session> sessions = new LinkedHashMap<>();
  private final List<Connection> connections = new ArrayList<>();
  private final Map<Integer, Long> lastIdentify = new HashMap<>();

  Gateway(World world, String token, Faults faults, Identifies identifies, Supplier<String> url) {
    this.world = world;
    this.token = token;
    this.faults = faults;
    this.identifies = identifies;
    this.url = url;
  }

  void opened(Connection connection) {
    connections.add(connection);
    connection.hello();
  }

  boolean withholdsAcks() {
    return faults.withholdsAcks();
  }

  void identify(Connection connection, JsonNode data) {
    int shard = data.path("shard").path(0).asInt(0);
    int shards = data.path("shard").path(1).asInt(1);
    int intents = data.path("intents").asInt(-1);
    if (!token.equals(bare(data.path("token").asText()))) {
      connection.close(4004, "Authentication failed.");
    } else if (shards < 1 || shard < 0 || shard >= shards) {
      connection.close(4010, "Invalid shard.");
    } else if (world.guilds().count() > (long) GUILDS_OF_A_SHARD * shards) {
      connection.close(4011, "Sharding required.");
    } else if (intents < 0 || (intents & ~Intents.KNOWN) != 0) {
      connection.close(4013, "Invalid intent(s).");
    } else if (isTooSoon(shard % MAX_CONCURRENCY) || !identifies.takeOne()) {
      connection.invalid(false);
    } else {
      begin(
          connection,
          new Session(UUID.randomUUID().toString().replace("-", ""), shard, shards, intents));
    }
  }

  private boolean isTooSoon(int bucket) {
    long now = System.currentTimeMillis();
    Long last = lastIdentify.get(bucket);
    if (last != null && now - last < IDENTIFY_MILLIS && !faults.identifiesFreely()) {
      return true;
    }
    lastIdentify.put(bucket, now);
    return false;
  }

  private static String bare(String shown) {
    return shown.startsWith("Bot ") ? shown.substring(4) : shown;
  }

  private void begin(Connection connection, Session session) {
    sessions.put(session.id, session);
    session.connection = connection;
    connection.session = session;
    List<Guild> guilds = world.guilds().filter(guild -> session.covers(guild.id())).toList();
    ObjectNode ready =
        Json.object()
            .put("v", 10)
            .put("session_id", session.id)
            .put("resume_gateway_url", url.get() + "/resume")
            .put("session_type", "normal");
    ready.putArray("shard").add(session.shard).add(session.shards);
    for (String empty : List.of("private_channels", "presences", "relationships", "_trace")) {
      ready.putArray(empty);
    }
    ready.set("user", Shapes.me());
    ready.putObject("application").put("id", Seed.APPLICATION).put("flags", 565_248);
    var unavailable = ready.putArray("guilds");
    guilds.forEach(g -> unavailable.addObject().put("id", g.id()).put("unavailable", true));
    session.dispatch("READY", ready);
    if (session.wants(Intents.GUILDS)) {
      guilds.forEach(guild -> session.dispatch("GUILD_CREATE", guildCreate(guild)));
    }
  }

  /** The bot alone stands among the members; the rest is asked for, as without GUILD_PRESENCES. */
  private ObjectNode guildCreate(Guild guild) {
    ObjectNode shape =
        Shapes.guild(guild)
            .put("joined_at", "2024-09-01T09:00:00.000000+00:00")
            .put("large", world.members(guild.id()).size() > 250)
            .put("unavailable", false)
            .put("member_count", world.members(guild.id()).size() + 1);
    shape.putArray("members").add(Shapes.botMember(guild));
    shape.set("channels", Shapes.channels(guild));
    for (String empty :
        List.of(
            "voice_states",
            "threads",
            "presences",
            "stage_instances",
            "guild_scheduled_events",
            "soundboard_sounds")) {
      shape.putArray(empty);
    }
    return shape;
  }

  void resume(Connection connection, JsonNode data) {
    prune();
    Session session = sessions.get(data.path("session_id").asText());
    long seen = data.path("seq").asLong(-1);
    if (!token.equals(bare(data.path("token").asText()))) {
      connection.close(4004, "Authentication failed.");
    } else if (session == null) {
      connection.invalid(false);
    } else if (!session.canReplayFrom(seen)) {
      sessions.remove(session.id);
      connection.close(4007, "Invalid seq.");
    } else {
      if (session.connection != null) {
        session.connection.close(4000, "Resumed elsewhere.");
      }
      session.connection = connection;
      connection.session = session;
      session.missedSince(seen).forEach(connection::send);
      session.dispatch("RESUMED", Json.object());
    }
  }

  void requestMembers(Session session, JsonNode data) {
    String guildId = data.path("guild_id").asText();
    List<String> ids = Json.texts(data.path("user_ids"));
    String query = data.path("query").asText("").toLowerCase(java.util.Locale.ROOT);
    boolean all = data.has("query") && query.isEmpty();
    if (world.guild(guildId).isEmpty() || (all && !session.wants(Intents.GUILD_MEMBERS))) {
      return;
    }
    int limit = data.path("limit").asInt() == 0 ? Integer.MAX_VALUE : data.path("limit").asInt();
    List<Member> found =
        world.members(guildId).stream()
            .filter(m -> data.has("query") || ids.contains(m.userId()))
            .filter(m -> world.user(m.userId()).orElseThrow().username().startsWith(query))
            .limit(limit)
            .toList();
    int chunks = Math.max(1, (found.size() + 999) / 1_000);
    for (int i = 0; i < chunks; i++) {
      ObjectNode chunk =
          Json.object().put("guild_id", guildId).put("chunk_index", i).put("chunk_count", chunks);
      chunk.set(
          "members",
          Json.array(
              found.stream()
                  .skip(i * 1_000L)
                  .limit(1_000)
                  .map(m -> Shapes.member(m, world.user(m.userId()).orElseThrow()))));
      if (data.path("nonce").isTextual()) {
        chunk.put("nonce", data.path("nonce").asText());
      }
      session.dispatch("GUILD_MEMBERS_CHUNK", chunk);
    }
  }

  /** To the session of the guild's shard, or of shard 0, if it asked for such events. */
  void dispatch(@Nullable String guildId, int intent, String type, JsonNode data) {
    prune();
    sessions.values().stream()
        .filter(session -> session.covers(guildId) && session.wants(intent))
        .toList()
        .forEach(session -> session.dispatch(type, data));
  }

  void guildAppeared(Guild guild) {
    dispatch(guild.id(), Intents.GUILDS, "GUILD_CREATE", guildCreate(guild));
  }

  void gone(Connection connection, boolean resumable) {
    connections.remove(connection);
    Session session = connection.session;
    if (session != null && session.connection == connection) {
      session.connection = null;
      session.lastSeen = System.currentTimeMillis();
      if (!resumable) {
        sessions.remove(session.id);
      }
    }
  }

  private void prune() {
    long since = System.currentTimeMillis() - RESUMABLE_MILLIS;
    sessions.values().removeIf(s -> s.connection == null && s.lastSeen < since);
  }

  /** Whoever missed two heartbeats is gone. */
  void dropSilent() {
    long since = System.currentTimeMillis() - 2L * Connection.HEARTBEAT_MILLIS;
    connections().stream()
        .filter(c -> c.isSilentSince(since))
        .forEach(c -> c.close(4009, "Session timed out."));
  }

  List<Connection> connections() {
    return List.copyOf(connections);
  }

  void forget(Connection connection) {
    if (connection.session != null) {
      sessions.remove(connection.session.id);
      connection.session.connection = null;
      connection.session = null;
    }
  }

  boolean hasSession() {
    prune();
    return !sessions.isEmpty();
  }

  int remainingIdentifies() {
    return identifies.remaining();
  }
}
