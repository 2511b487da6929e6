package dcm.journal;

import dcm.journal.RecoveryRows.Wish;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that takes over whatever guilds have come while it was busy, all in one transaction, and
 * reads pages of long histories in between. It is always the same one for a guild, so that few
 * connections remember its tables.
 */
final class RecoveryLane {
  private static final Logger LOG = LoggerFactory.getLogger(RecoveryLane.class);

  /** With a first page and a snapshot each, this is some megabytes. */
  private static final int MOST = 32;

  private final String name;
  private final DataSource connections;
  private final Portions portions;
  private final BlockingQueue<Piece<?>> waiting;
  private final Thread thread;
  private final ThreadFailures failures;
  private volatile boolean closed;
  private volatile boolean ended;

  RecoveryLane(String name, DataSource connections, Portions portions, int queue) {
    this.name = name;
    this.connections = connections;
    this.portions = portions;
    this.waiting = new LinkedBlockingQueue<>(queue);
    this.failures = new ThreadFailures("recover", name);
    this.thread =
        Thread.ofPlatform()
            .daemon()
            .name(name)
            .start(() -> {
              try {
                work();
              } finally {
                ended();
              }
            });
  }

  /** Something to do, and whom to tell. */
  private sealed interface Piece<T> {
    CompletableFuture<T> done();
  }

  private record TakeOver(Wish wish, CompletableFuture<Found> done) implements Piece<Found> {}

  private record Other<T>(SqlWork<T> work, CompletableFuture<T> done) implements Piece<T> {}

  private record End(CompletableFuture<Void> done) implements Piece<Void> {}

  /** One of those that were to be taken over together has kept all from it. */
  static final class Together extends RuntimeException {
    private static final long serialVersionUID = 1;

    Together(SQLException reason) {
      super(reason.getMessage(), reason);
    }
  }

  /** Fails with {@link Together} when that may be somebody else's fault. */
  CompletableFuture<Found> takeOver(Wish wish) {
    return add(new TakeOver(wish, new CompletableFuture<>()));
  }

  /** By itself, with a connection in auto-commit mode. */
  <T> CompletableFuture<T> alone(SqlWork<T> work) {
    return add(new Other<>(work, new CompletableFuture<>()));
  }

  private <T> CompletableFuture<T> add(Piece<T> piece) {
    if (closed || ended || !waiting.offer(piece)) {
      piece
          .done()
          .completeExceptionally(
              new RejectedExecutionException(
                  "%s: %d pieces of work are waiting already; nothing was done"
                      .formatted(name, waiting.size())));
    } else if (ended) {
      // it ended in between
      refuseWhatWaits();
    }
    return piece.done();
  }

  /** Whether work is taken: false when the lane was closed, or has ended by itself. */
  boolean isAtWork() {
    return !closed && !ended;
  }

  private void work() {
    var group = new ArrayList<TakeOver>();
    while (true) {
      try {
        group.clear();
        switch (waiting.take()) {
          case End _ -> {
            return;
          }
          case Other<?> other -> run(other);
          case TakeOver first -> {
            together(first, group);
            run(group);
          }
        }
      } catch (InterruptedException stopped) {
        if (closed) {
          return;
        }
        failures.met(stopped);
      } catch (Throwable failed) {
        failures.met(failed);
        // those that were answered stay as they are
        group.forEach(piece -> piece.done().completeExceptionally(failed));
      }
    }
  }

  private void refuseWhatWaits() {
    for (var piece = waiting.poll(); piece != null; piece = waiting.poll()) {
      piece
          .done()
          .completeExceptionally(
              new RejectedExecutionException(name + " has ended; nothing was done"));
    }
  }

  private void ended() {
    ended = true;
    refuseWhatWaits();
    if (!closed) {
      LOG.error("{} has ended: this node does not take guilds over any more", name);
    }
  }

  private void together(TakeOver first, List<TakeOver> group) {
    group.add(first);
    while (group.size() < MOST && waiting.peek() instanceof TakeOver) {
      // nobody else takes from this queue
      if (waiting.poll() instanceof TakeOver next) {
        group.add(next);
      }
    }
  }

  private void run(List<TakeOver> group) {
    try (var connection = connections.getConnection()) {
      var wishes = group.stream().map(TakeOver::wish).toList();
      var found = RecoveryRows.takeOver(connection, wishes, portions);
      for (var i = 0; i < group.size(); i++) {
        group.get(i).done().complete(found.get(i));
      }
    } catch (SQLException failed) {
      var away = Blame.of(failed) instanceof Blame.Server;
      var reason = away || group.size() == 1 ? failed : new Together(failed);
      group.forEach(piece -> piece.done().completeExceptionally(reason));
      if (away) {
        failWhatWaits(failed);
      }
    } catch (Throwable failed) {
      group.forEach(piece -> piece.done().completeExceptionally(failed));
    }
  }

  private <T> void run(Other<T> other) {
    try (var connection = connections.getConnection()) {
      other.done().complete(other.work().with(connection));
    } catch (Throwable failed) {
      other.done().completeExceptionally(failed);
      if (failed instanceof SQLException sql && Blame.of(sql) instanceof Blame.Server) {
        failWhatWaits(sql);
      }
    }
  }

  /** Whoever waits would meet the same, one after the other, each as long as we wait to connect. */
  private void failWhatWaits(SQLException away) {
    for (var left = waiting.size(); left > 0 && !(waiting.peek() instanceof End); left--) {
      var piece = waiting.poll();
      if (piece != null) {
        piece.done().completeExceptionally(away);
      }
    }
  }

  /** Takes nothing more; returns when all that waits is done. */
  void drain(Duration patience) {
    closed = true;
    try {
      if (!waiting.offer(
              new End(new CompletableFuture<>()), patience.toMillis(), TimeUnit.MILLISECONDS)
          || !thread.join(patience)) {
        LOG.warn("{}: work was still under way after {}; it is cut off", name, patience);
        thread.interrupt();
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}
