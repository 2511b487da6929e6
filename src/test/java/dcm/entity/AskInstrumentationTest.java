package dcm.entity;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.command.CommandEnvelope;
import dcm.guild.command.NotificationCommand;
import dcm.guild.reply.GuildReply;
import dcm.guild.reply.Outcome;
import dcm.guild.reply.Refusal;
import dcm.guild.value.Caller;
import dcm.guild.value.CommandId;
import dcm.guild.value.GuildId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AskInstrumentationTest {
  private static final CommandEnvelope WAKE_UP =
      new CommandEnvelope(
          new GuildId(700_000_000_000_000_001L),
          new CommandId(new UUID(0, 1)),
          "wake-up",
          Instant.EPOCH,
          new Caller.SystemCaller(),
          new NotificationCommand.WakeUp());

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @BeforeEach
  void addRegistry() {
    Metrics.addRegistry(registry);
  }

  @AfterEach
  void removeRegistry() {
    Metrics.removeRegistry(registry);
    registry.close();
  }

  static Stream<Arguments> replies() {
    var outcome = new Outcome(1, new Outcome.NoSubject());
    return Stream.of(
        Arguments.of("accepted", new GuildReply.Done(outcome, false)),
        Arguments.of("repeated", new GuildReply.Done(outcome, true)),
        Arguments.of("unknown-guild", new GuildReply.Refused(new Refusal.UnknownGuild())),
        Arguments.of("busy", new GuildReply.Busy()),
        Arguments.of("unavailable", new GuildReply.Unavailable()),
        Arguments.of("degraded", new GuildReply.Degraded(new UUID(0, 2), 5)));
  }

  @ParameterizedTest
  @MethodSource("replies")
  void a_command_is_counted_by_what_the_guild_replied(String outcome, GuildReply reply) {
    assertThat(
            AskInstrumentation.measureCommand(
                WAKE_UP, () -> CompletableFuture.completedFuture(reply)))
        .isCompletedWithValue(reply);
    assertThat(count(outcome)).isEqualTo(1);
  }

  @Test
  void an_unanswered_and_an_unreachable_guild_are_counted_separately() {
    fail(new GuildException.OutcomeUnknownException("too late", new TimeoutException()));
    fail(
        new CompletionException(
            new GuildException.OutcomeUnknownException("too late", new TimeoutException())));
    fail(new GuildException.UnavailableException("nowhere"));
    assertThat(count("unknown")).isEqualTo(2);
    assertThat(count("unreachable")).isEqualTo(1);
  }

  @Test
  void the_duration_is_measured_for_every_outcome() {
    fail(new GuildException.UnavailableException("nowhere"));
    var timer = registry.get("dcm.guild.request").tag("type", "command").timer();
    assertThat(timer.count()).isEqualTo(1);
    assertThat(timer.max(TimeUnit.SECONDS)).isLessThan(10);
  }

  private static void fail(RuntimeException failure) {
    assertThat(
            AskInstrumentation.measureCommand(
                WAKE_UP, () -> CompletableFuture.failedFuture(failure)))
        .isCompletedExceptionally();
  }

  private double count(String outcome) {
    return registry.find("dcm.commands").tag("outcome", outcome).counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }
}
