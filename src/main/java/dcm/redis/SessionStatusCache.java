package dcm.redis;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Which sessions are active, known to this node without asking Redis for each request. A session is
 * looked up when its first request arrives; afterwards the node relies on the {@link
 * EndedSessionLog}, which {@link EndedSessionReader} reads twice a second.
 *
 * <p>A logout takes effect on every node within {@link EndedSessionReader#MAX_AGE}, plus one call
 * to Redis. A look-up counts only while all of the following holds, and is repeated otherwise:
 *
 * <ul>
 *   <li>It was sent after this node found its position in the log, and no entry was missed since:
 *       both belong to the same {@link EndedSessionReader.Progress#generation}. A later end of the
 *       session is therefore read from the log, and replaces the look-up, also a pending one.
 *   <li>The log was read completely within {@link EndedSessionReader#MAX_AGE}. While it is not,
 *       each request looks up its session in Redis.
 *   <li>The entry was not evicted, and the session has not reached its expiry.
 * </ul>
 *
 * <p>While Redis is unavailable, every session counts as active whose end this node has not read.
 */
public final class SessionStatusCache implements AutoCloseable {
  /** An active session. */
  private record ActiveSession(long userId, Instant expiresAt) {}

  /**
   * A look-up of a session.
   *
   * @param generation of the reader's progress, taken before the look-up was sent
   * @param result null: the session has ended
   */
  private record Lookup(long generation, CompletableFuture<@Nullable ActiveSession> result) {

    boolean isCurrent(long currentGeneration, Instant now) {
      if (generation != currentGeneration || result.isCompletedExceptionally()) {
        return false;
      }
      var session = result.getNow(null);
      return session == null || session.expiresAt().isAfter(now);
    }

    /** Whether the end of the session was read from the log: it never becomes active again. */
    boolean isEnd() {
      return generation == ENDED_GENERATION;
    }

    boolean hasFoundActive() {
      return result.isDone() && !result.isCompletedExceptionally() && result.getNow(null) != null;
    }
  }

  private static final long ENDED_GENERATION = -1;

  private static final Lookup ENDED =
      new Lookup(ENDED_GENERATION, CompletableFuture.completedFuture(null));

  private final BrowserSessionStore store;
  private final Clock clock;
  private final Cache<String, Lookup> lookups;
  private final EndedSessionReader reader;

  /**
   * Starts reading the log.
   *
   * @param maxSize number of sessions that are remembered; others are looked up at each request
   * @param tokenLifetime after which nobody asks for a session without a new token
   */
  public SessionStatusCache(
      RedisClient redis,
      BrowserSessionStore store,
      int maxSize,
      Duration tokenLifetime,
      Clock clock) {
    this.store = store;
    this.clock = clock;
    this.lookups =
        CaffeineCacheMetrics.monitor(
            Metrics.globalRegistry,
            Caffeine.newBuilder()
                .maximumSize(maxSize)
                .expireAfterWrite(tokenLifetime)
                .recordStats()
                .<String, Lookup>build(),
            "sessions");
    this.reader = EndedSessionReader.start(new EndedSessionLog(redis), this::markEnded);
  }

  /** Whether the session is active and belongs to this user. */
  public CompletionStage<Boolean> isActive(String sessionId, long userId) {
    return find(sessionId)
        .thenApply(session -> session != null && session.userId() == userId)
        .exceptionally(failure -> {
          requireRedisUnavailable(failure);
          return true;
        });
  }

  /** Those of these sessions that have ended; at most one call to Redis for all. */
  public CompletionStage<Set<String>> findEnded(Set<String> sessionIds) {
    var progress = reader.progress();
    var fresh = progress.isFresh();
    var ended = new HashSet<String>();
    var unknown = new HashSet<String>();
    for (var id : sessionIds) {
      var known = lookups.getIfPresent(id);
      if (known != null && known.isEnd()) {
        ended.add(id);
      } else if (known == null
          || !fresh
          || !known.isCurrent(progress.generation(), clock.instant())
          || !known.hasFoundActive()) {
        unknown.add(id);
      }
    }
    return store
        .findEnded(unknown)
        .handle((found, failure) -> {
          if (failure == null) {
            ended.addAll(found);
          } else {
            requireRedisUnavailable(failure);
          }
          return Set.copyOf(ended);
        });
  }

  /** Remembers that a session has ended, before this node reads it in the log. */
  public void markEnded(String sessionId) {
    lookups.put(sessionId, ENDED);
  }

  private CompletableFuture<@Nullable ActiveSession> find(String id) {
    var progress = reader.progress();
    var now = clock.instant();
    var known = lookups.getIfPresent(id);
    if (known != null && known.isEnd()) {
      return known.result();
    }
    if (!progress.isFresh()) {
      return lookUp(id);
    }
    if (known != null && known.isCurrent(progress.generation(), now)) {
      return known.result();
    }
    return lookups
        .asMap()
        .compute(
            id,
            (_, other) ->
                other != null && (other.isEnd() || other.isCurrent(progress.generation(), now))
                    ? other
                    : new Lookup(progress.generation(), lookUp(id)))
        .result();
  }

  private CompletableFuture<@Nullable ActiveSession> lookUp(String id) {
    return store
        .findById(id)
        .thenApply(session ->
            session == null ? null : new ActiveSession(session.userId(), session.expiresAt()))
        .toCompletableFuture();
  }

  private static void requireRedisUnavailable(Throwable failure) {
    var cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (!(cause instanceof RedisUnavailableException)) {
      throw new CompletionException(cause);
    }
  }

  /** The number of sessions that are remembered. */
  long size() {
    lookups.cleanUp();
    return lookups.estimatedSize();
  }

  /** Whether look-ups count now. */
  boolean isFresh() {
    return reader.progress().isFresh();
  }

  /** Stops reading the log. */
  @Override
  public void close() {
    reader.close();
  }
}
