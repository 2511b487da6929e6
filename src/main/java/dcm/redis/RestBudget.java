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
 * How many requests the bot may send to Discord, counted for all nodes together: 50 a second, and
 * fewer than 10,000 in ten minutes that are refused with 401, 403 or 429, or Discord shuts the
 * address out (docs: topics/rate-limits). We stay below both.
 *
 * <p>Each count is one number: the instant at which all that was let in would have been let in at
 * an even pace (the generic cell rate algorithm). While Redis is away each node keeps to its share
 * of the pace. Nothing here ever fails.
 */
public final class RestBudget {
  private static final Logger LOG = LoggerFactory.getLogger(RestBudget.class);

  /** 40 a second and 5 at once leave room for what the network pushes together. */
  static final Duration PACE = Duration.ofMillis(25);

  static final Duration AHEAD = PACE.multipliedBy(5);

  /** Who would have to wait longer is told so at once. */
  static final Duration PATIENCE = Duration.ofSeconds(8);

  static final Duration INVALID_WINDOW = Duration.ofMinutes(10);

  /** Refused ones that may pile up; as many again seep away within the window. */
  static final int MOST_INVALID = 2_500;

  private static final Duration INVALID_PACE = INVALID_WINDOW.dividedBy(MOST_INVALID);

  /** Microseconds throughout: a double holds them until the year 2255. */
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

  private static final String PUSH =
      """
      local clock = redis.call('time')
      local now = clock[1] * 1000000 + clock[2]
      local next = math.max(tonumber(redis.call('get', KEYS[1]) or '0'), now) + ARGV[1]
      if ARGV[2] ~= '' then next = math.min(next, now + ARGV[2]) end
      redis.call('set', KEYS[1], string.format('%.0f', next), 'px', math.ceil((next - now) / 1000) + 1000)
      return next - now
      """;

  private static final String REQUESTS = "discord:requests";
  private static final String INVALID = "discord:invalid";

  private final @Nullable Shelf<String> shelf;
  private final Share share;
  private volatile long stoppedUntil = System.nanoTime();

  /**
   * @param nodes how many share the budget; asked while Redis is away
   */
  public RestBudget(Redis redis, IntSupplier nodes) {
    this(new Shelf<>(redis, String.class), nodes);
  }

  private RestBudget(@Nullable Shelf<String> shelf, IntSupplier nodes) {
    this.shelf = shelf;
    this.share = new Share(nodes);
  }

  /** For a program beside the nodes that sends a handful: a tenth of the pace, counted alone. */
  public static RestBudget beside() {
    return new RestBudget((Shelf<String>) null, () -> 10);
  }

  /** What became of a wish to send a request. */
  public sealed interface Turn {
    /** Counted: to be sent after this time. */
    record In(Duration pause) implements Turn {}

    /** Not counted, not to be sent. */
    record Refused(String why, Duration retryAfter) implements Turn {}
  }

  /** For every request but answers to interactions, which do not count against the 50. */
  public CompletionStage<Turn> reserve() {
    if (shelf == null) {
      return CompletableFuture.completedFuture(share.reserve());
    }
    return shelf
        .<List<Long>>script(
            RESERVE,
            RScript.ReturnType.LIST,
            List.of(REQUESTS, INVALID),
            micros(PACE),
            micros(AHEAD),
            micros(PATIENCE),
            micros(INVALID_WINDOW))
        .thenApply(this::turn)
        .exceptionally(failure -> {
          LOG.debug("Counting requests to Discord alone: {}", failure.getMessage());
          return isStopped() ? stopped(Duration.ofSeconds(10)) : share.reserve();
        });
  }

  private Turn turn(List<Long> answer) {
    var time = Duration.ofNanos(answer.get(1) * 1_000);
    return switch (answer.getFirst().intValue()) {
      case 0 -> new Turn.In(time);
      case -1 -> {
        stop(time);
        yield stopped(time);
      }
      default -> new Turn.Refused("too many requests to Discord wait already", time);
    };
  }

  private static Turn stopped(Duration time) {
    return new Turn.Refused("Discord refused too many requests lately", time);
  }

  /** Discord said that all of us have to wait. */
  public CompletionStage<Void> hold(Duration pause) {
    share.hold(pause);
    return push(REQUESTS, micros(pause.plus(AHEAD)), micros(pause.plus(AHEAD)))
        .<Void>thenApply(_ -> null)
        .exceptionally(_ -> null);
  }

  /** Discord refused a request with 401, 403 or 429. */
  public void refused() {
    push(INVALID, micros(INVALID_PACE), "")
        .whenComplete((ahead, failure) -> {
          if (failure != null) {
            LOG.debug("A refused request was not counted: {}", failure.getMessage());
          } else if (ahead > micros(INVALID_WINDOW)) {
            if (!isStopped()) {
              LOG.error(
                  "Discord refused {} requests within ten minutes: sending none for a while, or it"
                      + " shuts us out",
                  MOST_INVALID);
            }
            stop(Duration.ofNanos((ahead - micros(INVALID_WINDOW)) * 1_000));
          }
        });
  }

  /** Whether nothing may be sent at all, as far as this node knows. */
  public boolean isStopped() {
    return stoppedUntil - System.nanoTime() > 0;
  }

  private void stop(Duration time) {
    stoppedUntil = System.nanoTime() + time.toNanos();
  }

  private CompletionStage<Long> push(String key, long by, Object most) {
    return shelf == null
        ? CompletableFuture.completedFuture(0L)
        : shelf.script(PUSH, RScript.ReturnType.LONG, List.of(key), by, most);
  }

  private static long micros(Duration time) {
    return time.toNanos() / 1_000;
  }

  /** This node's part of the pace, while nobody counts for all. */
  private static final class Share {
    private final IntSupplier nodes;
    private long next = System.nanoTime();

    Share(IntSupplier nodes) {
      this.nodes = nodes;
    }

    synchronized Turn reserve() {
      long now = System.nanoTime();
      if (next - now < 0) {
        next = now;
      }
      var wait = Duration.ofNanos(next - now);
      if (wait.compareTo(PATIENCE) > 0) {
        return new Turn.Refused("too many requests to Discord wait already", wait);
      }
      next += PACE.multipliedBy(Math.max(1, nodes.getAsInt())).toNanos();
      return new Turn.In(wait);
    }

    synchronized void hold(Duration pause) {
      long until = System.nanoTime() + pause.toNanos();
      if (until - next > 0) {
        next = until;
      }
    }
  }
}
