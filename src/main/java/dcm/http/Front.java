package dcm.http;

import dcm.guild.Grouping;
import dcm.http.live.LiveRooms;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.pattern.Patterns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The front of the house: everything that HTTP leads to, open on one port. */
public final class Front {
  private static final Logger LOG = LoggerFactory.getLogger(Front.class);

  private final ActorSystem<?> system;
  private final HttpServer.Open server;
  private final LiveRooms live;
  private final URI url;

  private Front(ActorSystem<?> system, HttpServer.Open server, LiveRooms live, URI url) {
    this.system = system;
    this.server = server;
    this.live = live;
    this.url = url;
  }

  /** Fails when the port is taken. */
  public static CompletionStage<Front> open(
      ActorSystem<?> system, HttpSettings settings, Rooms rooms) {
    var ours = origins(rooms);
    var live =
        new LiveRooms(
            system,
            settings.live(),
            rooms.guilds(),
            rooms.tickets(),
            rooms.logins(),
            rooms.view().past());
    var hall =
        new Hall(
            new Router(endpoints(system, rooms, live, ours)),
            new Gate(new Tokens(rooms.tokens(), rooms.logins())::read, rooms.limits()),
            new Bodies(system, settings),
            rooms.limits(),
            new Shields(rooms.auth().publicUrl().startsWith("https://")),
            settings,
            rooms.guilds().clock());
    var warning = settings.trustedProxies().warning(rooms.auth().publicUrl());
    if (warning != null) {
      LOG.warn("{}", warning);
    }
    return HttpServer.listen(system, settings, hall)
        .thenApply(
            server -> new Front(system, server, live, URI.create(rooms.auth().publicUrl() + "/")));
  }

  /** By hand in one list; a test holds it against {@code openapi.yaml}. */
  static List<Endpoint> endpoints(
      ActorSystem<?> system, Rooms rooms, LiveRooms live, Set<String> ours) {
    var desk = new Desk(rooms.guilds());
    var resources = new Resources();
    return Stream.of(
            new TaskRoutes(desk).endpoints(),
            new ActionRoutes(desk).endpoints(),
            new OccurrenceRoutes(desk, rooms.view().history()).endpoints(),
            new BoardRoutes(desk).endpoints(),
            new GroupingRoutes(desk, Grouping.Kind.CATEGORY).endpoints(),
            new GroupingRoutes(desk, Grouping.Kind.LABEL).endpoints(),
            new MemberRoutes(desk).endpoints(),
            new PermissionRoutes(desk).endpoints(),
            new SettingsRoutes(desk).endpoints(),
            new DiscordRoutes(desk).endpoints(),
            new AuditRoutes(desk, rooms.view().audit()).endpoints(),
            new NotificationRoutes(desk).endpoints(),
            new MeRoutes(
                    rooms.logins(),
                    new Installed(system, question -> rooms.guilds().answer(question)),
                    rooms.auth())
                .endpoints(),
            new AuthRoutes(rooms.logins(), rooms.keys(), rooms.auth(), ours).endpoints(),
            new TokenRoutes(rooms, desk, ours).endpoints(),
            new LiveRoutes(live, ours).endpoints(),
            new InteractionRoutes(rooms.interactions()).endpoints(),
            new DocsRoutes(resources).endpoints(),
            new DashboardFiles(resources).endpoints())
        .flatMap(List::stream)
        .toList();
  }

  /** Pages of the public URL are ours; on this machine its other name is as good. */
  private static Set<String> origins(Rooms rooms) {
    var url = URI.create(rooms.auth().publicUrl());
    var ours = Origins.of(url);
    return switch (url.getHost()) {
      case "127.0.0.1" -> Set.of(ours, ours.replace("127.0.0.1", "localhost"));
      case "localhost" -> Set.of(ours, ours.replace("localhost", "127.0.0.1"));
      default -> Set.of(ours);
    };
  }

  /** Where we listen; the port is the real one. */
  public InetSocketAddress address() {
    return server.address();
  }

  /** What people type into a browser. */
  public URI url() {
    return url;
  }

  /** Whether connections are taken. */
  public boolean listens() {
    return server.listens();
  }

  /** Open connections, WebSockets among them. */
  public int connections() {
    return server.connections();
  }

  /** WebSockets that are open on this node. */
  public int sockets() {
    return live.sockets();
  }

  /** Bytes of frames that wait for the readers of WebSockets. */
  public long queuedBytes() {
    return live.queuedBytes();
  }

  /**
   * Takes no more connections, sends WebSockets elsewhere (1012), lets what is under way end within
   * {@code grace}, then cuts.
   */
  public CompletionStage<Done> close(Duration grace) {
    return server
        .unbind()
        .thenCompose(_ -> {
          live.sendAway();
          return Patterns.after(
              grace, system.classicSystem(), () -> Replies.now(Done.getInstance()));
        })
        .thenApply(done -> {
          server.cut();
          return done;
        });
  }
}
