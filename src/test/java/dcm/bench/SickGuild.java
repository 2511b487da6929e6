package dcm.bench;

import dcm.Neighbourhood;
import dcm.guild.GuildReply;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** The guild that has the trouble: people knock at it, whatever it says. */
final class SickGuild implements AutoCloseable {
  private static final Duration BETWEEN_KNOCKS = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Neighbourhood neighbourhood;
  private final Trouble trouble;
  private final Connection owner;
  private final LongAdder served = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder recovered = new LongAdder();
  private final Thread knocking;
  private volatile boolean over;

  SickGuild(Neighbourhood neighbourhood, Trouble trouble, Connection owner) throws SQLException {
    this.neighbourhood = neighbourhood;
    this.trouble = trouble;
    this.owner = owner;
    trouble.begin(owner);
    knocking = Thread.ofPlatform().daemon().start(this::knock);
  }

  private void knock() {
    try {
      while (!over) {
        var before = served.sum();
        neighbourhood
            .say(Neighbourhood.Wish.fresh(trouble.guild(), "x"))
            .whenComplete((reply, failed) ->
                (reply instanceof GuildReply.Done ? served : refused).increment());
        pause();
        if (served.sum() > before) {
          recovered.increment();
          trouble.again(owner);
        }
      }
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static void pause() {
    CompletableFuture.runAsync(
            () -> {},
            CompletableFuture.delayedExecutor(BETWEEN_KNOCKS.toMillis(), TimeUnit.MILLISECONDS))
        .join();
  }

  /** What it said so far. */
  Figures figures() {
    return new Figures(
        Map.of(
            "served", (double) served.sum(),
            "refused", (double) refused.sum(),
            "recovered", (double) recovered.sum()));
  }

  /** Ends the trouble, and returns when the guild is served again. */
  @Override
  public void close() throws SQLException {
    over = true;
    try {
      knocking.join();
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    trouble.end(owner);
    var well =
        Crowd.until(
            PATIENCE,
            () ->
                neighbourhood
                    .say(Neighbourhood.Wish.fresh(trouble.guild(), "well"))
                    .handle((reply, failed) -> reply instanceof GuildReply.Done)
                    .toCompletableFuture()
                    .join());
    if (!well) {
      throw new IllegalStateException(trouble + ": not served again after " + PATIENCE);
    }
  }
}
