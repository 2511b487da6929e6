package dcm.cluster;

import io.micrometer.core.instrument.Metrics;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.coordination.lease.LeaseSettings;
import org.apache.pekko.coordination.lease.javadsl.Lease;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pekko's lease as a row in PostgreSQL, with its own thread and connection. A held lease is renewed
 * at each heartbeat interval; it expires a heartbeat timeout after the last renewal. The holder
 * measures this time from before its request, by its monotonic clock, and therefore never considers
 * the lease held for longer than the database does.
 *
 * <p>A restarted process is a different owner.
 */
public final class DatabaseLease extends Lease {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseLease.class);
  private static final Duration RETRY_INTERVAL = Duration.ofMillis(200);

  private final LeaseSettings settings;
  private final String owner;
  private final Duration timeout;
  private final LeaseDao dao;
  private final ScheduledThreadPoolExecutor thread;
  private final AtomicReference<LeaseState> state = new AtomicReference<>(LeaseState.NOT_HELD);

  /**
   * @param validUntilNanos by {@code System.nanoTime()}
   */
  private record LeaseState(
      boolean held, long validUntilNanos, Consumer<Optional<Throwable>> onLost) {
    static final LeaseState NOT_HELD = new LeaseState(false, 0, _ -> {});

    boolean isValid() {
      return held && System.nanoTime() - validUntilNanos < 0;
    }
  }

  /**
   * Created by Pekko, which finds the class name in the configuration. Does not access the
   * database.
   */
  public DatabaseLease(LeaseSettings settings, ExtendedActorSystem system) {
    this.settings = settings;
    this.owner = settings.ownerName() + "/" + UUID.randomUUID();
    this.timeout = settings.timeoutSettings().getHeartbeatTimeout();
    this.thread =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("dcm-lease-", 1).factory());
    var pool = ClusterDatabase.pool(system.settings().config(), "dcm-lease", 1);
    this.dao = new LeaseDao(pool);
    var interval = settings.timeoutSettings().getHeartbeatInterval().toMillis();
    var _ =
        thread.scheduleWithFixedDelay(this::renewSafely, interval, interval, TimeUnit.MILLISECONDS);
    system.registerOnTermination(() -> {
      thread.shutdown();
      pool.close();
    });
  }

  @Override
  public LeaseSettings getSettings() {
    return settings;
  }

  @Override
  public CompletionStage<Boolean> acquire() {
    return acquire(_ -> {});
  }

  /** Acquires the lease; retries while the database is unavailable, until the operation timeout. */
  @Override
  public CompletionStage<Boolean> acquire(Consumer<Optional<Throwable>> onLost) {
    var operationTimeout = settings.timeoutSettings().getOperationTimeout();
    var deadlineNanos = System.nanoTime() + operationTimeout.toNanos();
    return CompletableFuture.supplyAsync(() -> acquireUntil(onLost, deadlineNanos), thread)
        .orTimeout(operationTimeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public CompletionStage<Boolean> release() {
    state.set(LeaseState.NOT_HELD);
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return dao.release(settings.leaseName(), owner);
          } catch (SQLException failed) {
            throw new CompletionException(
                "Releasing the lease failed; it expires on its own", failed);
          }
        },
        thread);
  }

  @Override
  public boolean checkLease() {
    return state.get().isValid();
  }

  private boolean acquireUntil(Consumer<Optional<Throwable>> onLost, long deadlineNanos) {
    while (true) {
      var requestedAtNanos = System.nanoTime();
      try {
        var acquired = dao.acquire(settings.leaseName(), owner, timeout);
        // after the deadline the caller was told that it failed, so the lease must not be held
        var withinDeadline = System.nanoTime() - deadlineNanos < 0;
        state.set(
            acquired && withinDeadline
                ? new LeaseState(true, requestedAtNanos + timeout.toNanos(), onLost)
                : LeaseState.NOT_HELD);
        if (acquired && !withinDeadline) {
          dao.release(settings.leaseName(), owner);
        }
        return acquired && withinDeadline;
      } catch (SQLException failed) {
        if (System.nanoTime() + RETRY_INTERVAL.toNanos() - deadlineNanos > 0) {
          throw new CompletionException("Acquiring the lease failed", failed);
        }
        LockSupport.parkNanos(RETRY_INTERVAL.toNanos());
      }
    }
  }

  /**
   * Catches everything: a scheduled task that throws is never run again, and the loss of the lease
   * would go unnoticed.
   */
  private void renewSafely() {
    try {
      renew();
    } catch (Throwable failed) {
      // registered here, because the cluster opens before there is a meter registry
      Metrics.counter("dcm.thread.failures", "thread", "lease").increment();
      LOG.error("Renewing lease {} failed unexpectedly", settings.leaseName(), failed);
      var current = state.get();
      if (current.held() && !current.isValid()) {
        markLost(current, Optional.of(failed));
      }
    }
  }

  private void renew() {
    var current = state.get();
    if (!current.held()) {
      return;
    }
    var requestedAtNanos = System.nanoTime();
    try {
      if (dao.renew(settings.leaseName(), owner)) {
        state.compareAndSet(
            current, new LeaseState(true, requestedAtNanos + timeout.toNanos(), current.onLost()));
      } else {
        markLost(current, Optional.empty());
      }
    } catch (SQLException failed) {
      if (current.isValid()) {
        LOG.warn("Renewing lease {} failed: {}", settings.leaseName(), failed.toString());
      } else {
        markLost(current, Optional.of(failed));
      }
    }
  }

  private void markLost(LeaseState current, Optional<Throwable> cause) {
    if (state.compareAndSet(current, LeaseState.NOT_HELD)) {
      LOG.warn("Lease {} lost", settings.leaseName());
      current.onLost().accept(cause);
    }
  }
}
