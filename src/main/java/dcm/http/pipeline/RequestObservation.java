package dcm.http.pipeline;

import dcm.entity.RequestStage;
import io.micrometer.core.instrument.Metrics;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Timers, span and MDC of one request. Names of spans and attributes follow OpenTelemetry's
 * semantic conventions for HTTP.
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
  private volatile long tokenNanos;

  /** When the guild's last reply arrived; 0: none did. */
  private volatile long repliedAtNanos;

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

  /** Sends a question or command to the guild, with this request's span as the current span. */
  public <T> CompletionStage<T> ask(Supplier<CompletionStage<T>> question) {
    long startedAt = System.nanoTime();
    CompletionStage<T> reply;
    try (var _ = Context.root().with(span).makeCurrent()) {
      reply = question.get();
    }
    return reply.whenComplete((_, _) -> {
      repliedAtNanos = System.nanoTime();
      completed(RequestStage.ASK, repliedAtNanos - startedAt);
    });
  }

  /** Verifies the request's token. */
  <T> CompletionStage<T> verifyToken(Supplier<CompletionStage<T>> verification) {
    long startedAt = System.nanoTime();
    return verification
        .get()
        .whenComplete((_, _) -> {
          tokenNanos = System.nanoTime() - startedAt;
          completed(RequestStage.TOKEN, tokenNanos);
        });
  }

  /**
   * Token and rate limits were checked.
   *
   * @param startedAt {@code System.nanoTime()} before both
   */
  void authorized(long startedAt) {
    completed(RequestStage.LIMITS, System.nanoTime() - startedAt - tokenNanos);
  }

  /** The response is encoded. */
  void encoded() {
    if (repliedAtNanos != 0) {
      completed(RequestStage.ENCODE, System.nanoTime() - repliedAtNanos);
    }
  }

  private void completed(RequestStage stage, long nanos) {
    stage.record(nanos);
    if (span.isRecording()) {
      span.setAttribute("dcm.stage." + stage.label() + ".us", nanos / 1_000);
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
