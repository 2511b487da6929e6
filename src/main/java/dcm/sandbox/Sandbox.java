package dcm.sandbox;

import dcm.sandbox.control.ControlChannelEndpoints;
import dcm.sandbox.control.ControlContextMenuEndpoints;
import dcm.sandbox.control.ControlGuildEndpoints;
import dcm.sandbox.control.ControlInteractionEndpoints;
import dcm.sandbox.control.ControlStateEndpoints;
import dcm.sandbox.control.ControlUploadEndpoints;
import dcm.sandbox.gateway.ConnectionCloser;
import dcm.sandbox.gateway.EventLoop;
import dcm.sandbox.gateway.GatewayFrames;
import dcm.sandbox.gateway.GatewayServer;
import dcm.sandbox.gateway.GatewaySocket;
import dcm.sandbox.gateway.IdentifyQuota;
import dcm.sandbox.interaction.HttpInteractionDelivery;
import dcm.sandbox.interaction.InteractionDelivery;
import dcm.sandbox.interaction.InteractionLifecycle;
import dcm.sandbox.interaction.InteractionStore;
import dcm.sandbox.interaction.ResponseAwaiter;
import dcm.sandbox.oauth.GrantStore;
import dcm.sandbox.oauth.OAuthEndpoints;
import dcm.sandbox.rest.ApplicationEndpoints;
import dcm.sandbox.rest.ChannelEndpoints;
import dcm.sandbox.rest.EndpointTable;
import dcm.sandbox.rest.GuildEndpoints;
import dcm.sandbox.rest.InteractionEndpoints;
import dcm.sandbox.rest.RequestLog;
import dcm.sandbox.rest.RestPipeline;
import dcm.sandbox.rest.RouteRateLimits;
import dcm.sandbox.store.BotApplication;
import dcm.sandbox.store.CommandStore;
import dcm.sandbox.store.FaultInjection;
import dcm.sandbox.store.GuildStore;
import dcm.sandbox.store.InitialState;
import dcm.sandbox.store.MessageBuilder;
import dcm.sandbox.store.MessageDispatcher;
import dcm.sandbox.store.MessageStore;
import dcm.sandbox.store.SnowflakeGenerator;
import dcm.sandbox.store.StateLog;
import dcm.sandbox.store.UploadStore;
import dcm.sandbox.validation.OpenApiValidator;
import dcm.sandbox.web.ChatEventStream;
import dcm.sandbox.web.ChatPage;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.WebSocketUpgrade;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.Tcp;
import org.apache.pekko.util.ByteString;

/**
 * A running local Discord: one port on the loopback for REST ({@code /api/v10}), gateway (any
 * WebSocket), OAuth2, control API ({@code /sandbox}) and the chat page ({@code /}).
 *
 * <p>Its state outlives the process in {@link SandboxSettings#dataDirectory()}; one directory
 * serves one sandbox at a time.
 */
public final class Sandbox {
  /**
   * Token of the bot in every local Discord. It is not secret: it is accepted on the loopback only.
   */
  public static final String BOT_TOKEN = BotApplication.BOT_TOKEN;

  public static final String CLIENT_ID = InitialState.APPLICATION;
  public static final String CLIENT_SECRET = BotApplication.CLIENT_SECRET;

  private static final String HOST = "127.0.0.1";
  private static final int MAX_CONNECTIONS = 1_024;
  private static final int MAX_QUEUED_FRAMES = 4_096;
  private static final long SWEEP_INTERVAL_MILLIS = 10_000;

  private final ActorSystem<?> system;
  private final EventLoop eventLoop = new EventLoop();
  private final StateLog stateLog;
  private final HttpInteractionDelivery httpDelivery = new HttpInteractionDelivery();
  private final ChatEventStream chatEvents = new ChatEventStream();
  private final BotApplication application;
  private final GatewayServer gateway;
  private final RestPipeline restPipeline;
  private final Set<ConnectionCloser> connections = ConcurrentHashMap.newKeySet();
  private volatile int port;
  private Tcp.ServerBinding binding;

  /**
   * Starts the sandbox. Fails when the port is in use, or when the directory is not writable or in
   * use.
   *
   * @return completes when it listens
   */
  public static CompletionStage<Sandbox> open(ActorSystem<?> system, SandboxSettings settings) {
    try {
      return new Sandbox(system, settings).listen(settings.port());
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Sandbox(ActorSystem<?> system, SandboxSettings settings)
      throws IOException, GeneralSecurityException {
    this.system = system;
    OpenApiValidator validator = new OpenApiValidator(settings.openapi());
    stateLog = new StateLog(settings.dataDirectory());
    SnowflakeGenerator ids = new SnowflakeGenerator();
    GuildStore guildStore = new GuildStore(stateLog);
    MessageStore messages = new MessageStore(stateLog);
    CommandStore commands = new CommandStore(stateLog, ids);
    InteractionStore interactions = new InteractionStore(stateLog);
    GrantStore grants = new GrantStore(stateLog, ids);
    IdentifyQuota identifyQuota = new IdentifyQuota(stateLog);
    application = new BotApplication(stateLog, settings.redirectUris(), httpDelivery);
    stateLog.load();
    guildStore.initialize();
    messages.initialize(ids);
    commands.initialize();
    interactions.initialize();
    grants.initialize();
    application.initialize();
    FaultInjection faults = new FaultInjection();
    gateway =
        new GatewayServer(
            guildStore, BotApplication.BOT_TOKEN, faults, identifyQuota, this::gatewayUrl);
    SandboxContext context =
        new SandboxContext(
            eventLoop,
            ids,
            guildStore,
            messages,
            commands,
            interactions,
            application,
            grants,
            faults,
            new RequestLog(),
            gateway,
            new MessageBuilder(guildStore),
            new UploadStore(ids),
            () -> url().toString());
    MessageDispatcher messageDispatcher = new MessageDispatcher(context, chatEvents);
    InteractionLifecycle lifecycle = new InteractionLifecycle(context, messageDispatcher);
    EndpointTable discord = new EndpointTable();
    new ApplicationEndpoints(context, identifyQuota, this::gatewayUrl).register(discord);
    new OAuthEndpoints(context).register(discord);
    new ChannelEndpoints(context, messageDispatcher).register(discord);
    new GuildEndpoints(guildStore).register(discord);
    new InteractionEndpoints(context, lifecycle, messageDispatcher).register(discord);
    EndpointTable control = new EndpointTable();
    new ControlGuildEndpoints(context).register(control);
    new ControlChannelEndpoints(context).register(control);
    var delivery = new InteractionDelivery(context, lifecycle, httpDelivery);
    var responseAwaiter = new ResponseAwaiter(context);
    var interactionEndpoints = new ControlInteractionEndpoints(context, delivery, responseAwaiter);
    interactionEndpoints.register(control);
    new ControlContextMenuEndpoints(context, delivery, responseAwaiter, interactionEndpoints)
        .register(control);
    new ControlUploadEndpoints(context).register(control);
    new ControlStateEndpoints(context, messageDispatcher, validator).register(control);
    restPipeline =
        new RestPipeline(
            system,
            context,
            discord,
            control,
            new RouteRateLimits(settings.messagesPer5s()),
            validator,
            new ChatPage(chatEvents));
  }

  private CompletionStage<Sandbox> listen(int requestedPort) {
    Http http = Http.get(system);
    return Tcp.get(system)
        .bind(HOST, requestedPort)
        .mapAsyncUnordered(MAX_CONNECTIONS, connection -> serve(http, connection))
        .toMat(Sink.ignore(), Keep.left())
        .run(system)
        .handle((bound, failure) -> {
          if (failure != null) {
            release();
            throw new java.util.concurrent.CompletionException(failure);
          }
          binding = bound;
          port = bound.localAddress().getPort();
          eventLoop.schedule(SWEEP_INTERVAL_MILLIS, this::sweep);
          return this;
        });
  }

  private void sweep() {
    gateway.closeTimedOut();
    chatEvents.sendKeepAlive();
    eventLoop.schedule(SWEEP_INTERVAL_MILLIS, this::sweep);
  }

  /** Completes, never fails, when the connection is over. */
  private CompletionStage<Done> serve(Http http, Tcp.IncomingConnection connection) {
    ConnectionCloser closer = new ConnectionCloser();
    connections.add(closer);
    Flow<HttpRequest, HttpResponse, NotUsed> handler =
        Flow.of(HttpRequest.class).mapAsync(1, request -> handle(request, closer));
    Flow<ByteString, ByteString, CompletionStage<Done>> monitored =
        closer.serve(http, handler).watchTermination((_, done) -> done);
    return connection
        .handleWith(monitored, system)
        .handle((done, failure) -> {
          connections.remove(closer);
          return Done.getInstance();
        });
  }

  private CompletionStage<HttpResponse> handle(HttpRequest request, ConnectionCloser closer) {
    return request
        .getAttribute(AttributeKeys.webSocketUpgrade)
        .map(upgrade -> upgrade(request, upgrade, closer))
        .orElseGet(() -> restPipeline.handle(request, closer));
  }

  private CompletionStage<HttpResponse> upgrade(
      HttpRequest request, WebSocketUpgrade upgrade, ConnectionCloser closer) {
    boolean compressed =
        request.getUri().query().get("compress").filter("zlib-stream"::equals).isPresent();
    Pair<BoundedSourceQueue<Message>, Source<Message, NotUsed>> outbound =
        Source.<Message>queue(MAX_QUEUED_FRAMES).preMaterialize(Materializer.matFromSystem(system));
    GatewaySocket connection = new GatewaySocket(gateway, closer, outbound.first(), compressed);
    Sink<Message, NotUsed> inbound =
        Flow.of(Message.class)
            .mapAsync(1, message -> GatewayFrames.readText(message, system))
            .mapAsync(
                1,
                text ->
                    eventLoop.submit(() -> {
                      connection.receive(text);
                      return CompletableFuture.completedFuture(Done.getInstance());
                    }))
            .watchTermination((_, termination) -> {
              termination.whenComplete((done, failure) ->
                  eventLoop.execute(() -> connection.onDisconnected(closer.receivedNormalClose())));
              return NotUsed.getInstance();
            })
            .to(Sink.ignore());
    return eventLoop.submit(() -> {
      gateway.onOpened(connection);
      return CompletableFuture.completedFuture(
          upgrade.handleMessagesWith(inbound, outbound.second()));
    });
  }

  private String gatewayUrl() {
    return "ws://" + HOST + ":" + port;
  }

  /** {@code http://127.0.0.1:port}, without a path. */
  public URI url() {
    return URI.create("http://" + HOST + ":" + port);
  }

  public String botToken() {
    return BOT_TOKEN;
  }

  public String clientId() {
    return InitialState.APPLICATION;
  }

  public String clientSecret() {
    return BotApplication.CLIENT_SECRET;
  }

  /** Ed25519, 32 bytes in hex. */
  public String publicKey() {
    return application.publicKey();
  }

  /** Closes all connections and releases port and directory. */
  public CompletionStage<Done> close() {
    return binding
        .unbind()
        .thenApply(unbound -> {
          chatEvents.close();
          connections.forEach(ConnectionCloser::reset);
          release();
          return Done.getInstance();
        });
  }

  /**
   * Releases the directory and the threads, after the actor system has terminated. Has no effect
   * the second time.
   */
  public void release() {
    try {
      eventLoop.close();
      httpDelivery.close();
      stateLog.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
