package dcm.redis;

import dcm.redis.RedisState.Available;
import dcm.redis.RedisState.Unavailable;
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
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's Redis client. It opens whether or not Redis is available: a thread checks the health
 * of Redis and connects, and while Redis is unavailable every call fails immediately instead of
 * after a timeout. (Redisson's own lazy connection would block the first caller.)
 */
public final class RedisClient implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisClient.class);
  private static final Counter MONITOR_FAILURES =
      Metrics.counter("dcm.thread.failures", "thread", "redis");
  private static final String NOT_CONNECTED_YET = "no connection to Redis yet";

  private final RedisSettings settings;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final CompletableFuture<Void> firstAttempt = new CompletableFuture<>();
  private final Thread monitorThread;
  private volatile @Nullable RedissonClient client;
  private volatile RedisState state = new Unavailable(Instant.now(), NOT_CONNECTED_YET);

  private RedisClient(RedisSettings settings) {
    this.settings = settings;
    this.monitorThread =
        Thread.ofPlatform().daemon().name("redis-monitor").unstarted(this::monitor);
  }

  /**
   * Returns immediately; {@link #firstConnectionAttempt} completes after the first attempt to
   * connect.
   */
  public static RedisClient open(RedisSettings settings) {
    var redis = new RedisClient(settings);
    redis.monitorThread.start();
    return redis;
  }

  public RedisState state() {
    return state;
  }

  public boolean isAvailable() {
    return state instanceof Available;
  }

  /** Completes after the first attempt to connect, successful or not. */
  public CompletionStage<Void> firstConnectionAttempt() {
    return firstAttempt.minimalCompletionStage();
  }

  /** Blocks until the connections are closed, at most 7 seconds. */
  @Override
  public void close() {
    closing.countDown();
    try {
      monitorThread.join(Duration.ofSeconds(5));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    var current = client;
    if (current != null) {
      current.shutdown(0, 2, TimeUnit.SECONDS);
    }
  }

  RedisSettings settings() {
    return settings;
  }

  /**
   * Runs a command. Fails with {@link RedisUnavailableException} when Redis is unavailable or does
   * not answer in time; the command may have been executed then, or twice when its first response
   * was lost.
   */
  public <T extends @Nullable Object> CompletableFuture<T> call(
      Function<RedissonClient, ? extends CompletionStage<T>> command) {
    return switch (state) {
      case Unavailable unavailable ->
          CompletableFuture.failedFuture(new RedisUnavailableException(unavailable.reason()));
      case Available() -> callWithTimeout(command);
    };
  }

  private <T extends @Nullable Object> CompletableFuture<T> callWithTimeout(
      Function<RedissonClient, ? extends CompletionStage<T>> command) {
    var current = client;
    if (current == null) {
      return CompletableFuture.failedFuture(new RedisUnavailableException(NOT_CONNECTED_YET));
    }
    CompletableFuture<T> answer;
    try {
      answer = command.apply(current).toCompletableFuture().copy();
    } catch (RedisException shutDown) {
      return CompletableFuture.failedFuture(new RedisUnavailableException(shutDown));
    }
    // a dependent stage would wrap the failure
    var result = new CompletableFuture<T>();
    CompletionStage<T> timed =
        answer.orTimeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    timed.whenComplete((value, failure) -> {
      if (failure == null) {
        result.complete(value);
      } else {
        result.completeExceptionally(translate(failure));
      }
    });
    return result;
  }

  private static Throwable translate(Throwable failure) {
    var cause = unwrap(failure);
    return cause instanceof RedisException || cause instanceof TimeoutException
        ? new RedisUnavailableException(cause)
        : cause;
  }

  static Throwable unwrap(Throwable failure) {
    return failure instanceof CompletionException ? failure.getCause() : failure;
  }

  private void monitor() {
    try {
      do {
        checkOnce();
        firstAttempt.complete(null);
      } while (!closing.await(settings.healthCheckInterval().toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Catches everything: if the thread ended, the state would never change again. */
  private void checkOnce() {
    try {
      onStateChange(probe());
    } catch (Throwable failed) {
      MONITOR_FAILURES.increment();
      LOG.error("Thread {}: unexpected failure, continuing", monitorThread.getName(), failed);
      state = new Unavailable(Instant.now(), String.valueOf(failed.getMessage()));
    }
  }

  private RedisState probe() {
    try {
      var current = client;
      if (current == null) {
        client = current = Redisson.create(configuration());
      }
      // uses the same pool as every other command, so that it also checks the pool
      callWithTimeout(c -> c.getKeys().countExistsAsync("health-check")).join();
      return new Available();
    } catch (RedisException | CompletionException failure) {
      return new Unavailable(Instant.now(), String.valueOf(unwrap(failure).getMessage()));
    }
  }

  private void onStateChange(RedisState newState) {
    switch (newState) {
      case Available() when state instanceof Unavailable(var since, _) -> {
        state = newState;
        LOG.info("Redis available again after {}", Duration.between(since, Instant.now()));
      }
      case Available() -> {}
      case Unavailable(_, var reason)
          when state instanceof Unavailable(var since, var previousReason) -> {
        if (previousReason.equals(NOT_CONNECTED_YET)) {
          LOG.warn("Redis unavailable: {}", reason);
        }
        state = new Unavailable(since, reason);
      }
      case Unavailable unavailable -> {
        state = unavailable;
        LOG.warn("Redis became unavailable: {}", unavailable.reason());
      }
    }
  }

  private Config configuration() {
    var timeout = (int) settings.timeout().toMillis();
    var config = new Config();
    config.setCodec(StringCodec.INSTANCE);
    config.setThreads(2);
    config.setNettyThreads(2);
    config.setUseScriptCache(true);
    config
        .useSingleServer()
        .setAddress(settings.address())
        .setDatabase(settings.database())
        .setConnectTimeout((int) settings.connectTimeout().toMillis())
        // two attempts fit into the caller's timeout
        .setTimeout(timeout * 2 / 5)
        .setRetryAttempts(1)
        .setRetryDelay(new ConstantDelay(Duration.ofMillis(timeout / 10)))
        .setReconnectionDelay(new ConstantDelay(settings.healthCheckInterval()))
        .setConnectionMinimumIdleSize(1)
        .setConnectionPoolSize(settings.connections())
        .setSubscriptionConnectionMinimumIdleSize(0)
        .setClientName("dcm");
    return config;
  }
}
