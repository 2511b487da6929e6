package dcm.discord.interaction;

import dcm.discord.client.Interaction;
import dcm.guild.value.GuildId;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.MDC;

/** Timer and trace span of one interaction, from its arrival until its reply is ready. */
public final class InteractionObservation {
  private static final Map<String, Timer> TIMERS =
      Stream.of("command", "autocomplete", "component", "modal")
          .collect(
              Collectors.toUnmodifiableMap(
                  Function.identity(),
                  type -> Metrics.timer("dcm.discord.interaction", "type", type)));

  private final String type;
  private final long startNanos = System.nanoTime();
  private final Span span;

  private InteractionObservation(String type) {
    this.type = type;
    this.span =
        GlobalOpenTelemetry.getTracer("dcm")
            .spanBuilder("interaction " + type)
            .setNoParent()
            .setSpanKind(SpanKind.SERVER)
            .startSpan();
  }

  /** Registers the meters, so that they report 0 before the first interaction. */
  public static void registerMetrics() {}

  static InteractionObservation of(Interaction interaction) {
    return new InteractionObservation(
        switch (interaction) {
          case Interaction.Command _, Interaction.MessageCommand _, Interaction.UserCommand _ ->
              "command";
          case Interaction.Autocomplete _ -> "autocomplete";
          case Interaction.Component _ -> "component";
          case Interaction.ModalSubmit _ -> "modal";
        });
  }

  /** Runs work within the span of this interaction. */
  <T> T observe(Supplier<T> work) {
    try (var _ = Context.root().with(span).makeCurrent()) {
      return work.get();
    }
  }

  /** The reply is ready, or failed. */
  void stop() {
    TIMERS.get(type).record(System.nanoTime() - startNanos, TimeUnit.NANOSECONDS);
    span.end();
  }

  /** Runs work with the guild and the interaction in the log context. */
  static <T> T withMdc(GuildId guild, Interaction.Token token, Supplier<T> work) {
    try (var _ = MDC.putCloseable("guild", guild.toString());
        var _ = MDC.putCloseable("incident", token.toString())) {
      return work.get();
    }
  }
}
