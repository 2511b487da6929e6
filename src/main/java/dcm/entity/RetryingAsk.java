package dcm.entity;

import dcm.guild.reply.GuildReply;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jspecify.annotations.Nullable;

/**
 * One idempotent request that is repeated while no reply arrives. While a guild moves, Pekko's
 * shard region drops messages buffered for it, so that none is overtaken ("Dropping buffered
 * messages … during hand off"), and the sender would wait in vain.
 */
final class RetryingAsk {
  /** Delays of repetitions after the first attempt; a moved guild usually answers the second. */
  private static final List<Duration> RETRY_DELAYS =
      List.of(
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(3),
          Duration.ofSeconds(4),
          Duration.ofSeconds(5));

  private final ActorSystem<?> system;
  private final Duration timeout;
  private final boolean acceptsAnyReply;
  private final Function<Duration, CompletionStage<GuildReply>> ask;
  private final CompletableFuture<GuildReply> result = new CompletableFuture<>();
  private final Queue<Duration> retryDelays;
  private Duration elapsed = Duration.ZERO;
  private int pendingAttempts;
  private @Nullable Throwable failure;
  private @Nullable Cancellable nextAttempt;

  private RetryingAsk(
      ActorSystem<?> system,
      Duration timeout,
      boolean acceptsAnyReply,
      Function<Duration, CompletionStage<GuildReply>> ask) {
    this.system = system;
    this.timeout = timeout;
    this.acceptsAnyReply = acceptsAnyReply;
    this.ask = ask;
    this.retryDelays =
        new ArrayDeque<>(
            RETRY_DELAYS.stream().filter(delay -> delay.compareTo(timeout) < 0).toList());
  }

  /**
   * Repeats a query until the first reply.
   *
   * @param timeout in total
   * @param ask receives the remaining time, and fails with a {@link TimeoutException} after it
   */
  static CompletionStage<GuildReply> query(
      ActorSystem<?> system,
      Duration timeout,
      Function<Duration, CompletionStage<GuildReply>> ask) {
    return new RetryingAsk(system, timeout, true, ask).start();
  }

  /**
   * Repeats a command until a conclusive reply. A refusal or "nothing was done" is accepted only
   * when every attempt was answered: another attempt may still be on its way to a guild whose state
   * has changed by then.
   */
  static CompletionStage<GuildReply> command(
      ActorSystem<?> system,
      Duration timeout,
      Function<Duration, CompletionStage<GuildReply>> ask) {
    return new RetryingAsk(system, timeout, false, ask).start();
  }

  private CompletionStage<GuildReply> start() {
    attempt();
    return result;
  }

  private synchronized void attempt() {
    if (result.isDone()) {
      return;
    }
    pendingAttempts++;
    var remaining = timeout.minus(elapsed);
    var delay = retryDelays.poll();
    if (delay != null) {
      nextAttempt =
          system
              .scheduler()
              .scheduleOnce(delay.minus(elapsed), this::attempt, system.executionContext());
      elapsed = delay;
    }
    ask.apply(remaining).whenComplete(this::onReply);
  }

  private synchronized void onReply(@Nullable GuildReply reply, @Nullable Throwable failed) {
    pendingAttempts--;
    if (failed != null) {
      failure = failed;
    }
    if (reply != null && (acceptsAnyReply || isConclusive(reply))) {
      result.complete(reply);
    } else if (pendingAttempts == 0 && failure != null) {
      result.completeExceptionally(failure);
    } else if (pendingAttempts == 0) {
      result.complete(reply);
    }
    if (result.isDone() && nextAttempt != null) {
      nextAttempt.cancel();
    }
  }

  /** Whether the reply states the command's outcome regardless of the number of attempts. */
  private static boolean isConclusive(GuildReply reply) {
    return switch (reply) {
      case GuildReply.Done _, GuildReply.Answered _ -> true;
      case GuildReply.Refused _,
          GuildReply.Busy _,
          GuildReply.Unavailable _,
          GuildReply.Degraded _ ->
          false;
    };
  }
}
