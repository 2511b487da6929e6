package dcm.sandbox;

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
 * The local Discord, open: one port on the loopback for REST ({@code /api/v10}), gateway (any
 * WebSocket), OAuth2, control API ({@code /sandbox}) and the chat page ({@code /}).
 *
 * <p>Its state outlives the process in {@link SandboxSettings#data()}; one directory serves one
 * sandbox at a time.
 */
public final class Sandbox {
  /** The same for every local Discord: it opens what exists on the loopback only. */
  public static final String BOT_TOKEN = Application.TOKEN;

  public static final String CLIENT_ID = Seed.APPLICATION;
  public static final String CLIENT_SECRET = Application.CLIENT_SECRET;

  private static final String HOST = "127.0.0.1";
  private static final int MAX_CONNECTIONS = 1_024;
  private static final int FRAMES_WAITING = 4_096;
  private static final long SWEEP_MILLIS = 10_000;

  private final ActorSystem<?> system;
  private final Desk desk = new Desk();
  private final Ledger ledger;
  private final SignedDelivery signed = new SignedDelivery();
  private final Live live = new Live();
  private final Application application;
  private final Gateway gateway;
  private final Rest rest;
  private final Set<Wire> wires = ConcurrentHashMap.newKeySet();
  private volatile int port;
  private Tcp.ServerBinding binding;

  /**
   * Opens it. Fails when the port is taken, the directory cannot be written or is in use.
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
    Gate gate = new Gate(settings.openapi());
    ledger = new Ledger(settings.data());
    Snowflakes ids = new Snowflakes();
    World world = new World(ledger);
    Messages messages = new Messages(ledger);
    Commands commands = new Commands(ledger, ids);
    Interactions interactions = new Interactions(ledger);
    Grants grants = new Grants(ledger, ids);
    Identifies identifies = new Identifies(ledger);
    application = new Application(ledger, settings.redirectUris(), signed);
    ledger.load();
    world.open();
    messages.open(ids);
    commands.open();
    interactions.open();
    grants.open();
    application.open();
    Faults faults = new Faults();
    gateway = new Gateway(world, Application.TOKEN, faults, identifies, this::gatewayUrl);
    Parts parts =
        new Parts(
            desk,
            ids,
            world,
            messages,
            commands,
            interactions,
            application,
            grants,
            faults,
            new RequestLog(),
            gateway,
            new Composer(world));
    Postbox postbox = new Postbox(parts, live);
    Callbacks callbacks = new Callbacks(parts, postbox);
    Endpoints discord = new Endpoints();
    new ApplicationEndpoints(parts, identifies, this::gatewayUrl).register(discord);
    new OAuthEndpoints(parts).register(discord);
    new ChannelEndpoints(parts, postbox).register(discord);
    new GuildEndpoints(world).register(discord);
    new InteractionEndpoints(parts, callbacks, postbox).register(discord);
    Endpoints control = new Endpoints();
    new ControlGuilds(parts).register(control);
    new ControlChannels(parts).register(control);
    new ControlInteractions(parts, new Delivery(parts, callbacks, signed), new Seen(parts))
        .register(control);
    new ControlSwitches(parts, postbox, gate).register(control);
    rest =
        new Rest(
            system,
            parts,
            discord,
            control,
            new RateLimits(settings.messagesPer5s()),
            gate,
            new ChatPage(live));
  }

  private CompletionStage<Sandbox> listen(int wanted) {
    Http http = Http.get(system);
    return Tcp.get(system)
        .bind(HOST, wanted)
        .mapAsyncUnordered(MAX_CONNECTIONS, connection -> serve(http, connection))
        .toMat(Sink.ignore(), Keep.left())
        .run(system)
        .handle((bound, problem) -> {
          if (problem != null) {
            release();
            throw new java.util.concurrent.CompletionException(problem);
          }
          binding = bound;
          port = bound.localAddress().getPort();
          desk.tellIn(SWEEP_MILLIS, this::sweep);
          return this;
        });
  }

  private void sweep() {
    gateway.dropSilent();
    live.tick();
    desk.tellIn(SWEEP_MILLIS, this::sweep);
  }

  /** Completes, never fails, when the connection is over. */
  private CompletionStage<Done> serve(Http http, Tcp.IncomingConnection connection) {
    Wire wire = new Wire();
    wires.add(wire);
    Flow<HttpRequest, HttpResponse, NotUsed> handler =
        Flow.of(HttpRequest.class).mapAsync(1, request -> answer(request, wire));
    Flow<ByteString, ByteString, CompletionStage<Done>> watched =
        wire.serve(http, handler).watchTermination((_, done) -> done);
    return connection
        .handleWith(watched, system)
        .handle((done, problem) -> {
          wires.remove(wire);
          return Done.getInstance();
        });
  }

  private CompletionStage<HttpResponse> answer(HttpRequest request, Wire wire) {
    return request
        .getAttribute(AttributeKeys.webSocketUpgrade)
        .map(upgrade -> upgrade(request, upgrade, wire))
        .orElseGet(() -> rest.handle(request, wire));
  }

  private CompletionStage<HttpResponse> upgrade(
      HttpRequest request, WebSocketUpgrade upgrade, Wire wire) {
    boolean compressed =
        request.getUri().query().get("compress").filter("zlib-stream"::equals).isPresent();
    Pair<BoundedSourceQueue<Message>, Source<Message, NotUsed>> out =
        Source.<Message>queue(FRAMES_WAITING).preMaterialize(Materializer.matFromSystem(system));
    Connection connection = new Connection(gateway, wire, out.first(), compressed);
    Sink<Message, NotUsed> in =
        Flow.of(Message.class)
            .mapAsync(1, message -> Frames.text(message, system))
            .mapAsync(
                1,
                text ->
                    desk.ask(() -> {
                      connection.receive(text);
                      return CompletableFuture.completedFuture(Done.getInstance());
                    }))
            .watchTermination((_, over) -> {
              over.whenComplete(
                  (done, problem) -> desk.tell(() -> connection.left(wire.heardGoodbye())));
              return NotUsed.getInstance();
            })
            .to(Sink.ignore());
    return desk.ask(() -> {
      gateway.opened(connection);
      return CompletableFuture.completedFuture(upgrade.handleMessagesWith(in, out.second()));
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
    return Seed.APPLICATION;
  }

  public String clientSecret() {
    return Application.CLIENT_SECRET;
  }

  /** Ed25519, 32 bytes in hex. */
  public String publicKey() {
    return application.publicKey();
  }

  /** Cuts all connections and lets go of port and directory. */
  public CompletionStage<Done> close() {
    return binding
        .unbind()
        .thenApply(unbound -> {
          live.close();
          wires.forEach(Wire::cut);
          release();
          return Done.getInstance();
        });
  }

  private void release() {
    try {
      desk.close();
      signed.close();
      ledger.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
