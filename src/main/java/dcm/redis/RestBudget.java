package dcm.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RScript;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bot's global rate limits at Discord, counted for all nodes together: 50 requests a second,
 * and fewer than 10,000 responses 401, 403 or 429 in ten minutes; beyond that Discord bans the
 * address (docs: topics/rate-limits). The limits here are lower than both.
 *
 * <p>Each limit is stored as one number, the theoretical arrival time of the generic cell rate
 * algorithm. While Redis is unavailable each node uses its share of the rate. No stage fails.
 */
public final class RestBudget {
  private static final Logger LOG = LoggerFactory.getLogger(RestBudget.class);

  /**
   * 40 requests a second in bursts of 5, which leaves room for requests that the network delivers
   * together.
   */
  static final Duration INTERVAL = Duration.ofMillis(25);

  static final Duration BURST = INTERVAL.multipliedBy(5);

  /** The maximum delay of a granted request; a longer one is rejected immediately. */
  static final Duration MAX_WAIT = Duration.ofSeconds(8);

  static final Duration INVALID_WINDOW = Duration.ofMinutes(10);

  /** The burst of rejected requests; the same number drains within the window. */
  static final int MAX_INVALID_REQUESTS = 2_500;

  private static final Duration INVALID_INTERVAL = INVALID_WINDOW.dividedBy(MAX_INVALID_REQUESTS);

  /** Times are in microseconds: a double represents them exactly until the year 2255. */
  private static final String RESERVE =
      """
      local clock = redis.call('time')
      local now = clock[1] * 1000000 + clock[2]
      local stopped = tonumber(redis.call('get', KEYS[2]) or '0') - now - ARGV[4]
      if stopped > 0 then return {-1, stopped} end
      local next = math.max(tonumber(redis.call('get', KEYS[1]) or '0'), now)
      local wait = math.max(0, next - now - ARGV[2])
      if wait > tonumber(ARGV[3]) then return {-2, wait} end
      next = next + ARGV[1]
      redis.call('set', KEYS[1], string.format('%.0f', next), 'px', math.ceil((next - now) / 1000) + 1000)
      return {0, wait}
      """;

  private static final String ADVANCE =
      """
      local clock = redis.call('time')
      local now = clock[1] * 1000000 + clock[2]
      local next = math.max(tonumber(redis.call('get', KEYS[1]) or '0'), now) + ARGV[1]
      if ARGV[2] ~= '' then next = math.min(next, now + ARGV[2]) end
      redis.call('set', KEYS[1], string.format('%.0f', next), 'px', math.ceil((next - now) / 1000) + 1000)
      return next - now
      """;

  private static final String REQUESTS_KEY = "discord:requests";
  private static final String INVALID_KEY = "discord:invalid";

  private final @Nullable JsonStore<String> store;
  private final LocalShare localShare;
  private volatile long stoppedUntilNanos = System.nanoTime();

  /**
   * @param nodes the number of nodes that share the budget; used while Redis is unavailable
   */
  public RestBudget(RedisClient redis, IntSupplier nodes) {
    this(new JsonStore<>(redis, String.class), nodes);
  }

  private RestBudget(@Nullable JsonStore<String> store, IntSupplier nodes) {
    this.store = store;
    this.localShare = new LocalShare(nodes);
  }

  /**
   * A budget for an operator's command, which sends few requests: a tenth of the rate, counted
   * locally.
   */
  public static RestBudget standalone() {
    return new RestBudget((JsonStore<String>) null, () -> 10);
  }

  /** The result of reserving a request. */
  public sealed interface Reservation {
    /** The request is counted and may be sent after this delay. */
    record Granted(Duration delay) implements Reservation {}

    /** The request is not counted and must not be sent. */
    record Rejected(String reason, Duration retryAfter) implements Reservation {}
  }

  /**
   * Reserves a request. Responses to interactions need no reservation: they do not count towards
   * the 50.
   */
  public CompletionStage<Reservation> reserve() {
    if (store == null) {
      return CompletableFuture.completedFuture(localShare.reserve());
    }
    return store
        .<List<Long>>runScript(
            RESERVE,
            RScript.ReturnType.LIST,
            List.of(REQUESTS_KEY, INVALID_KEY),
            micros(INTERVAL),
            micros(BURST),
            micros(MAX_WAIT),
            micros(INVALID_WINDOW))
        .thenApply(this::toReservation)
        .exceptionally(failure -> {
          LOG.debug(
              "Redis unavailable: counting requests to Discord on this node only: {}",
              failure.getMessage());
          return isStopped() ? rejectedWhileStopped(Duration.ofSeconds(10)) : localShare.reserve();
        });
  }

  private Reservation toReservation(List<Long> answer) {
    var time = Duration.ofNanos(answer.get(1) * 1_000);
    return switch (answer.getFirst().intValue()) {
      case 0 -> new Reservation.Granted(time);
      case -1 -> {
        stop(time);
        yield rejectedWhileStopped(time);
      }
      default -> new Reservation.Rejected("too many requests to Discord are queued already", time);
    };
  }

  private static Reservation rejectedWhileStopped(Duration time) {
    return new Reservation.Rejected("Discord rejected too many requests recently", time);
  }

  /** Blocks all nodes for a time, after Discord reported its global limit. */
  public CompletionStage<Void> blockFor(Duration duration) {
    localShare.blockFor(duration);
    return advance(REQUESTS_KEY, micros(duration.plus(BURST)), micros(duration.plus(BURST)))
        .<Void>thenApply(_ -> null)
        .exceptionally(_ -> null);
  }

  /** Counts a response 401, 403 or 429. */
  public void recordInvalidRequest() {
    advance(INVALID_KEY, micros(INVALID_INTERVAL), "")
        .whenComplete((ahead, failure) -> {
          if (failure != null) {
            LOG.debug("Rejected request not counted: {}", failure.getMessage());
          } else if (ahead > micros(INVALID_WINDOW)) {
            if (!isStopped()) {
              LOG.error(
                  "Discord rejected {} requests within ten minutes: sending is paused, because Discord"
                      + " would block this address",
                  MAX_INVALID_REQUESTS);
            }
            stop(Duration.ofNanos((ahead - micros(INVALID_WINDOW)) * 1_000));
          }
        });
  }

  /** Whether sending is paused because of too many rejected requests, as far as this node knows. */
  public boolean isStopped() {
    return stoppedUntilNanos - System.nanoTime() > 0;
  }

  private void stop(Duration time) {
    stoppedUntilNanos = System.nanoTime() + time.toNanos();
  }

  private CompletionStage<Long> advance(String key, long increment, Object cap) {
    return store == null
        ? CompletableFuture.completedFuture(0L)
        : store.runScript(ADVANCE, RScript.ReturnType.LONG, List.of(key), increment, cap);
  }

  private static long micros(Duration time) {
    return time.toNanos() / 1_000;
  }

  /** This node's share of the rate, while Redis is unavailable. */
  private static final class LocalShare {
    private final IntSupplier nodes;
    private long nextFreeNanos = System.nanoTime();

    LocalShare(IntSupplier nodes) {
      this.nodes = nodes;
    }

    synchronized Reservation reserve() {
      long now = System.nanoTime();
      if (nextFreeNanos - now < 0) {
        nextFreeNanos = now;
      }
      var wait = Duration.ofNanos(nextFreeNanos - now);
      if (wait.compareTo(MAX_WAIT) > 0) {
        return new Reservation.Rejected("too many requests to Discord are queued already", wait);
      }
      nextFreeNanos += INTERVAL.multipliedBy(Math.max(1, nodes.getAsInt())).toNanos();
      return new Reservation.Granted(wait);
    }

    synchronized void blockFor(Duration duration) {
      long untilNanos = System.nanoTime() + duration.toNanos();
      if (untilNanos - nextFreeNanos > 0) {
        nextFreeNanos = untilNanos;
      }
    }
  }
}
