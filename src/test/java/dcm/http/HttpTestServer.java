package dcm.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dcm.auth.AccessTokens;
import dcm.auth.AuthSettings;
import dcm.auth.CalendarTokenSecrets;
import dcm.auth.LoginService;
import dcm.auth.MasterSecret;
import dcm.auth.SigningKeyStore;
import dcm.auth.SigningKeys;
import dcm.entity.EntitySettings;
import dcm.entity.GuildClient;
import dcm.entity.Guilds;
import dcm.guild.command.CommandEnvelope;
import dcm.guild.command.GuildCommand;
import dcm.guild.command.MemberCommand;
import dcm.guild.command.SettingsCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryEnvelope;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.GuildReply;
import dcm.guild.reply.Outcome;
import dcm.guild.value.Caller;
import dcm.guild.value.ChannelId;
import dcm.guild.value.CommandId;
import dcm.guild.value.GuildChannel;
import dcm.guild.value.GuildId;
import dcm.guild.value.Member;
import dcm.guild.value.MemberId;
import dcm.guild.value.MembershipEvidence;
import dcm.guild.value.Origin;
import dcm.guild.value.RoleId;
import dcm.http.server.HttpServer;
import dcm.journal.fencing.OwnershipCheck;
import dcm.journal.jdbc.TestDatabase;
import dcm.node.JournalFailureClassifier;
import dcm.node.ProcessedCommandStoreAdapter;
import dcm.node.SnapshotWriterAdapter;
import dcm.photo.PhotoProcessor;
import dcm.redis.BrowserSessionStore;
import dcm.redis.OpaqueToken;
import dcm.redis.RateLimiter;
import dcm.redis.RedisClient;
import dcm.redis.RedisSettings;
import dcm.redis.SocketTicketStore;
import dcm.redis.TestRedis;
import dcm.transfer.TaskExports;
import dcm.transfer.TaskImports;
import dcm.transfer.TransferSettings;
import dcm.view.AttachmentSettings;
import dcm.view.AttachmentStore;
import dcm.view.ReadModels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;

/**
 * The HTTP module with real PostgreSQL, Redis, guilds and keys. Two guilds exist; members are
 * observed as by a gateway, so that Discord is not needed.
 */
public final class HttpTestServer implements AutoCloseable {
  public static final GuildId DUTCH = new GuildId(424200000000000001L);
  public static final GuildId ENGLISH = new GuildId(424200000000000002L);
  public static final RoleId CREW = new RoleId(424200000000000011L);
  public static final MemberId ANNA = new MemberId(424200000000000101L);
  public static final MemberId BRAM = new MemberId(424200000000000102L);
  public static final MemberId CLEO = new MemberId(424200000000000103L);
  public static final ObjectMapper JSON = new ObjectMapper();

  public final TestDatabase database = TestDatabase.fresh();
  final ActorSystem<Void> system;
  final TestRedis redis;
  public final Guilds guilds;
  final HttpApi httpApi;
  private final HttpDependencies dependencies;
  private final HttpSettings settings;
  final AccessTokens tokens;
  final ReadModels view;
  private final PhotoProcessor photos = new PhotoProcessor();
  final TaskImports imports;
  final RedisClient redisClient;
  private final LoginService logins;
  private final BrowserSessionStore sessions;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  public HttpTestServer() {
    this("");
  }

  public HttpTestServer(String overrides) {
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
                      ip { default = 100000, window = 60s }
                      member { default = 100000, max = 200000 }
                      guild { default = 100000, max = 200000 }
                    }
                    """))
            .withFallback(database.config())
            .resolve();
    system = ActorSystem.create(Behaviors.empty(), "http-test-server", config);
    var cluster = Cluster.get(system);
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    try {
      redis = TestRedis.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    var problems = new ArrayList<String>();
    redisClient =
        RedisClient.open(
            RedisSettings.from(
                ConfigFactory.parseString("dcm.redis.url = \"" + redis.url() + "\"")
                    .withFallback(config),
                problems));
    join(redisClient.firstConnectionAttempt());
    var auth = AuthSettings.from(config, problems);
    var secret = MasterSecret.of("0123456789abcdef0123456789abcdef0123456789abcdef", problems);
    guilds =
        Guilds.open(
            system,
            EntitySettings.from(config, problems),
            _ -> {},
            guild -> OwnershipCheck.of(system).isOwner(guild.value()),
            new JournalFailureClassifier(),
            ProcessedCommandStoreAdapter.of(system),
            SnapshotWriterAdapter.of(system));
    view = ReadModels.open(system);
    var keys = new SigningKeys(new InMemorySigningKeys(), secret, auth, Clock.systemUTC());
    tokens = new AccessTokens(keys, auth, Clock.systemUTC());
    logins = new LoginService(auth, secret, redisClient, Clock.systemUTC());
    sessions = new BrowserSessionStore(redisClient, Clock.systemUTC());
    var guildClient = new GuildClient(guilds);
    imports =
        new TaskImports(
            system, TransferSettings.from(config, problems), guildClient, guilds.clock());
    dependencies =
        new HttpDependencies(
            guilds,
            view,
            new AttachmentStore(system, AttachmentSettings.from(config, problems)),
            photos,
            new TaskExports(guildClient, guilds.clock()),
            imports,
            new RateLimiter(redisClient),
            new SocketTicketStore(redisClient),
            tokens,
            logins,
            keys,
            auth,
            new CalendarTokenSecrets(secret),
            null);
    settings = HttpSettings.from(config, problems);
    if (!problems.isEmpty()) {
      throw new IllegalStateException(problems.toString());
    }
    httpApi = join(HttpApi.open(system, settings, dependencies));
    open(DUTCH, "Studentenhuis");
    open(ENGLISH, "Club");
    member(DUTCH, ANNA, "Anna", true);
    member(DUTCH, CLEO, "Cleo", false);
    member(ENGLISH, BRAM, "Bram", true);
  }

  /** Signing keys in memory instead of a table. */
  private static final class InMemorySigningKeys implements SigningKeyStore {
    private final Map<String, StoredKey> rows = new ConcurrentHashMap<>();

    @Override
    public CompletionStage<List<StoredKey>> findValid() {
      return CompletableFuture.completedFuture(List.copyOf(rows.values()));
    }

    @Override
    public CompletionStage<Boolean> insert(StoredKey row) {
      return CompletableFuture.completedFuture(rows.putIfAbsent(row.kid(), row) == null);
    }
  }

  public static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  private void open(GuildId guild, String name) {
    observe(guild, name, CREW);
  }

  /** Observes a guild's name and roles, as the gateway does. */
  void observe(GuildId guild, String name, RoleId... roles) {
    var names = new HashMap<RoleId, String>();
    names.put(new RoleId(guild.value()), "@everyone");
    for (var role : roles) {
      names.put(role, "role " + role);
    }
    executeAsSystem(
        guild,
        new SettingsCommand.ObserveGuild(name, names, "en", new ChannelId(424200000000000201L)));
  }

  /** Observes a guild's only channel, as the gateway does. */
  void observeChannels(GuildId guild, long id) {
    executeAsSystem(
        guild,
        new SettingsCommand.ObserveChannels(
            List.of(new GuildChannel(new ChannelId(id), "channel", GuildChannel.Type.TEXT, true))));
  }

  public GuildReply executeAsSystem(GuildId guild, GuildCommand command) {
    return execute(guild, new Caller.SystemCaller(), command);
  }

  GuildReply execute(GuildId guild, Caller caller, GuildCommand command) {
    return join(
        guilds.decide(
            new CommandEnvelope(
                guild, new CommandId(UUID.randomUUID()), "test", Instant.now(), caller, command)));
  }

  /** Observes a member, as the gateway does. */
  public Member member(
      GuildId guild, MemberId id, String name, boolean administrator, RoleId... roles) {
    var reply =
        executeAsSystem(guild, new MemberCommand.Observe(id, name, Set.of(roles), administrator));
    if (reply instanceof GuildReply.Done(Outcome outcome, boolean _)
        && outcome.subject() instanceof Outcome.MemberSubject(Member member)) {
      return member;
    }
    throw new IllegalStateException(reply.toString());
  }

  /** A real token of a real session, with the member's current epoch. */
  public String token(GuildId guild, MemberId member) {
    return mint(guild, member).token();
  }

  AccessTokens.IssuedToken mint(GuildId guild, MemberId member) {
    return mint(guild, member, OpaqueToken.generate());
  }

  /** As {@link #token}, with the refresh token of the session. */
  AccessTokens.IssuedToken mint(GuildId guild, MemberId member, OpaqueToken refresh) {
    var current = member(guild, member);
    var session =
        new BrowserSessionStore.Session(
            BrowserSessionStore.newId(),
            member.value(),
            current.displayName(),
            null,
            "locked",
            Instant.now(),
            Instant.now().plusSeconds(3600));
    join(sessions.create(session, refresh));
    return join(
        tokens.issue(
            guild,
            member,
            new MembershipEvidence.FromDiscord(
                current.displayName(), current.roles(), current.administrator(), null),
            current.epoch(),
            session.id()));
  }

  Member member(GuildId guild, MemberId id) {
    var reply =
        join(
            guilds.answer(
                new QueryEnvelope(
                    guild,
                    Instant.now(),
                    new Caller.SystemCaller(),
                    new GuildQuery.OneMember(id))));
    if (reply instanceof GuildReply.Answered(QueryResult.OneMember(Member member), long _)) {
      return member;
    }
    throw new IllegalStateException(reply.toString());
  }

  public Caller.Person callerFromDiscord(GuildId guild, MemberId id) {
    var current = member(guild, id);
    return new Caller.Person(
        id,
        new MembershipEvidence.FromDiscord(
            current.displayName(), current.roles(), current.administrator(), null),
        Origin.DISCORD);
  }

  /** As on another node: it shares Redis and guilds with the first, on a port of its own. */
  HttpApi anotherHttpApi() {
    return join(HttpApi.open(system, settings, dependencies));
  }

  public URI url(String path) {
    return HttpServer.url(httpApi.address()).resolve(path);
  }

  public static String in(GuildId guild, String path) {
    return "/api/v1/guilds/" + guild + path;
  }

  /**
   * Sends a request and checks that {@code openapi.yaml} lists the response's status for the
   * operation.
   *
   * @param body null: none
   */
  public Reply send(String method, String path, String token, String body, String... headers) {
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
          .ifPresent(operation ->
              assertThat(OpenApi.undocumentedStatus(operation, reply.status())).isEmpty());
      return reply;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(method + " " + path, e);
    }
  }

  /** A response and its body as JSON. */
  public record Reply(HttpResponse<String> http) {
    public int status() {
      return http.statusCode();
    }

    public String header(String name) {
      return http.headers().firstValue(name).orElse("");
    }

    public JsonNode json() {
      try {
        return JSON.readTree(http.body());
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(http.body(), e);
      }
    }

    @Override
    public String toString() {
      return http.statusCode() + " " + http.body();
    }
  }

  public HttpClient client() {
    return client;
  }

  @Override
  public void close() {
    client.close();
    join(httpApi.close(Duration.ofMillis(100)));
    photos.close();
    imports.close();
    logins.close();
    tokens.close();
    system.terminate();
    join(system.getWhenTerminated());
    redisClient.close();
    try {
      redis.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
