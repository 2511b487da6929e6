package dcm.node;

import static com.typesafe.config.ConfigValueFactory.fromAnyRef;

import com.typesafe.config.Config;
import dcm.auth.AccessTokens;
import dcm.auth.CalendarTokenSecrets;
import dcm.auth.LoginService;
import dcm.auth.SigningKeyDao;
import dcm.auth.SigningKeys;
import dcm.cluster.AddressInUseException;
import dcm.cluster.ClusterDatabase;
import dcm.cluster.ClusterSettings;
import dcm.cluster.DatabaseClock;
import dcm.cluster.JoinRefusedException;
import dcm.cluster.Membership;
import dcm.cluster.Role;
import dcm.cluster.Termination;
import dcm.discord.Bot;
import dcm.discord.gateway.GatewayStatus;
import dcm.discord.interaction.InteractionsEndpoint;
import dcm.entity.GuildClient;
import dcm.entity.Guilds;
import dcm.entity.wakeup.WakeUpScheduler;
import dcm.http.HttpApi;
import dcm.http.HttpDependencies;
import dcm.http.InteractionHandler;
import dcm.http.management.ManagementServer;
import dcm.http.management.MonitoredComponents;
import dcm.http.management.PrometheusMetrics;
import dcm.journal.fencing.OwnershipCheck;
import dcm.journal.jdbc.DatabaseSettings;
import dcm.journal.schema.SchemaAdministration;
import dcm.journal.schema.SharedSchema;
import dcm.notify.DeliveryService;
import dcm.photo.PhotoProcessor;
import dcm.redis.GatewaySessionStore;
import dcm.redis.RateLimiter;
import dcm.redis.RedisClient;
import dcm.redis.SocketTicketStore;
import dcm.sandbox.Sandbox;
import dcm.transfer.TaskExports;
import dcm.transfer.TaskImports;
import dcm.view.AttachmentStore;
import dcm.view.ReadModels;
import java.io.IOException;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/** A node: opens all modules in the order of their dependencies and closes them in reverse. */
public final class Node implements AutoCloseable {
  private static final Duration FIRST_LOGIN_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration DRAIN_TIMEOUT = Duration.ofMillis(500);

  private static final String VERSION = Version.number();

  private final Deque<AutoCloseable> resources = new ConcurrentLinkedDeque<>();
  private final ReentrantLock closing = new ReentrantLock();
  private final Config operatorConfig;
  private @Nullable Sandbox sandbox;
  private @Nullable ActorSystem<Void> system;
  private @Nullable CompletionStage<Done> terminated;
  private @Nullable HttpApi httpApi;
  private @Nullable NodeSettings settings;

  private Node(Config operatorConfig) {
    this.operatorConfig = operatorConfig;
  }

  /**
   * Opens the node; returns when it serves requests.
   *
   * @throws InvalidSettingsException with all invalid settings
   * @throws IOException with a sentence for the operator when a module cannot be opened
   */
  public static Node open(Config operatorConfig) throws InvalidSettingsException, IOException {
    var node = new Node(operatorConfig);
    try {
      node.openModules();
      return node;
    } catch (InvalidSettingsException | IOException | RuntimeException e) {
      node.close();
      throw e;
    }
  }

  private void openModules() throws InvalidSettingsException, IOException {
    try (var parts = new ParallelStart()) {
      var openingMetrics = parts.begin(() -> closeLater(PrometheusMetrics.open()));
      // problems are reported before anything starts
      NodeSettings.check(operatorConfig);
      var services = closeLater(EmbeddedServices.prepare(operatorConfig));
      openModules(services, ParallelStart.result(openingMetrics), parts);
    }
  }

  /** Starts the parts that do not need each other side by side, then the modules that use them. */
  private void openModules(
      EmbeddedServices services, PrometheusMetrics metrics, ParallelStart parts)
      throws InvalidSettingsException, IOException {
    var clusterSettings = NodeSettings.cluster(services.config());
    var databaseSettings = NodeSettings.database(services.config());
    var redisSettings = NodeSettings.redis(services.config());
    var managementSettings = NodeSettings.management(services.config());
    var preparingSchema = parts.begin(() -> SharedSchema.prepare(databaseSettings));
    var openingDatabase =
        parts.begin(() -> {
          services.startDatabase();
          ParallelStart.result(preparingSchema).migrate();
          var database = closeLater(ClusterDatabase.open(services.config()));
          return new SharedDatabase(
              database, closeLater(DatabaseClock.open(database, clusterSettings)));
        });
    var openingRedis =
        parts.begin(() -> {
          services.startRedis();
          var redis = closeLater(RedisClient.open(redisSettings));
          // the first login must not fail because Redis has not been contacted yet
          Await.result(redis.firstConnectionAttempt());
          return redis;
        });
    var system = startSystem(services.config(), clusterSettings);
    var openingManagement =
        parts.begin(() -> Await.result(ManagementServer.open(system, managementSettings, metrics)));
    var settings = NodeSettings.of(openSandbox(system, services.config()));
    this.settings = settings;

    var clusterDatabase = ParallelStart.result(openingDatabase).pool();
    var clock = ParallelStart.result(openingDatabase).clock();
    var redis = ParallelStart.result(openingRedis);
    if (sandbox != null && EmbeddedServices.embedsDiscord(operatorConfig)) {
      // the local Discord ended its sessions with the process; resuming one takes a second to fail
      Await.atMost(redisSettings.timeout(), new GatewaySessionStore(redis).discardAll());
    }
    var readModels = ReadModels.open(system);
    var attachments = new AttachmentStore(system, settings.attachments());
    var photos = closeLater(new PhotoProcessor());
    var rateLimiter = new RateLimiter(redis);
    var keys =
        new SigningKeys(
            new SigningKeyDao(clusterDatabase.dataSource(), clusterDatabase.executor()),
            settings.secret(),
            settings.auth(),
            clock);
    var tokens = closeLater(new AccessTokens(keys, settings.auth(), clock));
    var loginService =
        closeLater(new LoginService(settings.auth(), settings.secret(), redis, clock));

    var deliveryService = DeliveryService.open(system, settings.notifications());
    var ownershipCheck = OwnershipCheck.of(system);
    var guilds =
        Guilds.open(
            system,
            settings.entity(),
            deliveryService,
            guild -> ownershipCheck.isOwner(guild.value()),
            new JournalFailureClassifier(),
            ProcessedCommandStoreAdapter.of(system),
            SnapshotWriterAdapter.of(system),
            clock);
    guilds.setPseudonymization(PseudonymizationAdapter.of(readModels, redis));
    if (settings.cluster().has(Role.GUILD)) {
      WakeUpScheduler.start(system, readModels.dueGuilds()::findDue, guilds, settings.wakeUps());
    }

    var calendarSecrets = new CalendarTokenSecrets(settings.secret());
    var guildClient = new GuildClient(guilds);
    var imports = closeLater(new TaskImports(system, settings.transfer(), guildClient, clock));
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseServiceUnbind(),
            "imports",
            () -> {
              // another node goes on at once
              imports.close();
              return CompletableFuture.completedFuture(Done.getInstance());
            });

    var exports = new TaskExports(guildClient, clock);
    var bot =
        Bot.open(
            system,
            settings.discord(),
            guilds,
            rateLimiter,
            redis,
            attachments,
            photos,
            exports,
            imports,
            readModels,
            calendarSecrets,
            clock);
    guilds.setChannelSource(bot.channelSource());
    guilds.setBoardListener(bot.startBoardMessages());
    startRetention(system, settings, databaseSettings, guilds, readModels, bot);
    deliveryService.start(guilds, bot.directMessageChannel(), bot.guildTextChannel());

    // other members send requests to this one, so it joins when everything they use is open
    awaitMembership(
        Membership.start(
            system,
            clusterDatabase,
            settings.cluster(),
            clock,
            VERSION,
            settings.secret().fingerprint()));
    if (settings.cluster().has(Role.GATEWAY)) {
      openHttpApi(
          system,
          settings,
          new HttpDependencies(
              guilds,
              readModels,
              attachments,
              photos,
              exports,
              imports,
              rateLimiter,
              new SocketTicketStore(redis),
              tokens,
              loginService,
              keys,
              settings.auth(),
              calendarSecrets,
              interactions(bot.interactionsEndpoint())));
    }
    var management = ParallelStart.result(openingManagement);
    management.started(
        new MonitoredComponents(
            guilds.degradedGuilds(),
            readModels,
            redis,
            deliveryService,
            httpApi,
            gateway(bot.gatewayStatus())));
    closeLater(management::leaving);
    if (sandbox != null) {
      // the local Discord must know the commands before the first user types one
      Await.atMost(FIRST_LOGIN_TIMEOUT, bot.whenReady());
    }
    // registered last and closed first: guilds are handed over while everything they need is open
    closeLater(this::terminate);
  }

  private static void startRetention(
      ActorSystem<?> system,
      NodeSettings settings,
      DatabaseSettings database,
      Guilds guilds,
      ReadModels readModels,
      Bot bot) {
    var period = settings.retention().period();
    if (period == null || !settings.cluster().has(Role.GUILD)) {
      return;
    }
    var retention =
        new GuildRetention(
            readModels.inactiveGuilds(),
            new GuildClient(guilds),
            new SchemaAdministration(database),
            bot::announceRemoval,
            period,
            system.dispatchers().lookup(DispatcherSelector.blocking()));
    RetentionScheduler.start(
        system, retention::run, settings.retention().interval(), guilds.clock());
  }

  /** The database that the nodes share, with its clock. */
  private record SharedDatabase(ClusterDatabase pool, DatabaseClock clock) {}

  /** Connects http and discord, which do not depend on each other. */
  private static @Nullable InteractionHandler interactions(
      @Nullable InteractionsEndpoint endpoint) {
    return endpoint == null
        ? null
        : (signature, timestamp, body) ->
            endpoint
                .handle(signature, timestamp, body)
                .thenApply(
                    answer -> new InteractionHandler.Response(answer.status(), answer.json()));
  }

  /** Connects the health page and discord, which do not depend on each other. */
  private static MonitoredComponents.@Nullable Gateway gateway(@Nullable GatewayStatus status) {
    return status == null
        ? null
        : new MonitoredComponents.Gateway() {
          @Override
          public boolean isConnected() {
            return status.isConnected();
          }

          @Override
          public String statusText() {
            return status.describe();
          }
        };
  }

  private ActorSystem<Void> startSystem(Config config, ClusterSettings cluster) {
    var started =
        ActorSystem.<Void>create(
            Behaviors.empty(), "dcm", cluster.pekko(VERSION).withFallback(config));
    this.system = started;
    this.terminated = Termination.of(started);
    closeLater(this::terminate);
    return started;
  }

  /**
   * Runs coordinated shutdown: requests drain, guilds are handed over, the node leaves the cluster,
   * and the actor system terminates.
   */
  private void terminate() {
    system.terminate();
    Await.result(terminated);
  }

  /** Waits, without a timeout, until this node is up in the cluster. */
  private void awaitMembership(Membership membership) throws IOException {
    var ended =
        terminated.<Done>thenApply(_ -> {
          throw new IllegalStateException("This node had to stop before it was ready");
        });
    try {
      Await.result(membership.up().applyToEither(ended, up -> up));
    } catch (AddressInUseException | JoinRefusedException | IllegalStateException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private void openHttpApi(
      ActorSystem<Void> system, NodeSettings settings, HttpDependencies dependencies) {
    var httpApi = Await.result(HttpApi.open(system, settings.http(), dependencies));
    this.httpApi = httpApi;
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseServiceUnbind(),
            "http-server",
            () -> httpApi.close(DRAIN_TIMEOUT));
  }

  /**
   * Opens the local Discord unless it is disabled, and configures it as Discord when there is no
   * token.
   */
  private Config openSandbox(ActorSystem<Void> system, Config config)
      throws InvalidSettingsException {
    var sandbox = NodeSettings.sandbox(config);
    if (!sandbox.enabled()) {
      return EmbeddedServices.embedsDiscord(config)
          ? NodeSettings.withLocalDiscord(config.getString("dcm.discord.url"), config)
          : config;
    }
    var localDiscord = Await.result(Sandbox.open(system, sandbox));
    this.sandbox = localDiscord;
    // it stops with the actor system, after the bot has disconnected
    closeLater(localDiscord::release);
    return EmbeddedServices.embedsDiscord(config)
        ? NodeSettings.withLocalDiscord(localDiscord.url().toString(), config)
            .withValue("dcm.discord.public-key", fromAnyRef(localDiscord.publicKey()))
        : config;
  }

  /** The text to print after start-up. */
  public String startupBanner() {
    return StartupBanner.text(
        operatorConfig, httpApi == null ? null : httpApi.url(), sandbox, settings);
  }

  /** The workload of a training run; requires that all services are embedded. */
  public AotTrainingWorkload trainingWorkload() {
    return new AotTrainingWorkload(httpApi.url(), sandbox.url());
  }

  /** Waits until the node stops. */
  public void awaitTermination() {
    Await.result(terminated);
  }

  private <T extends AutoCloseable> T closeLater(T resource) {
    resources.push(resource);
    return resource;
  }

  /**
   * Closes all resources in reverse order. A second caller waits for the first: the process must
   * not exit before PostgreSQL has stopped.
   */
  @Override
  public void close() {
    closing.lock();
    try {
      while (!resources.isEmpty()) {
        QuietCloser.close(resources.pop());
      }
    } finally {
      closing.unlock();
    }
  }
}
