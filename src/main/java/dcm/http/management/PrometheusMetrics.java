package dcm.http.management;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Arrays;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;

/**
 * The metrics of this node in Prometheus' format. Modules record into Micrometer's global registry,
 * which keeps nothing before this registry is added to it; gauges of open modules are registered
 * here. {@code docs/metrics.md} lists the names.
 */
public final class PrometheusMetrics implements AutoCloseable {
  private static final double[] TIMER_BUCKETS_SECONDS = {
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60
  };
  private static final double[] GROUP_SIZE_BUCKETS = {1, 2, 5, 10, 20, 50, 100, 200, 500};

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics gcMetrics = new JvmGcMetrics();

  private PrometheusMetrics() {
    registry.config().meterFilter(new Buckets()).meterFilter(new MeterDescriptions());
    Stream.of(
            new JvmMemoryMetrics(),
            new JvmThreadMetrics(),
            new ClassLoaderMetrics(),
            new ProcessorMetrics(),
            new UptimeMetrics(),
            new FileDescriptorMetrics())
        .forEach(binder -> binder.bindTo(registry));
    gcMetrics.bindTo(registry);
    Metrics.addRegistry(registry);
  }

  /** Measures from now on: opened before the modules, whose earlier measurements would be lost. */
  public static PrometheusMetrics open() {
    return new PrometheusMetrics();
  }

  /** The same buckets for all timers of DCM, so that their histograms can be compared. */
  private static final class Buckets implements MeterFilter {
    @Override
    public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
      return switch (id.getType()) {
        case TIMER ->
            Stream.of("dcm.", "http.server.").anyMatch(id.getName()::startsWith)
                ? withBuckets(timerBucketsNanos(), config)
                : config;
        case DISTRIBUTION_SUMMARY ->
            id.getName().startsWith("dcm.") ? withBuckets(GROUP_SIZE_BUCKETS, config) : config;
        case COUNTER, GAUGE, LONG_TASK_TIMER, OTHER -> config;
      };
    }

    private static double[] timerBucketsNanos() {
      return Arrays.stream(TIMER_BUCKETS_SECONDS).map(seconds -> seconds * 1e9).toArray();
    }

    private static DistributionStatisticConfig withBuckets(
        double[] buckets, DistributionStatisticConfig config) {
      return DistributionStatisticConfig.builder()
          .serviceLevelObjectives(buckets)
          .build()
          .merge(config);
    }
  }

  void registerClusterGauges(Cluster cluster) {
    Map.of(
            "joining", MemberStatus.joining(),
            "weakly_up", MemberStatus.weaklyUp(),
            "up", MemberStatus.up(),
            "leaving", MemberStatus.leaving(),
            "exiting", MemberStatus.exiting(),
            "down", MemberStatus.down())
        .forEach((name, status) ->
            Gauge.builder("dcm.cluster.members", cluster, observed -> members(observed, status))
                .tag("status", name)
                .strongReference(true)
                .register(registry));
    gauge("dcm.cluster.unreachable", cluster, observed -> observed.state().getUnreachable().size());
  }

  private static double members(Cluster cluster, MemberStatus status) {
    var count = 0;
    for (var member : cluster.state().getMembers()) {
      if (member.status().equals(status)) {
        count++;
      }
    }
    return count;
  }

  void register(MonitoredComponents components) {
    gauge("dcm.guilds.degraded", components.degradedGuilds(), degraded -> degraded.list().size());
    gauge("dcm.deliveries.in.flight", components.deliveries(), deliveries -> deliveries.inFlight());
    gauge("dcm.redis.up", components.redis(), redis -> redis.isAvailable() ? 1 : 0);
    if (components.httpApi() != null) {
      gauge("dcm.http.connections", components.httpApi(), httpApi -> httpApi.connectionCount());
      gauge("dcm.websockets.open", components.httpApi(), httpApi -> httpApi.webSocketCount());
      gauge("dcm.websockets.queued.bytes", components.httpApi(), httpApi -> httpApi.queuedBytes());
    }
  }

  private <T> void gauge(String name, T target, ToDoubleFunction<T> value) {
    Gauge.builder(name, target, value).strongReference(true).register(registry);
  }

  /** The metrics in the text format of Prometheus, version 0.0.4. */
  String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    Metrics.removeRegistry(registry);
    gcMetrics.close();
    registry.close();
  }
}
