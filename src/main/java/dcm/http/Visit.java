package dcm.http;

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
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * One request, from its head to its answer, for whoever counts, traces and logs. Names of spans and
 * attributes are those of OpenTelemetry's semantic conventions for HTTP.
 */
final class Visit {
  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
  private static final AttributeKey<Long> STATUS =
      AttributeKey.longKey("http.response.status_code");
  private static final Pattern SNOWFLAKE = Pattern.compile("[0-9]{1,20}");

  private final String method;
  private final long began = System.nanoTime();
  private final Span span;
  private volatile String route = "none";
  private volatile @Nullable String guild;

  private Visit(String method, Context parent) {
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
   * @param known whether it comes through a proxy of ours, whose {@code traceparent} we take up;
   *     anybody else could have us trace what they like
   */
  static Visit begin(HttpRequest request, boolean known) {
    var parent =
        known
            ? GlobalOpenTelemetry.getPropagators()
                .getTextMapPropagator()
                .extract(Context.root(), request, new Headers())
            : Context.root();
    return new Visit(request.method().name(), parent);
  }

  private static final class Headers implements TextMapGetter<HttpRequest> {
    @Override
    public Iterable<String> keys(HttpRequest request) {
      return java.util.stream.StreamSupport.stream(request.getHeaders().spliterator(), false)
          .map(HttpHeader::lowercaseName)
          .toList();
    }

    @Override
    public @Nullable String get(@Nullable HttpRequest request, String name) {
      return request == null ? null : Knock.header(request, name).orElse(null);
    }
  }

  void found(Router.Match match) {
    route = match.endpoint().path();
    var named = match.variables().get("gid");
    guild = named != null && SNOWFLAKE.matcher(named).matches() ? named : null;
    span.updateName(method + " " + route);
    span.setAttribute(ROUTE, route);
  }

  /** What is begun in there belongs to this request. */
  <T> T during(Supplier<T> work) {
    try (var _ = Context.root().with(span).makeCurrent()) {
      return work.get();
    }
  }

  /** What is logged in there says which guild it was. */
  <T> T named(Supplier<T> words) {
    var where = guild;
    if (where == null) {
      return words.get();
    }
    try (var _ = MDC.putCloseable("guild", where)) {
      return words.get();
    }
  }

  void ended(int status) {
    Metrics.timer(
            "dcm.http.request",
            "method",
            method,
            "route",
            route,
            "status",
            Integer.toString(status))
        .record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
    span.setAttribute(STATUS, (long) status);
    if (status >= 500) {
      span.setStatus(StatusCode.ERROR);
    }
    span.end();
  }
}
