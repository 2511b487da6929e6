package dcm.journal.jdbc;

import dcm.flow.ExponentialBackoff;
import dcm.journal.ScalaFutures;
import dcm.journal.fencing.FenceDao;
import dcm.journal.schema.SchemaName;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A circuit breaker per guild for failures that concern this guild only, so that it does not
 * exhaust shared threads: after three failures its calls are rejected for 1 s, then 2 s, at most 30
 * s; between these periods one call is let through as a probe. A guild without failures takes no
 * memory. While the server is unavailable, {@link ServerCircuitBreaker} rejects the calls of all
 * guilds.
 */
public final class GuildCircuitBreakers {
  private static final int FAILURE_THRESHOLD = 3;
  private static final ExponentialBackoff BACKOFF =
      new ExponentialBackoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

  private final String operation;
  private final ServerCircuitBreaker serverBreaker = new ServerCircuitBreaker();
  private final ConcurrentMap<SchemaName, FailingGuild> failingGuilds = new ConcurrentHashMap<>();

  /**
   * @param retryAtNanos {@link System#nanoTime} before which calls are rejected
   */
  private record FailingGuild(int failures, long retryAtNanos, Throwable reason) {
    boolean isOpen() {
      return failures >= FAILURE_THRESHOLD && retryAtNanos - System.nanoTime() > 0;
    }

    static FailingGuild afterFailure(@Nullable FailingGuild previous, Throwable reason) {
      var failures = previous == null ? 1 : previous.failures + 1;
      var backoff = BACKOFF.delay(failures - FAILURE_THRESHOLD + 1);
      return new FailingGuild(failures, System.nanoTime() + backoff.toNanos(), reason);
    }

    /** Rejects further calls while a probe is running. */
    FailingGuild whileProbing() {
      return new FailingGuild(failures, System.nanoTime() + BACKOFF.initial().toNanos(), reason);
    }
  }

  /**
   * @param operation what the guarded calls do, for messages: "write"
   */
  public GuildCircuitBreakers(String operation) {
    this.operation = operation;
  }

  /** The server's breaker, also for calls that serve many guilds at once. */
  public ServerCircuitBreaker serverBreaker() {
    return serverBreaker;
  }

  public <T> CompletionStage<T> call(
      SchemaName schema, Supplier<? extends CompletionStage<T>> work) {
    var serverFailure = serverBreaker.openReason();
    if (serverFailure != null) {
      return CompletableFuture.failedFuture(
          JournalException.serverBreakerOpen(schema, serverFailure));
    }
    var previous = failingGuilds.get(schema);
    if (previous != null && previous.isOpen()) {
      return CompletableFuture.failedFuture(
          JournalException.guildBreakerOpen(schema, operation, previous.failures, previous.reason));
    }
    if (previous != null && previous.failures >= FAILURE_THRESHOLD) {
      failingGuilds.replace(schema, previous, previous.whileProbing());
    }
    return work.get()
        .whenComplete((done, failed) -> {
          if (failed == null) {
            failingGuilds.remove(schema);
            serverBreaker.recordSuccess();
          } else if (isGuildFailure(failed)) {
            failingGuilds.compute(
                schema,
                (guild, known) -> FailingGuild.afterFailure(known, ScalaFutures.unwrap(failed)));
            serverBreaker.recordSuccess();
          } else if (isServerFailure(failed)) {
            serverBreaker.recordFailure(ScalaFutures.unwrap(failed));
          }
        });
  }

  /** Number of guilds whose breaker is open or half-open. */
  public int openCount() {
    return (int)
        failingGuilds.values().stream()
            .filter(guild -> guild.failures >= FAILURE_THRESHOLD)
            .count();
  }

  private static boolean isServerFailure(Throwable failed) {
    return ScalaFutures.unwrap(failed) instanceof SQLException sql
        && SqlFailures.isServerFailure(sql);
  }

  public static boolean isGuildFailure(Throwable failed) {
    return ScalaFutures.unwrap(failed) instanceof SQLException sql
        && !SqlFailures.isServerFailure(sql)
        && !FenceDao.isFenced(sql);
  }
}
