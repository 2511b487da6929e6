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
 * One thing that is said again while no answer comes. Just as a guild moves, Pekko's shard region
 * drops what waits for it there, so that nothing is overtaken ("Dropping buffered messages … during
 * hand off"), and whoever asked would wait for nothing. Only for what has one effect however often
 * it is said.
 */
final class RetryingAsk {
  /** After the first time; usually a guild that moved is there again by the second. */
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
   * @param patience in all
   * @param ask is given what is left of it, and fails with a {@link TimeoutException} after that
   */
  static CompletionStage<GuildReply> query(
      ActorSystem<?> system,
      Duration timeout,
      Function<Duration, CompletionStage<GuildReply>> ask) {
    return new RetryingAsk(system, timeout, true, ask).start();
  }

  /**
   * The same; that nothing was done, or that it was refused, is believed only when each time was
   * answered: another one may still be on its way, to a guild that has changed its mind by then.
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

  /** Whether it says what became of the command, however often it was said. */
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
