package dcm.http.pipeline;

import io.micrometer.core.instrument.Metrics;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Timer, span and MDC of one request. Names of spans and attributes follow OpenTelemetry's semantic
 * conventions for HTTP.
 */
public final class RequestObservation {
  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
  private static final AttributeKey<Long> STATUS =
      AttributeKey.longKey("http.response.status_code");
  private static final Pattern SNOWFLAKE = Pattern.compile("[0-9]{1,20}");

  private final String method;
  private final long startNanos = System.nanoTime();
  private final Span span;
  private volatile String route = "none";
  private volatile @Nullable String guild;

  private RequestObservation(String method, Context parent) {
    this.method = method;
    this.span =
        GlobalOpenTelemetry.getTracer("dcm")
            .spanBuilder(method)
            .setParent(parent)
            .setSpanKind(SpanKind.SERVER)
            .setAttribute(METHOD, method)
            .startSpan();
  }

  /**
   * Starts the observation of a request.
   *
   * @param fromTrustedProxy whether {@code traceparent} is used; other clients could force traces
   */
  static RequestObservation start(HttpRequest request, boolean fromTrustedProxy) {
    var parent =
        fromTrustedProxy
            ? GlobalOpenTelemetry.getPropagators()
                .getTextMapPropagator()
                .extract(Context.root(), request, new HeaderGetter())
            : Context.root();
    return new RequestObservation(request.method().name(), parent);
  }

  private static final class HeaderGetter implements TextMapGetter<HttpRequest> {
    @Override
    public Iterable<String> keys(HttpRequest request) {
      return StreamSupport.stream(request.getHeaders().spliterator(), false)
          .map(HttpHeader::lowercaseName)
          .toList();
    }

    @Override
    public @Nullable String get(@Nullable HttpRequest request, String name) {
      return request == null ? null : ApiRequest.header(request, name).orElse(null);
    }
  }

  void matched(Router.Match match) {
    route = match.endpoint().path();
    var guildVariable = match.variables().get("gid");
    guild =
        guildVariable != null && SNOWFLAKE.matcher(guildVariable).matches() ? guildVariable : null;
    span.updateName(method + " " + route);
    span.setAttribute(ROUTE, route);
  }

  /** Runs {@code work} with this request's span as the current span. */
  public <T> T inSpan(Supplier<T> work) {
    try (var _ = Context.root().with(span).makeCurrent()) {
      return work.get();
    }
  }

  /** Runs {@code action} with the guild in the MDC. */
  <T> T withGuildInMdc(Supplier<T> action) {
    var guildId = guild;
    if (guildId == null) {
      return action.get();
    }
    try (var _ = MDC.putCloseable("guild", guildId)) {
      return action.get();
    }
  }

  void stop(int status) {
    Metrics.timer(
            "http.server.requests",
            "method",
            method,
            "uri",
            route,
            "status",
            Integer.toString(status))
        .record(System.nanoTime() - startNanos, TimeUnit.NANOSECONDS);
    span.setAttribute(STATUS, (long) status);
    if (status >= 500) {
      span.setStatus(StatusCode.ERROR);
    }
    span.end();
  }
}
