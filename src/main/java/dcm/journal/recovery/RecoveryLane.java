package dcm.journal.recovery;

import dcm.journal.jdbc.SqlWork;
import dcm.journal.jdbc.ThreadFailureRecorder;
import dcm.journal.recovery.RecoveryDao.TakeoverRequest;
import dcm.journal.write.GroupFailure;
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
 * A thread that takes over all guilds that were queued during the previous transaction in one
 * transaction, and reads pages of long histories in between. A guild always has the same lane, so
 * that few connections cache its tables.
 */
final class RecoveryLane {
  private static final Logger LOG = LoggerFactory.getLogger(RecoveryLane.class);

  /** Some megabytes, with a first page and a snapshot each. */
  private static final int MAX_GROUP_SIZE = 32;

  private final String name;
  private final DataSource connections;
  private final ReplayLimits limits;
  private final BlockingQueue<LaneTask<?>> waiting;
  private final Thread thread;
  private final ThreadFailureRecorder failureRecorder;
  private volatile boolean closed;
  private volatile boolean terminated;

  RecoveryLane(String name, DataSource connections, ReplayLimits limits, int queue) {
    this.name = name;
    this.connections = connections;
    this.limits = limits;
    this.waiting = new LinkedBlockingQueue<>(queue);
    this.failureRecorder = new ThreadFailureRecorder("recover", name);
    this.thread =
        Thread.ofPlatform()
            .daemon()
            .name(name)
            .start(() -> {
              try {
                runLoop();
              } finally {
                terminated();
              }
            });
  }

  /** A queued task and its result. */
  private sealed interface LaneTask<T> {
    CompletableFuture<T> completion();
  }

  private record TakeoverTask(
      TakeoverRequest request, CompletableFuture<RecoveryDao.TakeoverResult> completion)
      implements LaneTask<RecoveryDao.TakeoverResult> {}

  private record SqlTask<T>(SqlWork<T> work, CompletableFuture<T> completion)
      implements LaneTask<T> {}

  private record EndMarker(CompletableFuture<Void> completion) implements LaneTask<Void> {}

  /** A group takeover failed because of at least one of its guilds. */
  static final class GroupTakeoverFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    GroupTakeoverFailedException(SQLException reason) {
      super(reason.getMessage(), reason);
    }
  }

  /** Fails with {@link GroupTakeoverFailedException} when another guild may be the cause. */
  CompletableFuture<RecoveryDao.TakeoverResult> takeOver(TakeoverRequest request) {
    return add(new TakeoverTask(request, new CompletableFuture<>()));
  }

  /** Runs the work alone, on a connection in auto-commit mode. */
  <T> CompletableFuture<T> execute(SqlWork<T> work) {
    return add(new SqlTask<>(work, new CompletableFuture<>()));
  }

  private <T> CompletableFuture<T> add(LaneTask<T> task) {
    if (closed || terminated || !waiting.offer(task)) {
      task.completion()
          .completeExceptionally(
              new RejectedExecutionException(
                  "%s: queue full (%d waiting); nothing was done".formatted(name, waiting.size())));
    } else if (terminated) {
      // it terminated in the meantime
      rejectQueued();
    }
    return task.completion();
  }

  /** Whether work is accepted: false when the lane was closed or its thread terminated. */
  boolean isRunning() {
    return !closed && !terminated;
  }

  private void runLoop() {
    var group = new ArrayList<TakeoverTask>();
    while (true) {
      try {
        group.clear();
        switch (waiting.take()) {
          case EndMarker _ -> {
            return;
          }
          case SqlTask<?> sqlTask -> run(sqlTask);
          case TakeoverTask first -> {
            fillGroup(first, group);
            run(group);
          }
        }
      } catch (InterruptedException interrupted) {
        if (closed) {
          return;
        }
        failureRecorder.record(interrupted);
      } catch (Throwable failed) {
        failureRecorder.record(failed);
        // completed tasks keep their result
        group.forEach(task -> task.completion().completeExceptionally(failed));
      }
    }
  }

  private void rejectQueued() {
    for (var task = waiting.poll(); task != null; task = waiting.poll()) {
      task.completion()
          .completeExceptionally(
              new RejectedExecutionException(name + " has terminated; nothing was done"));
    }
  }

  private void terminated() {
    terminated = true;
    rejectQueued();
    if (!closed) {
      LOG.error("{} terminated: this node can no longer recover guilds", name);
    }
  }

  private void fillGroup(TakeoverTask first, List<TakeoverTask> group) {
    group.add(first);
    while (group.size() < MAX_GROUP_SIZE && waiting.peek() instanceof TakeoverTask) {
      // only this thread takes from the queue
      if (waiting.poll() instanceof TakeoverTask next) {
        group.add(next);
      }
    }
  }

  private void run(List<TakeoverTask> group) {
    try (var connection = connections.getConnection()) {
      var requests = group.stream().map(TakeoverTask::request).toList();
      var results = RecoveryDao.takeOver(connection, requests, limits);
      for (var i = 0; i < group.size(); i++) {
        group.get(i).completion().complete(results.get(i));
      }
    } catch (SQLException failed) {
      var serverFailure = isServerFailure(failed);
      var reason =
          serverFailure || group.size() == 1 ? failed : new GroupTakeoverFailedException(failed);
      group.forEach(task -> task.completion().completeExceptionally(reason));
      if (serverFailure) {
        failQueued(failed);
      }
    } catch (Throwable failed) {
      group.forEach(task -> task.completion().completeExceptionally(failed));
    }
  }

  private <T> void run(SqlTask<T> sqlTask) {
    try (var connection = connections.getConnection()) {
      sqlTask.completion().complete(sqlTask.work().execute(connection));
    } catch (Throwable failed) {
      sqlTask.completion().completeExceptionally(failed);
      if (failed instanceof SQLException sql && isServerFailure(sql)) {
        failQueued(sql);
      }
    }
  }

  private static boolean isServerFailure(SQLException failed) {
    return GroupFailure.of(failed) instanceof GroupFailure.ServerFailure;
  }

  /** Fails the queued tasks: each would meet the same failure after a full connect timeout. */
  private void failQueued(SQLException serverFailure) {
    for (var remaining = waiting.size();
        remaining > 0 && !(waiting.peek() instanceof EndMarker);
        remaining--) {
      var task = waiting.poll();
      if (task != null) {
        task.completion().completeExceptionally(serverFailure);
      }
    }
  }

  /** Accepts no more work; waits until the queue is done. */
  void drain(Duration timeout) {
    closed = true;
    try {
      if (!waiting.offer(
              new EndMarker(new CompletableFuture<>()), timeout.toMillis(), TimeUnit.MILLISECONDS)
          || !thread.join(timeout)) {
        LOG.warn("{}: work still running after {}; interrupting it", name, timeout);
        thread.interrupt();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
