package dcm.entity;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.Caller;
import dcm.guild.CommandId;
import dcm.guild.GuildId;
import dcm.guild.GuildReply;
import dcm.guild.NotificationCommand;
import dcm.guild.Outcome;
import dcm.guild.Refusal;
import dcm.guild.Request;
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

class AsksTest {
  private static final Request WAKE_UP =
      new Request(
          new GuildId(700_000_000_000_000_001L),
          new CommandId(new UUID(0, 1)),
          "wake-up",
          Instant.EPOCH,
          new Caller.Clockwork(),
          new NotificationCommand.WakeUp());

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @BeforeEach
  void listen() {
    Metrics.addRegistry(registry);
  }

  @AfterEach
  void leave() {
    Metrics.removeRegistry(registry);
    registry.close();
  }

  static Stream<Arguments> replies() {
    var outcome = new Outcome(1, new Outcome.OfNothing());
    return Stream.of(
        Arguments.of("accepted", new GuildReply.Done(outcome, false)),
        Arguments.of("repeated", new GuildReply.Done(outcome, true)),
        Arguments.of("unknown-guild", new GuildReply.Declined(new Refusal.UnknownGuild())),
        Arguments.of("busy", new GuildReply.Busy()),
        Arguments.of("unavailable", new GuildReply.Unavailable()),
        Arguments.of("degraded", new GuildReply.Degraded(new UUID(0, 2), 5)));
  }

  @ParameterizedTest
  @MethodSource("replies")
  void a_command_is_counted_by_what_the_guild_replied(String outcome, GuildReply reply) {
    assertThat(Asks.command(WAKE_UP, () -> CompletableFuture.completedFuture(reply)))
        .isCompletedWithValue(reply);
    assertThat(counted(outcome)).isEqualTo(1);
  }

  @Test
  void a_guild_that_does_not_answer_and_one_that_is_not_found_are_two_things() {
    fail(new OutcomeUnknown("too late", new TimeoutException()));
    fail(new CompletionException(new OutcomeUnknown("too late", new TimeoutException())));
    fail(new GuildUnavailable("nowhere"));
    assertThat(counted("unknown")).isEqualTo(2);
    assertThat(counted("unreachable")).isEqualTo(1);
  }

  @Test
  void how_long_it_took_is_measured_whatever_came_of_it() {
    fail(new GuildUnavailable("nowhere"));
    var timer = registry.get("dcm.ask").tag("ask", "command").timer();
    assertThat(timer.count()).isEqualTo(1);
    assertThat(timer.max(TimeUnit.SECONDS)).isLessThan(10);
  }

  private static void fail(RuntimeException failure) {
    assertThat(Asks.command(WAKE_UP, () -> CompletableFuture.failedFuture(failure)))
        .isCompletedExceptionally();
  }

  private double counted(String outcome) {
    return registry.find("dcm.commands").tag("outcome", outcome).counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }
}
