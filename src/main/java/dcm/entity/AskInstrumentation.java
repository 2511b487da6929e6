package dcm.entity;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import dcm.guild.command.CommandEnvelope;
import dcm.guild.command.GuildCommand;
import dcm.guild.query.QueryEnvelope;
import dcm.guild.reply.GuildReply;
import dcm.guild.reply.Refusal;
import dcm.guild.value.GuildId;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Timers, counters and spans of the commands and queries that this node sends to guilds. */
final class AskInstrumentation {
  private static final AttributeKey<String> GUILD = AttributeKey.stringKey("dcm.guild");
  private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("dcm.outcome");
  private static final Timer COMMANDS = Metrics.timer("dcm.guild.request", "type", "command");
  private static final Timer QUERIES = Metrics.timer("dcm.guild.request", "type", "query");
  private static final Map<Class<?>, String> REFUSALS =
      Arrays.stream(Refusal.class.getAnnotation(JsonSubTypes.class).value())
          .collect(Collectors.toUnmodifiableMap(JsonSubTypes.Type::value, JsonSubTypes.Type::name));

  private AskInstrumentation() {}

  /** Registers the counters at zero, so that the rate of the first command is measurable. */
  static void registerMetrics() {
    GuildCommand.NAMES.values().forEach(kind -> count(kind, "accepted", 0));
  }

  /** Measures a command. The parent of its span is the current span of the calling thread. */
  static CompletionStage<GuildReply> measureCommand(
      CommandEnvelope envelope, Supplier<CompletionStage<GuildReply>> ask) {
    var kind = envelope.command().commandKind();
    var start = System.nanoTime();
    var span = span(kind, envelope.guild());
    return ask.get()
        .whenComplete((reply, failure) -> {
          var outcome = outcome(reply, failure);
          COMMANDS.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
          count(kind, outcome, 1);
          end(span, outcome, failure);
        });
  }

  static CompletionStage<GuildReply> measureQuery(
      QueryEnvelope envelope, Supplier<CompletionStage<GuildReply>> ask) {
    var start = System.nanoTime();
    var span = span(envelope.query().getClass().getSimpleName(), envelope.guild());
    return ask.get()
        .whenComplete((reply, failure) -> {
          QUERIES.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
          end(span, outcome(reply, failure), failure);
        });
  }

  private static void count(String kind, String outcome, int increment) {
    Metrics.counter("dcm.commands", "kind", kind, "outcome", outcome).increment(increment);
  }

  private static String outcome(@Nullable GuildReply reply, @Nullable Throwable failure) {
    return switch (reply) {
      case GuildReply.Done(_, var repeated) -> repeated ? "repeated" : "accepted";
      case GuildReply.Answered _ -> "answered";
      case GuildReply.Refused(var refusal) -> REFUSALS.get(refusal.getClass());
      case GuildReply.Busy _ -> "busy";
      case GuildReply.Unavailable _ -> "unavailable";
      case GuildReply.Degraded _ -> "degraded";
      case null -> isOutcomeUnknown(failure) ? "unknown" : "unreachable";
    };
  }

  private static boolean isOutcomeUnknown(@Nullable Throwable failure) {
    return failure instanceof GuildException.OutcomeUnknownException
        || (failure instanceof CompletionException
            && failure.getCause() instanceof GuildException.OutcomeUnknownException);
  }

  private static Span span(String kind, GuildId guild) {
    return GlobalOpenTelemetry.getTracer("dcm")
        .spanBuilder("guild " + kind)
        .setSpanKind(SpanKind.CLIENT)
        .setAttribute(GUILD, guild.toString())
        .startSpan();
  }

  private static void end(Span span, String outcome, @Nullable Throwable failure) {
    span.setAttribute(OUTCOME, outcome);
    if (failure != null) {
      span.setStatus(StatusCode.ERROR);
    }
    span.end();
  }
}
