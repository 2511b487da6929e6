package dcm.entity;

import dcm.guild.GuildReply;
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
final class Insistence {
  /** After the first time; usually a guild that moved is there again by the second. */
  private static final List<Duration> AGAIN =
      List.of(
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(3),
          Duration.ofSeconds(4),
          Duration.ofSeconds(5));

  private final ActorSystem<?> system;
  private final Duration patience;
  private final boolean harmless;
  private final Function<Duration, CompletionStage<GuildReply>> ask;
  private final CompletableFuture<GuildReply> answer = new CompletableFuture<>();
  private final Queue<Duration> again;
  private Duration waited = Duration.ZERO;
  private int unanswered;
  private @Nullable Throwable failure;
  private @Nullable Cancellable next;

  private Insistence(
      ActorSystem<?> system,
      Duration patience,
      boolean harmless,
      Function<Duration, CompletionStage<GuildReply>> ask) {
    this.system = system;
    this.patience = patience;
    this.harmless = harmless;
    this.ask = ask;
    this.again =
        new ArrayDeque<>(AGAIN.stream().filter(wait -> wait.compareTo(patience) < 0).toList());
  }

  /**
   * @param patience in all
   * @param ask is given what is left of it, and fails with a {@link TimeoutException} after that
   */
  static CompletionStage<GuildReply> onQuestion(
      ActorSystem<?> system,
      Duration patience,
      Function<Duration, CompletionStage<GuildReply>> ask) {
    return new Insistence(system, patience, true, ask).begin();
  }

  /**
   * The same; that nothing was done, or that it was refused, is believed only when each time was
   * answered: another one may still be on its way, to a guild that has changed its mind by then.
   */
  static CompletionStage<GuildReply> onCommand(
      ActorSystem<?> system,
      Duration patience,
      Function<Duration, CompletionStage<GuildReply>> ask) {
    return new Insistence(system, patience, false, ask).begin();
  }

  private CompletionStage<GuildReply> begin() {
    say();
    return answer;
  }

  private synchronized void say() {
    if (answer.isDone()) {
      return;
    }
    unanswered++;
    var left = patience.minus(waited);
    var wait = again.poll();
    if (wait != null) {
      next =
          system.scheduler().scheduleOnce(wait.minus(waited), this::say, system.executionContext());
      waited = wait;
    }
    ask.apply(left).whenComplete(this::heard);
  }

  private synchronized void heard(@Nullable GuildReply reply, @Nullable Throwable failed) {
    unanswered--;
    if (failed != null) {
      failure = failed;
    }
    if (reply != null && (harmless || settles(reply))) {
      answer.complete(reply);
    } else if (unanswered == 0 && failure != null) {
      answer.completeExceptionally(failure);
    } else if (unanswered == 0) {
      answer.complete(reply);
    }
    if (answer.isDone() && next != null) {
      next.cancel();
    }
  }

  /** Whether it says what became of the command, however often it was said. */
  private static boolean settles(GuildReply reply) {
    return switch (reply) {
      case GuildReply.Done _, GuildReply.Answered _ -> true;
      case GuildReply.Declined _,
          GuildReply.Busy _,
          GuildReply.Unavailable _,
          GuildReply.Degraded _ ->
          false;
    };
  }
}
