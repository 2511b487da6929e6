package dcm.sandbox.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.store.DiscordJson;
import dcm.sandbox.store.FaultInjection;
import dcm.sandbox.store.GuildStore;
import dcm.sandbox.store.InitialState;
import dcm.sandbox.store.SandboxGuild;
import dcm.sandbox.store.SandboxGuild.Member;
import dcm.sandbox.store.SandboxJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gateway sessions: IDENTIFY, RESUME and the dispatch of events. */
public final class GatewayServer {
  /** Time after the end of a connection within which its session can be resumed. */
  private static final long RESUME_WINDOW_MILLIS = 5 * 60_000;

  public static final int MAX_CONCURRENCY = 1;
  private static final long IDENTIFY_INTERVAL_MILLIS = 5_000;
  private static final int MAX_GUILDS_PER_SHARD = 2_500;

  private final GuildStore guildStore;
  private final String token;
  private final FaultInjection faults;
  private final IdentifyQuota identifyQuota;
  private final Supplier<String> url;
  private final Map<String, SandboxSession> sessions = new LinkedHashMap<>();
  private final List<GatewaySocket> connections = new ArrayList<>();
  private final Map<Integer, Long> lastIdentifyByBucket = new HashMap<>();

  public GatewayServer(
      GuildStore guildStore,
      String token,
      FaultInjection faults,
      IdentifyQuota identifyQuota,
      Supplier<String> url) {
    this.guildStore = guildStore;
    this.token = token;
    this.faults = faults;
    this.identifyQuota = identifyQuota;
    this.url = url;
  }

  public void onOpened(GatewaySocket connection) {
    connections.add(connection);
    connection.sendHello();
  }

  boolean suppressesAcks() {
    return faults.suppressesAcks();
  }

  void identify(GatewaySocket connection, JsonNode data) {
    int shard = data.path("shard").path(0).asInt(0);
    int shards = data.path("shard").path(1).asInt(1);
    int intents = data.path("intents").asInt(-1);
    if (!token.equals(stripBotPrefix(data.path("token").asText()))) {
      connection.close(4004, "Authentication failed.");
    } else if (shards < 1 || shard < 0 || shard >= shards) {
      connection.close(4010, "Invalid shard.");
    } else if (guildStore.guilds().count() > (long) MAX_GUILDS_PER_SHARD * shards) {
      connection.close(4011, "Sharding required.");
    } else if (intents < 0 || (intents & ~Intents.KNOWN) != 0) {
      connection.close(4013, "Invalid intent(s).");
    } else if (isTooSoon(shard % MAX_CONCURRENCY) || !identifyQuota.tryAcquire()) {
      connection.sendInvalidSession(false);
    } else {
      startSession(
          connection,
          new SandboxSession(
              UUID.randomUUID().toString().replace("-", ""), shard, shards, intents));
    }
  }

  private boolean isTooSoon(int bucket) {
    long now = System.currentTimeMillis();
    Long previous = lastIdentifyByBucket.get(bucket);
    if (previous != null
        && now - previous < IDENTIFY_INTERVAL_MILLIS
        && !faults.skipsIdentifyLimit()) {
      return true;
    }
    lastIdentifyByBucket.put(bucket, now);
    return false;
  }

  private static String stripBotPrefix(String authorization) {
    return authorization.startsWith("Bot ") ? authorization.substring(4) : authorization;
  }

  private void startSession(GatewaySocket connection, SandboxSession session) {
    sessions.put(session.id, session);
    session.connection = connection;
    connection.session = session;
    List<SandboxGuild> guilds =
        guildStore.guilds().filter(guild -> session.coversGuild(guild.id())).toList();
    ObjectNode ready =
        SandboxJson.object()
            .put("v", 10)
            .put("session_id", session.id)
            .put("resume_gateway_url", url.get() + "/resume")
            .put("session_type", "normal");
    ready.putArray("shard").add(session.shard).add(session.shards);
    for (String emptyField : List.of("private_channels", "presences", "relationships", "_trace")) {
      ready.putArray(emptyField);
    }
    ready.set("user", DiscordJson.botUser());
    ready.putObject("application").put("id", InitialState.APPLICATION).put("flags", 565_248);
    var unavailable = ready.putArray("guilds");
    guilds.forEach(g -> unavailable.addObject().put("id", g.id()).put("unavailable", true));
    session.dispatch("READY", ready);
    if (session.wantsIntent(Intents.GUILDS)) {
      guilds.forEach(guild -> session.dispatch("GUILD_CREATE", guildCreate(guild)));
    }
  }

  /**
   * GUILD_CREATE with the bot as the only member; clients request the others, as without
   * GUILD_PRESENCES.
   */
  private ObjectNode guildCreate(SandboxGuild guild) {
    ObjectNode json =
        DiscordJson.guild(guild)
            .put("joined_at", "2024-09-01T09:00:00.000000+00:00")
            .put("large", guildStore.members(guild.id()).size() > 250)
            .put("unavailable", false)
            .put("member_count", guildStore.members(guild.id()).size() + 1);
    json.putArray("members").add(DiscordJson.botMember(guild));
    json.set("channels", DiscordJson.channels(guild));
    for (String emptyField :
        List.of(
            "voice_states",
            "threads",
            "presences",
            "stage_instances",
            "guild_scheduled_events",
            "soundboard_sounds")) {
      json.putArray(emptyField);
    }
    return json;
  }

  void resume(GatewaySocket connection, JsonNode data) {
    removeExpiredSessions();
    SandboxSession session = sessions.get(data.path("session_id").asText());
    long lastSeq = data.path("seq").asLong(-1);
    if (!token.equals(stripBotPrefix(data.path("token").asText()))) {
      connection.close(4004, "Authentication failed.");
    } else if (session == null) {
      connection.sendInvalidSession(false);
    } else if (!session.canReplayFrom(lastSeq)) {
      sessions.remove(session.id);
      connection.close(4007, "Invalid seq.");
    } else {
      if (session.connection != null) {
        session.connection.close(4000, "Resumed elsewhere.");
      }
      session.connection = connection;
      connection.session = session;
      session.framesAfter(lastSeq).forEach(connection::send);
      session.dispatch("RESUMED", SandboxJson.object());
    }
  }

  void requestMembers(SandboxSession session, JsonNode data) {
    String guildId = data.path("guild_id").asText();
    List<String> ids = SandboxJson.texts(data.path("user_ids"));
    String query = data.path("query").asText("").toLowerCase(java.util.Locale.ROOT);
    boolean all = data.has("query") && query.isEmpty();
    if (guildStore.guild(guildId).isEmpty()
        || (all && !session.wantsIntent(Intents.GUILD_MEMBERS))) {
      return;
    }
    int limit = data.path("limit").asInt() == 0 ? Integer.MAX_VALUE : data.path("limit").asInt();
    List<Member> matching =
        guildStore.members(guildId).stream()
            .filter(m -> data.has("query") || ids.contains(m.userId()))
            .filter(m -> guildStore.user(m.userId()).orElseThrow().username().startsWith(query))
            .limit(limit)
            .toList();
    int chunks = Math.max(1, (matching.size() + 999) / 1_000);
    for (int i = 0; i < chunks; i++) {
      ObjectNode chunk =
          SandboxJson.object()
              .put("guild_id", guildId)
              .put("chunk_index", i)
              .put("chunk_count", chunks);
      chunk.set(
          "members",
          SandboxJson.array(
              matching.stream()
                  .skip(i * 1_000L)
                  .limit(1_000)
                  .map(m -> DiscordJson.member(m, guildStore.user(m.userId()).orElseThrow()))));
      if (data.path("nonce").isTextual()) {
        chunk.put("nonce", data.path("nonce").asText());
      }
      session.dispatch("GUILD_MEMBERS_CHUNK", chunk);
    }
  }

  /** Sends an event to the session of the guild's shard, or of shard 0, if it has the intent. */
  public void dispatch(@Nullable String guildId, int intent, String type, JsonNode data) {
    removeExpiredSessions();
    sessions.values().stream()
        .filter(session -> session.coversGuild(guildId) && session.wantsIntent(intent))
        .toList()
        .forEach(session -> session.dispatch(type, data));
  }

  public void dispatchGuildCreate(SandboxGuild guild) {
    dispatch(guild.id(), Intents.GUILDS, "GUILD_CREATE", guildCreate(guild));
  }

  void onClosed(GatewaySocket connection, boolean resumable) {
    connections.remove(connection);
    SandboxSession session = connection.session;
    if (session != null && session.connection == connection) {
      session.connection = null;
      session.lastSeenMillis = System.currentTimeMillis();
      if (!resumable) {
        sessions.remove(session.id);
      }
    }
  }

  private void removeExpiredSessions() {
    long cutoff = System.currentTimeMillis() - RESUME_WINDOW_MILLIS;
    sessions.values().removeIf(s -> s.connection == null && s.lastSeenMillis < cutoff);
  }

  /** Closes connections that missed two heartbeats. */
  public void closeTimedOut() {
    long cutoff = System.currentTimeMillis() - 2L * GatewaySocket.HEARTBEAT_MILLIS;
    connections().stream()
        .filter(c -> c.hasNoHeartbeatSince(cutoff))
        .forEach(c -> c.close(4009, "Session timed out."));
  }

  public List<GatewaySocket> connections() {
    return List.copyOf(connections);
  }

  public void discardSession(GatewaySocket connection) {
    if (connection.session != null) {
      sessions.remove(connection.session.id);
      connection.session.connection = null;
      connection.session = null;
    }
  }
}
