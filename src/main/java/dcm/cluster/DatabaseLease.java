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
 * Pekko's lease as a row of PostgreSQL, with a thread and a connection of its own. While it is held
 * it is renewed each heartbeat interval; it ends by itself a heartbeat timeout after the last
 * renewal. The holder counts that time from before it asked, by its own monotonic clock, and so
 * never thinks longer that it holds the lease than the database does.
 *
 * <p>A restarted process is another owner than it was before.
 */
public final class DatabaseLease extends Lease {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseLease.class);
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);

  private final LeaseSettings settings;
  private final String owner;
  private final Duration life;
  private final LeaseRows rows;
  private final ScheduledThreadPoolExecutor thread;
  private final AtomicReference<Held> held = new AtomicReference<>(Held.NOT);

  /**
   * @param until by {@code System.nanoTime()}
   */
  private record Held(boolean ours, long until, Consumer<Optional<Throwable>> lost) {
    static final Held NOT = new Held(false, 0, _ -> {});

    boolean isGood() {
      return ours && System.nanoTime() - until < 0;
    }
  }

  /** Made by Pekko, from the name of the class in the configuration. Asks the database nothing. */
  public DatabaseLease(LeaseSettings settings, ExtendedActorSystem system) {
    this.settings = settings;
    this.owner = settings.ownerName() + "/" + UUID.randomUUID();
    this.life = settings.timeoutSettings().getHeartbeatTimeout();
    this.thread =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("dcm-lease-", 1).factory());
    var pool = ClusterDatabase.pool(system.settings().config(), "dcm-lease", 1);
    this.rows = new LeaseRows(pool);
    var interval = settings.timeoutSettings().getHeartbeatInterval().toMillis();
    var _ =
        thread.scheduleWithFixedDelay(
            this::renewAndGoOn, interval, interval, TimeUnit.MILLISECONDS);
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

  /** Tries again while the database is away, for as long as an operation may take. */
  @Override
  public CompletionStage<Boolean> acquire(Consumer<Optional<Throwable>> lost) {
    var patience = settings.timeoutSettings().getOperationTimeout();
    var giveUp = System.nanoTime() + patience.toNanos();
    return CompletableFuture.supplyAsync(() -> take(lost, giveUp), thread)
        .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public CompletionStage<Boolean> release() {
    held.set(Held.NOT);
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return rows.release(settings.leaseName(), owner);
          } catch (SQLException failed) {
            throw new CompletionException("The lease ends by itself", failed);
          }
        },
        thread);
  }

  @Override
  public boolean checkLease() {
    return held.get().isGood();
  }

  private boolean take(Consumer<Optional<Throwable>> lost, long giveUp) {
    while (true) {
      var asked = System.nanoTime();
      try {
        var taken = rows.take(settings.leaseName(), owner, life);
        // who waited for us was told that it failed: then we must not hold it either
        var inTime = System.nanoTime() - giveUp < 0;
        held.set(taken && inTime ? new Held(true, asked + life.toNanos(), lost) : Held.NOT);
        if (taken && !inTime) {
          rows.release(settings.leaseName(), owner);
        }
        return taken && inTime;
      } catch (SQLException failed) {
        if (System.nanoTime() + BETWEEN_TRIES.toNanos() - giveUp > 0) {
          throw new CompletionException("The lease cannot be acquired", failed);
        }
        LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
      }
    }
  }

  /** What is scheduled and throws is never done again, and nobody would hear that it is lost. */
  private void renewAndGoOn() {
    try {
      renew();
    } catch (Throwable failed) {
      // not before: the cluster opens before there is a registry for meters
      Metrics.counter("dcm.thread.failures", "thread", "lease").increment();
      LOG.error("Renewing the lease {} failed", settings.leaseName(), failed);
      var now = held.get();
      if (now.ours() && !now.isGood()) {
        lose(now, Optional.of(failed));
      }
    }
  }

  private void renew() {
    var now = held.get();
    if (!now.ours()) {
      return;
    }
    var asked = System.nanoTime();
    try {
      if (rows.renew(settings.leaseName(), owner)) {
        held.compareAndSet(now, new Held(true, asked + life.toNanos(), now.lost()));
      } else {
        lose(now, Optional.empty());
      }
    } catch (SQLException failed) {
      if (now.isGood()) {
        LOG.warn("The lease {} could not be renewed: {}", settings.leaseName(), failed.toString());
      } else {
        lose(now, Optional.of(failed));
      }
    }
  }

  private void lose(Held now, Optional<Throwable> cause) {
    if (held.compareAndSet(now, Held.NOT)) {
      LOG.warn("The lease {} is lost", settings.leaseName());
      now.lost().accept(cause);
    }
  }
}
