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
 * The management port. It opens before the other modules and answers until the actor system
 * terminates, so that probes get an answer while the node starts and stops.
 */
public final class ManagementServer {
  private static final ContentType METRICS =
      ContentTypes.parse("text/plain; version=0.0.4; charset=utf-8");

  private final ServerBinding binding;
  private final ReadinessChecks readiness;
  private final PrometheusMetrics metrics;

  private ManagementServer(
      ServerBinding binding, ReadinessChecks readiness, PrometheusMetrics metrics) {
    this.binding = binding;
    this.readiness = readiness;
    this.metrics = metrics;
  }

  /**
   * Binds the port; fails when it is in use. Spans are exported from now on, if a collector is set.
   *
   * @param metrics shown at {@code /metrics}; stays open as long as the actor system
   */
  public static CompletionStage<ManagementServer> open(
      ActorSystem<?> system, ManagementSettings settings, PrometheusMetrics metrics) {
    var collector = settings.collector();
    if (collector != null) {
      // only here: loading that class loads the OpenTelemetry SDK
      Tracing.install(system, collector, settings.sampled());
    }
    var readiness = new ReadinessChecks(system, settings.checkTimeout());
    metrics.registerClusterGauges(Cluster.get(system));
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseBeforeServiceUnbind(),
            "not-ready",
            () -> {
              readiness.leaving();
              return CompletableFuture.completedFuture(Done.getInstance());
            });
    return Http.get(system)
        .newServerAt(settings.host(), settings.port())
        .bind(routes(system, readiness, metrics))
        .thenApply(binding -> new ManagementServer(binding, readiness, metrics));
  }

  private static Route routes(
      ActorSystem<?> system, ReadinessChecks readiness, PrometheusMetrics metrics) {
    var cluster =
        ClusterHttpManagementRoutes.readOnly(
            org.apache.pekko.cluster.Cluster.get(system.classicSystem()));
    return get(() ->
        concat(
            path(segment("health").slash("live"), () -> complete(livenessResponse())),
            path(
                segment("health").slash("ready"),
                () ->
                    completeWithFuture(
                        readiness.ready().thenApply(ManagementServer::readinessResponse))),
            path("metrics", () -> complete(metricsResponse(metrics))),
            mapUnmatchedPath(
                requestedPath ->
                    requestedPath.equals("/cluster") ? "/cluster/members" : requestedPath,
                () -> cluster)));
  }

  /**
   * The response to a liveness probe. It needs actors and the default dispatcher to work, and
   * nothing that a restart would not repair.
   */
  private static HttpResponse livenessResponse() {
    return jsonResponse(200, JsonNodeFactory.instance.objectNode().put("live", true).toString());
  }

  private static HttpResponse readinessResponse(ReadinessChecks.Report report) {
    var json = JsonNodeFactory.instance.objectNode().put("ready", report.ready());
    var checks = json.putObject("checks");
    report
        .checks()
        .forEach(check ->
            checks.putObject(check.name()).put("ok", check.ok()).put("detail", check.detail()));
    json.put("degradedGuilds", report.degradedGuilds());
    return jsonResponse(report.ready() ? 200 : 503, json.toString());
  }

  private static HttpResponse metricsResponse(PrometheusMetrics metrics) {
    return HttpResponse.create()
        .withEntity(
            HttpEntities.create(METRICS, metrics.scrape().getBytes(StandardCharsets.UTF_8)));
  }

  private static HttpResponse jsonResponse(int status, String body) {
    return HttpResponse.create()
        .withStatus(status)
        .addHeader(RawHeader.create("Cache-Control", "no-store"))
        .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, body));
  }

  /** All modules are open: from now on the node can be ready, and its modules are measured. */
  public void started(MonitoredComponents components) {
    metrics.register(components);
    readiness.started(components);
  }

  /** The node is about to stop: from now on it is not ready. */
  public void leaving() {
    readiness.leaving();
  }

  /** The address that the server is bound to, with the port that is really used. */
  public InetSocketAddress address() {
    return binding.localAddress();
  }
}
