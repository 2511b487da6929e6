package dcm.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dcm.JournalFailureClassifier;
import dcm.ProcessedCommandTable;
import dcm.auth.AccessTokens;
import dcm.auth.AuthSettings;
import dcm.auth.Logins;
import dcm.auth.MasterSecret;
import dcm.auth.SigningKeyRows;
import dcm.auth.SigningKeys;
import dcm.entity.EntitySettings;
import dcm.entity.Guilds;
import dcm.guild.Caller;
import dcm.guild.ChannelId;
import dcm.guild.CommandId;
import dcm.guild.Door;
import dcm.guild.GuildChannel;
import dcm.guild.GuildCommand;
import dcm.guild.GuildId;
import dcm.guild.GuildReply;
import dcm.guild.Member;
import dcm.guild.MemberCommand;
import dcm.guild.MemberId;
import dcm.guild.Outcome;
import dcm.guild.Request;
import dcm.guild.RoleId;
import dcm.guild.SettingsCommand;
import dcm.guild.Standing;
import dcm.journal.Fence;
import dcm.journal.TestDatabase;
import dcm.redis.OpaqueToken;
import dcm.redis.RateLimits;
import dcm.redis.Redis;
import dcm.redis.RedisSettings;
import dcm.redis.Session;
import dcm.redis.Sessions;
import dcm.redis.TestRedis;
import dcm.redis.Tickets;
import dcm.view.View;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;

/**
 * A whole front with everything real behind it: PostgreSQL, Redis, guilds, keys. Two guilds are
 * open; Discord is not needed, because members are let in by what a gateway would have told.
 */
final class House implements AutoCloseable {
  static final GuildId DUTCH = new GuildId(424200000000000001L);
  static final GuildId ENGLISH = new GuildId(424200000000000002L);
  static final RoleId CREW = new RoleId(424200000000000011L);
  static final MemberId ANNA = new MemberId(424200000000000101L);
  static final MemberId BRAM = new MemberId(424200000000000102L);
  static final MemberId CLEO = new MemberId(424200000000000103L);
  static final ObjectMapper JSON = new ObjectMapper();

  final TestDatabase database = TestDatabase.fresh();
  final ActorSystem<Void> system;
  final TestRedis redis;
  final Guilds guilds;
  final Front front;
  private final Rooms rooms;
  private final HttpSettings settings;
  final AccessTokens tokens;
  final View view;
  private final Redis redisClient;
  private final Logins logins;
  private final Sessions sessions;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  House() {
    this("");
  }

  House(String overrides) {
    Config config =
        ConfigFactory.parseString(overrides)
            .withFallback(
                ConfigFactory.parseString(
                    """
                    pekko.actor.provider = cluster
                    pekko.cluster.roles = [guild]
                    pekko.remote.artery.canonical { hostname = 127.0.0.1, port = 0 }
                    dcm.http.port = 0
                    dcm.entity.default-zone = "Europe/Amsterdam"
                    dcm.auth {
                      public-url = "http://127.0.0.1:8080"
                      discord-url = "http://127.0.0.1:1"
                      client-id = "1"
                      client-secret = "s"
                    }
                    dcm.redis.limits {
                      ip { requests = 100000, window = 60s }
                      member { requests = 100000, most = 200000 }
                      guild { requests = 100000, most = 200000 }
                    }
                    """))
            .withFallback(database.config())
            .resolve();
    system = ActorSystem.create(Behaviors.empty(), "house", config);
    var cluster = Cluster.get(system);
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    try {
      redis = TestRedis.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    var problems = new ArrayList<String>();
    redisClient =
        Redis.open(
            RedisSettings.from(
                ConfigFactory.parseString("dcm.redis.url = \"" + redis.url() + "\"")
                    .withFallback(config),
                problems));
    now(redisClient.tried());
    var auth = AuthSettings.from(config, problems);
    var secret = MasterSecret.of("0123456789abcdef0123456789abcdef0123456789abcdef", problems);
    guilds =
        Guilds.open(
            system,
            EntitySettings.from(config, problems),
            _ -> {},
            guild -> Fence.of(system).stillOurs(guild.value()),
            new JournalFailureClassifier(),
            ProcessedCommandTable.of(system));
    view = View.open(system);
    var keys = new SigningKeys(new KeyMap(), secret, auth, Clock.systemUTC());
    tokens = new AccessTokens(keys, auth, Clock.systemUTC());
    logins = new Logins(auth, secret, redisClient, Clock.systemUTC());
    sessions = new Sessions(redisClient, Clock.systemUTC());
    rooms =
        new Rooms(
            guilds,
            view,
            new RateLimits(redisClient),
            new Tickets(redisClient),
            tokens,
            logins,
            keys,
            auth,
            null);
    settings = HttpSettings.from(config, problems);
    if (!problems.isEmpty()) {
      throw new IllegalStateException(problems.toString());
    }
    front = now(Front.open(system, settings, rooms));
    open(DUTCH, "Studentenhuis");
    open(ENGLISH, "Club");
    member(DUTCH, ANNA, "Anna", true);
    member(DUTCH, CLEO, "Cleo", false);
    member(ENGLISH, BRAM, "Bram", true);
  }

  /** Signing keys as a table would keep them. */
  private static final class KeyMap implements SigningKeyRows {
    private final Map<String, Row> rows = new ConcurrentHashMap<>();

    @Override
    public CompletionStage<List<Row>> all() {
      return CompletableFuture.completedFuture(List.copyOf(rows.values()));
    }

    @Override
    public CompletionStage<Boolean> insert(Row row) {
      return CompletableFuture.completedFuture(rows.putIfAbsent(row.kid(), row) == null);
    }
  }

  static <T> T now(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  private void open(GuildId guild, String name) {
    observe(guild, name, CREW);
  }

  /** Has the guild hear of its roles, as the gateway would. */
  void observe(GuildId guild, String name, RoleId... roles) {
    var names = new java.util.HashMap<RoleId, String>();
    names.put(new RoleId(guild.value()), "@everyone");
    for (var role : roles) {
      names.put(role, "role " + role);
    }
    clockwork(
        guild,
        new SettingsCommand.ObserveGuild(name, names, "en", new ChannelId(424200000000000201L)));
  }

  /** Has the guild hear of its only channel, as the gateway would. */
  void observeChannels(GuildId guild, long id) {
    clockwork(
        guild,
        new SettingsCommand.ObserveChannels(
            List.of(new GuildChannel(new ChannelId(id), "channel", GuildChannel.Type.TEXT, true))));
  }

  GuildReply clockwork(GuildId guild, GuildCommand command) {
    return decide(guild, new Caller.Clockwork(), command);
  }

  GuildReply decide(GuildId guild, Caller caller, GuildCommand command) {
    return now(
        guilds.decide(
            new Request(guild, new CommandId(Ids.next()), "test", Instant.now(), caller, command)));
  }

  /** Has the guild take in a member as the gateway would. */
  Member member(GuildId guild, MemberId id, String name, boolean administrator, RoleId... roles) {
    var reply = clockwork(guild, new MemberCommand.Observe(id, name, Set.of(roles), administrator));
    if (reply instanceof GuildReply.Done(Outcome outcome, boolean _)
        && outcome.subject() instanceof Outcome.OfMember(Member member)) {
      return member;
    }
    throw new IllegalStateException(reply.toString());
  }

  /** A real token of a real session, for the epoch that the member has now. */
  String token(GuildId guild, MemberId member) {
    return mint(guild, member).token();
  }

  AccessTokens.Minted mint(GuildId guild, MemberId member) {
    return mint(guild, member, OpaqueToken.fresh());
  }

  /** The same, with the refresh token that the session begins with. */
  AccessTokens.Minted mint(GuildId guild, MemberId member, OpaqueToken refresh) {
    var seen = member(guild, member);
    var session =
        new Session(
            Sessions.freshId(),
            member.value(),
            seen.displayName(),
            null,
            "locked",
            Instant.now(),
            Instant.now().plusSeconds(3600));
    now(sessions.begin(session, refresh));
    return now(
        tokens.mint(
            guild,
            member,
            new Standing.Witnessed(seen.displayName(), seen.roles(), seen.administrator(), null),
            seen.epoch(),
            session.id()));
  }

  Member member(GuildId guild, MemberId id) {
    var reply =
        now(
            guilds.answer(
                new dcm.guild.Question(
                    guild,
                    Instant.now(),
                    new Caller.Clockwork(),
                    new dcm.guild.GuildQuery.OneMember(id))));
    if (reply instanceof GuildReply.Answered(dcm.guild.Answer.OneMember(Member member), long _)) {
      return member;
    }
    throw new IllegalStateException(reply.toString());
  }

  Caller.Person witnessed(GuildId guild, MemberId id) {
    var seen = member(guild, id);
    return new Caller.Person(
        id,
        new Standing.Witnessed(seen.displayName(), seen.roles(), seen.administrator(), null),
        Door.DISCORD);
  }

  /** As on another node: it shares with the first what nodes share, and its port is its own. */
  Front anotherFront() {
    return now(Front.open(system, settings, rooms));
  }

  URI url(String path) {
    return HttpServer.url(front.address()).resolve(path);
  }

  static String in(GuildId guild, String path) {
    return "/api/v1/guilds/" + guild + path;
  }

  /**
   * Also holds the status against those that {@code openapi.yaml} names for the operation.
   *
   * @param body null: none
   */
  Reply send(String method, String path, String token, String body, String... headers) {
    var request =
        HttpRequest.newBuilder(url(path))
            .timeout(Duration.ofSeconds(30))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      var reply = new Reply(client.send(request.build(), HttpResponse.BodyHandlers.ofString()));
      OpenApi.find(method, path)
          .ifPresent(operation -> assertThat(OpenApi.unnamed(operation, reply.status())).isEmpty());
      return reply;
    } catch (java.io.IOException | InterruptedException e) {
      throw new IllegalStateException(method + " " + path, e);
    }
  }

  /** An answer, and its body as JSON. */
  record Reply(HttpResponse<String> http) {
    int status() {
      return http.statusCode();
    }

    String header(String name) {
      return http.headers().firstValue(name).orElse("");
    }

    JsonNode json() {
      try {
        return JSON.readTree(http.body());
      } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
        throw new IllegalStateException(http.body(), e);
      }
    }

    @Override
    public String toString() {
      return http.statusCode() + " " + http.body();
    }
  }

  HttpClient client() {
    return client;
  }

  @Override
  public void close() {
    client.close();
    now(front.close(Duration.ofMillis(100)));
    logins.close();
    system.terminate();
    now(system.getWhenTerminated());
    redisClient.close();
    try {
      redis.close();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
