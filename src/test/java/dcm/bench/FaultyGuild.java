package dcm.bench;

import dcm.InProcessGuilds;
import dcm.guild.reply.GuildReply;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Sends requests to the faulty guild, whatever the replies. */
final class FaultyGuild implements AutoCloseable {
  private static final Duration REQUEST_INTERVAL = Duration.ofMillis(50);
  private static final Duration RECOVERY_TIMEOUT = Duration.ofMinutes(1);

  private final InProcessGuilds inProcessGuilds;
  private final InjectedFault fault;
  private final Connection owner;
  private final LongAdder served = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder recovered = new LongAdder();
  private final Thread requestThread;
  private volatile boolean closed;

  FaultyGuild(InProcessGuilds inProcessGuilds, InjectedFault fault, Connection owner)
      throws SQLException {
    this.inProcessGuilds = inProcessGuilds;
    this.fault = fault;
    this.owner = owner;
    fault.inject(owner);
    requestThread = Thread.ofPlatform().daemon().start(this::sendRequests);
  }

  private void sendRequests() {
    try {
      while (!closed) {
        var before = served.sum();
        inProcessGuilds
            .send(InProcessGuilds.CreateTaskRequest.create(fault.guild(), "x"))
            .whenComplete((reply, failed) ->
                (reply instanceof GuildReply.Done ? served : refused).increment());
        pause();
        if (served.sum() > before) {
          recovered.increment();
          fault.repeat(owner);
        }
      }
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static void pause() {
    CompletableFuture.runAsync(
            () -> {},
            CompletableFuture.delayedExecutor(REQUEST_INTERVAL.toMillis(), TimeUnit.MILLISECONDS))
        .join();
  }

  /** Counts of the replies so far. */
  MetricLine metrics() {
    return new MetricLine(
        Map.of(
            "served", (double) served.sum(),
            "refused", (double) refused.sum(),
            "recovered", (double) recovered.sum()));
  }

  /** Removes the fault and returns when the guild is served again. */
  @Override
  public void close() throws SQLException {
    closed = true;
    try {
      requestThread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    fault.remove(owner);
    var healthy =
        EntityPool.awaitCondition(
            RECOVERY_TIMEOUT,
            () ->
                inProcessGuilds
                    .send(InProcessGuilds.CreateTaskRequest.create(fault.guild(), "recovered"))
                    .handle((reply, failed) -> reply instanceof GuildReply.Done)
                    .toCompletableFuture()
                    .join());
    if (!healthy) {
      throw new IllegalStateException(fault + ": still not served after " + RECOVERY_TIMEOUT);
    }
  }
}
