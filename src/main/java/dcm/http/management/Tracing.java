package dcm.http.management;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.typed.Cluster;

/**
 * Exports spans to a collector. Without a collector this class is never loaded, and modules use
 * OpenTelemetry's no-op implementation.
 */
final class Tracing {
  private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");
  private static final AttributeKey<String> INSTANCE =
      AttributeKey.stringKey("service.instance.id");

  private Tracing() {}

  /**
   * Installs the SDK. It must run before the first span: the global instance is fixed at first use.
   */
  static void install(ActorSystem<?> system, URI collector, double sampled) {
    var address = Cluster.get(system).selfMember().address().hostPort();
    var exporter = OtlpHttpSpanExporter.builder().setEndpoint(tracesEndpoint(collector)).build();
    var provider =
        SdkTracerProvider.builder()
            .setResource(
                Resource.getDefault().toBuilder()
                    .put(SERVICE, "dcm")
                    .put(INSTANCE, address)
                    .build())
            .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(sampled)))
            .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
            .build();
    GlobalOpenTelemetry.set(
        OpenTelemetrySdk.builder()
            .setTracerProvider(provider)
            .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
            .build());
    system.getWhenTerminated().thenRun(() -> provider.shutdown().join(5, TimeUnit.SECONDS));
  }

  /**
   * The URL of the collector, with {@code /v1/traces} appended unless it ends with it, as for
   * {@code OTEL_EXPORTER_OTLP_ENDPOINT}.
   */
  private static String tracesEndpoint(URI collector) {
    var url = collector.toString();
    var base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    return base.endsWith("/v1/traces") ? base : base + "/v1/traces";
  }
}
