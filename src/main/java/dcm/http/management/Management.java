package dcm.http.management;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.completeWithFuture;
import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.mapUnmatchedPath;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.PathMatchers.segment;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.management.cluster.javadsl.ClusterHttpManagementRoutes;

/**
 * The operators' port. It opens before the rooms do, and answers until the actor system ends: who
 * asks while the node comes or goes is told so.
 */
public final class Management {
  private static final ContentType METRICS =
      ContentTypes.parse("text/plain; version=0.0.4; charset=utf-8");

  private final ServerBinding binding;
  private final Health health;
  private final Meters meters;

  private Management(ServerBinding binding, Health health, Meters meters) {
    this.binding = binding;
    this.health = health;
    this.meters = meters;
  }

  /** Fails when the port is taken. Traces, if any are wanted, are kept from now on. */
  public static CompletionStage<Management> open(
      ActorSystem<?> system, ManagementSettings settings) {
    var collector = settings.collector();
    if (collector != null) {
      // not before: to look at that class is to load the SDK
      Traces.open(system, collector, settings.sampled());
    }
    var health = new Health(system, settings.patience());
    var meters = new Meters(Cluster.get(system));
    system.getWhenTerminated().thenRun(meters::close);
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseBeforeServiceUnbind(),
            "not-ready",
            () -> {
              health.leaving();
              return CompletableFuture.completedFuture(Done.getInstance());
            });
    return Http.get(system)
        .newServerAt(settings.host(), settings.port())
        .bind(routes(system, health, meters))
        .thenApply(binding -> new Management(binding, health, meters));
  }

  private static Route routes(ActorSystem<?> system, Health health, Meters meters) {
    var cluster =
        ClusterHttpManagementRoutes.readOnly(
            org.apache.pekko.cluster.Cluster.get(system.classicSystem()));
    return get(() ->
        concat(
            path(segment("health").slash("live"), () -> complete(live())),
            path(
                segment("health").slash("ready"),
                () -> completeWithFuture(health.ready().thenApply(Management::readiness))),
            path("metrics", () -> complete(text(meters))),
            mapUnmatchedPath(
                asked -> asked.equals("/cluster") ? "/cluster/members" : asked, () -> cluster)));
  }

  /**
   * That this is answered at all says it: by actors, on the dispatcher that everything else needs.
   * What a restart would not mend is no part of it.
   */
  private static HttpResponse live() {
    return json(200, JsonNodeFactory.instance.objectNode().put("live", true).toString());
  }

  private static HttpResponse readiness(Health.Report report) {
    var json = JsonNodeFactory.instance.objectNode().put("ready", report.ready());
    var checks = json.putObject("checks");
    report
        .checks()
        .forEach(check ->
            checks.putObject(check.name()).put("ok", check.ok()).put("detail", check.detail()));
    json.put("degradedGuilds", report.degradedGuilds());
    return json(report.ready() ? 200 : 503, json.toString());
  }

  private static HttpResponse text(Meters meters) {
    return HttpResponse.create()
        .withEntity(HttpEntities.create(METRICS, meters.text().getBytes(StandardCharsets.UTF_8)));
  }

  private static HttpResponse json(int status, String body) {
    return HttpResponse.create()
        .withStatus(status)
        .addHeader(RawHeader.create("Cache-Control", "no-store"))
        .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, body));
  }

  /** Everything is open: from now on this node may be ready, and its rooms are measured. */
  public void opened(Watched rooms) {
    meters.watch(rooms);
    health.opened(rooms);
  }

  /** Before anything closes: whoever sends traffic here should stop. */
  public void leaving() {
    health.leaving();
  }

  /** Where we listen; the port is the real one. */
  public InetSocketAddress address() {
    return binding.localAddress();
  }
}
