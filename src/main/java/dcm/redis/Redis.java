package dcm.redis;

import dcm.redis.RedisState.Away;
import dcm.redis.RedisState.Here;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisException;
import org.redisson.client.codec.StringCodec;
import org.redisson.command.CommandAsyncExecutor;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one client of a node. It opens whether or not Redis is there: a thread of its own feels the
 * pulse, connects when it can, and while there is none every call fails at once instead of waiting
 * for a timeout. (Redisson's own lazy connection would block the first caller.)
 */
public final class Redis implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Redis.class);
  private static final Counter PULSE_FAILURES =
      Metrics.counter("dcm.thread.failures", "thread", "redis");
  private static final String NOT_YET = "Redis was not reached yet";

  private final RedisSettings settings;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final CompletableFuture<Void> firstPulse = new CompletableFuture<>();
  private final Thread pulse;
  private volatile @Nullable RedissonClient client;
  private volatile RedisState state = new Away(Instant.now(), NOT_YET);

  private Redis(RedisSettings settings) {
    this.settings = settings;
    this.pulse = Thread.ofPlatform().daemon().name("redis-pulse").unstarted(this::feelThePulse);
  }

  /** Returns at once; {@link #tried} says when Redis was looked for the first time. */
  public static Redis open(RedisSettings settings) {
    var redis = new Redis(settings);
    redis.pulse.start();
    return redis;
  }

  public RedisState state() {
    return state;
  }

  public boolean isHere() {
    return state instanceof Here;
  }

  /** Done when the first attempt to reach Redis is over, however it went. */
  public CompletionStage<Void> tried() {
    return firstPulse.minimalCompletionStage();
  }

  /** Blocks until the connections are closed, a few seconds at most. */
  @Override
  public void close() {
    closing.countDown();
    try {
      pulse.join(Duration.ofSeconds(5));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    var open = client;
    if (open != null) {
      open.shutdown(0, 2, TimeUnit.SECONDS);
    }
  }

  RedisSettings settings() {
    return settings;
  }

  /**
   * Fails with {@link RedisAway} when Redis is away or does not answer in time; the command may
   * have been done then, or done twice when its first answer was lost.
   */
  <T extends @Nullable Object> CompletableFuture<T> call(
      Function<RedissonClient, ? extends CompletionStage<T>> command) {
    return switch (state) {
      case Away away -> CompletableFuture.failedFuture(new RedisAway(away.why()));
      case Here() -> bounded(command);
    };
  }

  /** For bucket4j, which speaks to Redisson beneath its public interface. */
  <T> CompletableFuture<T> commands(
      Function<CommandAsyncExecutor, ? extends CompletionStage<T>> command) {
    return call(redisson -> command.apply(((Redisson) redisson).getCommandExecutor()));
  }

  private <T extends @Nullable Object> CompletableFuture<T> bounded(
      Function<RedissonClient, ? extends CompletionStage<T>> command) {
    var open = client;
    if (open == null) {
      return CompletableFuture.failedFuture(new RedisAway(NOT_YET));
    }
    CompletableFuture<T> answer;
    try {
      answer = command.apply(open).toCompletableFuture().copy();
    } catch (RedisException shutDown) {
      return CompletableFuture.failedFuture(new RedisAway(shutDown));
    }
    // a stage that follows another would have its failure wrapped
    var bare = new CompletableFuture<T>();
    CompletionStage<T> inTime =
        answer.orTimeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    inTime.whenComplete((value, failure) -> {
      if (failure == null) {
        bare.complete(value);
      } else {
        bare.completeExceptionally(translate(failure));
      }
    });
    return bare;
  }

  private static Throwable translate(Throwable failure) {
    var cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof RedisException || cause instanceof TimeoutException
        ? new RedisAway(cause)
        : cause;
  }

  private void feelThePulse() {
    try {
      do {
        beat();
        firstPulse.complete(null);
      } while (!closing.await(settings.pulse().toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** A thread that ended would leave the last state standing for ever. */
  private void beat() {
    try {
      notice(look());
    } catch (Throwable failed) {
      PULSE_FAILURES.increment();
      LOG.error("The thread {} failed and goes on", pulse.getName(), failed);
      state = new Away(Instant.now(), String.valueOf(failed.getMessage()));
    }
  }

  private RedisState look() {
    try {
      var open = client;
      if (open == null) {
        client = open = Redisson.create(configuration());
      }
      // by the same way as every other command, so that it also proves the pool of connections
      bounded(c -> c.getKeys().countExistsAsync("pulse")).join();
      return new Here();
    } catch (RedisException | CompletionException failure) {
      var cause = failure instanceof CompletionException ? failure.getCause() : failure;
      return new Away(Instant.now(), String.valueOf(cause.getMessage()));
    }
  }

  private void notice(RedisState now) {
    switch (now) {
      case Here() when state instanceof Away(var since, _) -> {
        state = now;
        LOG.info("Redis is here, after {}", Duration.between(since, Instant.now()));
      }
      case Here() -> {}
      case Away(_, var why) when state instanceof Away(var since, var before) -> {
        if (before.equals(NOT_YET)) {
          LOG.warn("Redis is away: {}", why);
        }
        state = new Away(since, why);
      }
      case Away away -> {
        state = away;
        LOG.warn("Redis went away: {}", away.why());
      }
    }
  }

  private Config configuration() {
    var timeout = (int) settings.timeout().toMillis();
    var config = new Config();
    config.setCodec(StringCodec.INSTANCE);
    config.setThreads(2);
    config.setNettyThreads(2);
    config
        .useSingleServer()
        .setAddress(settings.address())
        .setDatabase(settings.database())
        .setConnectTimeout((int) settings.connectTimeout().toMillis())
        // two attempts fit into the caller's patience
        .setTimeout(timeout * 2 / 5)
        .setRetryAttempts(1)
        .setRetryDelay(new ConstantDelay(Duration.ofMillis(timeout / 10)))
        .setReconnectionDelay(new ConstantDelay(settings.pulse()))
        .setConnectionMinimumIdleSize(1)
        .setConnectionPoolSize(settings.connections())
        .setSubscriptionConnectionMinimumIdleSize(0)
        .setClientName("dcm");
    return config;
  }
}
