package dcm.http;

import dcm.entity.GuildClient;
import dcm.guild.value.Grouping;
import dcm.http.api.AbsenceRoutes;
import dcm.http.api.AttachmentRoutes;
import dcm.http.api.AuditRoutes;
import dcm.http.api.AuthRoutes;
import dcm.http.api.BinRoutes;
import dcm.http.api.BoardRoutes;
import dcm.http.api.BulkRoutes;
import dcm.http.api.CalendarFeedRoutes;
import dcm.http.api.CalendarRoutes;
import dcm.http.api.CalendarTokenRoutes;
import dcm.http.api.CommentRoutes;
import dcm.http.api.DiscordRoutes;
import dcm.http.api.GroupingRoutes;
import dcm.http.api.HolidayRoutes;
import dcm.http.api.HttpGuildClient;
import dcm.http.api.InteractionRoutes;
import dcm.http.api.LiveRoutes;
import dcm.http.api.MeRoutes;
import dcm.http.api.MemberRoutes;
import dcm.http.api.NotificationRoutes;
import dcm.http.api.OccurrenceActionRoutes;
import dcm.http.api.OccurrenceRoutes;
import dcm.http.api.PermissionRoutes;
import dcm.http.api.PointsRoutes;
import dcm.http.api.PrivacyRoutes;
import dcm.http.api.QuickAddRoutes;
import dcm.http.api.RecurrenceRoutes;
import dcm.http.api.RosterRoutes;
import dcm.http.api.SettingsRoutes;
import dcm.http.api.StatisticsRoutes;
import dcm.http.api.SwapRoutes;
import dcm.http.api.TaskListRoutes;
import dcm.http.api.TaskRoutes;
import dcm.http.api.TemplateRoutes;
import dcm.http.api.TokenRoutes;
import dcm.http.api.TransferRoutes;
import dcm.http.live.LiveSockets;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.RequestBodyReader;
import dcm.http.pipeline.RequestPipeline;
import dcm.http.pipeline.Responses;
import dcm.http.pipeline.Router;
import dcm.http.pipeline.SecurityHeaders;
import dcm.http.security.AccessTokenAuthenticator;
import dcm.http.security.GuildAccessFilter;
import dcm.http.security.RateLimitFilter;
import dcm.http.security.SameOriginCheck;
import dcm.http.server.HttpServer;
import dcm.http.web.DashboardRoutes;
import dcm.http.web.DocsRoutes;
import dcm.http.web.GuideRoutes;
import dcm.http.web.StaticResources;
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

/** The HTTP module: REST API, WebSockets, documentation and dashboard on one port. */
public final class HttpApi {
  private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);

  private final ActorSystem<?> system;
  private final HttpServer.Binding server;
  private final LiveSockets liveSockets;
  private final URI url;

  private HttpApi(
      ActorSystem<?> system, HttpServer.Binding server, LiveSockets liveSockets, URI url) {
    this.system = system;
    this.server = server;
    this.liveSockets = liveSockets;
    this.url = url;
  }

  /** Fails when the port is taken. */
  public static CompletionStage<HttpApi> open(
      ActorSystem<?> system, HttpSettings settings, HttpDependencies dependencies) {
    var allowed = allowedOrigins(dependencies);
    var liveSockets =
        new LiveSockets(
            system,
            settings.live(),
            dependencies.guilds(),
            dependencies.tickets(),
            dependencies.logins(),
            dependencies.view().eventHistory());
    var pipeline =
        new RequestPipeline(
            new Router(
                endpoints(
                    system, dependencies, liveSockets, allowed, settings.taskPageCacheSize())),
            new GuildAccessFilter(
                new AccessTokenAuthenticator(dependencies.tokens(), dependencies.logins())
                    ::authenticate),
            new RateLimitFilter(dependencies.limits()),
            new RequestBodyReader(system, settings),
            new SecurityHeaders(dependencies.auth().publicUrl().startsWith("https://")),
            settings,
            dependencies.guilds().clock());
    var warning = settings.trustedProxies().warning(dependencies.auth().publicUrl());
    if (warning != null) {
      LOG.warn("{}", warning);
    }
    return HttpServer.listen(system, settings, pipeline)
        .thenApply(server ->
            new HttpApi(
                system, server, liveSockets, URI.create(dependencies.auth().publicUrl() + "/")));
  }

  /**
   * The endpoints of all routes, listed by hand; a test compares them with {@code openapi.yaml}.
   */
  static List<Endpoint> endpoints(
      ActorSystem<?> system,
      HttpDependencies dependencies,
      LiveSockets liveSockets,
      Set<String> allowed,
      long taskPageCacheSize) {
    var guilds = new GuildClient(dependencies.guilds());
    var client = new HttpGuildClient(guilds);
    var resources = new StaticResources();
    return Stream.of(
            new TaskListRoutes(client, taskPageCacheSize).endpoints(),
            new TaskRoutes(client).endpoints(),
            new OccurrenceActionRoutes(client).endpoints(),
            new OccurrenceRoutes(client, dependencies.view().occurrenceHistory()).endpoints(),
            new AttachmentRoutes(client, dependencies.attachments(), dependencies.photos())
                .endpoints(),
            new CommentRoutes(client, dependencies.view().comments()).endpoints(),
            new BulkRoutes(client, dependencies.limits()).endpoints(),
            new TemplateRoutes(client, dependencies.limits()).endpoints(),
            new BinRoutes(client).endpoints(),
            new TransferRoutes(dependencies.exports(), dependencies.imports()).endpoints(),
            new BoardRoutes(client).endpoints(),
            new CalendarRoutes(client, dependencies.view().occurrenceHistory()).endpoints(),
            new CalendarTokenRoutes(
                    client, dependencies.calendarSecrets(), dependencies.auth().publicUrl())
                .endpoints(),
            new CalendarFeedRoutes(
                    guilds, dependencies.calendarSecrets(), dependencies.auth().publicUrl())
                .endpoints(),
            new StatisticsRoutes(client, dependencies.view().statistics()).endpoints(),
            new GroupingRoutes(client, Grouping.Kind.CATEGORY).endpoints(),
            new GroupingRoutes(client, Grouping.Kind.LABEL).endpoints(),
            new MemberRoutes(client).endpoints(),
            new AbsenceRoutes(client).endpoints(),
            new SwapRoutes(client).endpoints(),
            new RosterRoutes(client).endpoints(),
            new PointsRoutes(client, dependencies.view().points()).endpoints(),
            new PrivacyRoutes(client, dependencies.view().memberExport()).endpoints(),
            new PermissionRoutes(client).endpoints(),
            new SettingsRoutes(client).endpoints(),
            new HolidayRoutes(client).endpoints(),
            new RecurrenceRoutes(client).endpoints(),
            new QuickAddRoutes(client).endpoints(),
            new DiscordRoutes(client).endpoints(),
            new AuditRoutes(client, dependencies.view().auditLog()).endpoints(),
            new NotificationRoutes(client).endpoints(),
            new MeRoutes(
                    dependencies.logins(),
                    dependencies.view().guildDirectory(),
                    dependencies.auth())
                .endpoints(),
            new AuthRoutes(dependencies.logins(), dependencies.keys(), dependencies.auth(), allowed)
                .endpoints(),
            new TokenRoutes(dependencies, guilds, client, allowed).endpoints(),
            new LiveRoutes(liveSockets, allowed).endpoints(),
            new InteractionRoutes(dependencies.interactions()).endpoints(),
            new DocsRoutes(resources).endpoints(),
            new GuideRoutes(resources).endpoints(),
            new DashboardRoutes(resources).endpoints())
        .flatMap(List::stream)
        .toList();
  }

  /** The origin of the public URL; for a loopback URL also the same origin with its other name. */
  private static Set<String> allowedOrigins(HttpDependencies dependencies) {
    var url = URI.create(dependencies.auth().publicUrl());
    var allowed = SameOriginCheck.originOf(url);
    return switch (url.getHost()) {
      case "127.0.0.1" -> Set.of(allowed, allowed.replace("127.0.0.1", "localhost"));
      case "localhost" -> Set.of(allowed, allowed.replace("localhost", "127.0.0.1"));
      default -> Set.of(allowed);
    };
  }

  /** The address that the server is bound to, with the port that is really used. */
  public InetSocketAddress address() {
    return server.address();
  }

  /** The public URL, for a browser. */
  public URI url() {
    return url;
  }

  /** Whether new connections are accepted. */
  public boolean isListening() {
    return server.listening();
  }

  /** The number of open connections, including WebSockets. */
  public int connectionCount() {
    return server.connectionCount();
  }

  /** The number of open WebSockets on this node. */
  public int webSocketCount() {
    return liveSockets.socketCount();
  }

  /** The bytes of the frames that are queued for the clients of WebSockets. */
  public long queuedBytes() {
    return liveSockets.queuedBytes();
  }

  /**
   * Stops accepting connections, closes WebSockets with 1012, waits {@code grace} for requests in
   * flight to complete, then aborts the remaining connections.
   */
  public CompletionStage<Done> close(Duration grace) {
    return server
        .unbind()
        .thenCompose(_ -> {
          liveSockets.closeAll();
          return Patterns.after(
              grace, system.classicSystem(), () -> Responses.completed(Done.getInstance()));
        })
        .thenApply(done -> {
          server.abortConnections();
          return done;
        });
  }
}
