package dcm.discord;

import dcm.discord.wire.Interaction;
import dcm.discord.wire.Ticket;
import dcm.guild.GuildId;
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

/** One interaction, from its arrival until its answer is ready, for whoever counts and traces. */
final class Attendance {
  private static final Map<String, Timer> TIMERS =
      Stream.of("slash", "typing", "click", "submit")
          .collect(
              Collectors.toUnmodifiableMap(
                  Function.identity(),
                  kind -> Metrics.timer("dcm.discord.interaction", "kind", kind)));

  private final String kind;
  private final long began = System.nanoTime();
  private final Span span;

  private Attendance(String kind) {
    this.kind = kind;
    this.span =
        GlobalOpenTelemetry.getTracer("dcm")
            .spanBuilder("interaction " + kind)
            .setNoParent()
            .setSpanKind(SpanKind.SERVER)
            .startSpan();
  }

  /** Before anybody comes: what never happened is a zero, not nothing. */
  static void begin() {}

  static Attendance of(Interaction interaction) {
    return new Attendance(
        switch (interaction) {
          case Interaction.Slash _ -> "slash";
          case Interaction.Typing _ -> "typing";
          case Interaction.Click _ -> "click";
          case Interaction.Submit _ -> "submit";
        });
  }

  /** What is begun in there belongs to this interaction. */
  <T> T during(Supplier<T> work) {
    try (var _ = Context.root().with(span).makeCurrent()) {
      return work.get();
    }
  }

  /** The answer is ready, or there will be none. */
  void ended() {
    TIMERS.get(kind).record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
    span.end();
  }

  /** What is logged in there says which guild and which interaction it was. */
  static <T> T named(GuildId guild, Ticket ticket, Supplier<T> words) {
    try (var _ = MDC.putCloseable("guild", guild.toString());
        var _ = MDC.putCloseable("incident", ticket.toString())) {
      return words.get();
    }
  }
}
