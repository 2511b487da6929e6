package dcm.journal.write;

import dcm.journal.jdbc.ThreadFailureRecorder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the guild that broke a group when PostgreSQL does not name it: writes an eighth of the
 * group at a time, splits an eighth that fails again, until one guild is left. For 500 guilds and
 * one failing guild that takes some twenty small transactions, three of which fail; the lane
 * continues meanwhile. Writing each guild alone would take hundreds.
 */
final class GroupFailureIsolator {
  private static final Logger LOG = LoggerFactory.getLogger(GroupFailureIsolator.class);
  private static final int MAX_PARTS = 8;

  /** A part that fails later than this met statement-timeout, not lock-timeout. */
  private static final Duration MAX_PART_DURATION = Duration.ofMillis(500);

  private final GroupWriter writer;
  private final IsolatedWriter isolatedWriter;
  private final ThreadPoolExecutor executor;
  private final ThreadFailureRecorder failureRecorder =
      new ThreadFailureRecorder("isolator", "dcm-write-isolator");

  GroupFailureIsolator(GroupWriter writer, IsolatedWriter isolatedWriter, int queue) {
    this.writer = writer;
    this.isolatedWriter = isolatedWriter;
    this.executor =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(queue),
            Thread.ofPlatform().daemon().name("dcm-write-isolator-", 1).factory());
  }

  /** Accepts a group that failed as a whole. */
  void submit(List<PendingWrite> group) {
    if (group.isEmpty()) {
      return;
    }
    if (group.size() == 1) {
      isolatedWriter.isolate(group.getFirst());
      return;
    }
    try {
      executor.execute(() -> {
        try {
          isolateFailingGuilds(group);
        } catch (Throwable failed) {
          failureRecorder.record(failed);
          // completed writes keep their result
          group.forEach(write -> write.fail(failed));
        }
      });
    } catch (RejectedExecutionException closing) {
      group.forEach(write -> write.fail(closing));
    }
  }

  private void isolateFailingGuilds(List<PendingWrite> group) {
    var parts = new ArrayDeque<>(parts(group));
    while (!parts.isEmpty()) {
      var startedAt = System.nanoTime();
      var remaining = writer.write(parts.poll());
      if (remaining.size() == 1) {
        isolatedWriter.isolate(remaining.getFirst());
      } else if (System.nanoTime() - startedAt > MAX_PART_DURATION.toNanos()) {
        // each further split would cost all others the same time again
        remaining.forEach(isolatedWriter::write);
      } else {
        parts(remaining).forEach(parts::addFirst);
      }
    }
  }

  static <T> List<List<T>> parts(List<T> group) {
    var size = Math.ceilDiv(group.size(), MAX_PARTS);
    var parts = new ArrayList<List<T>>();
    for (var from = 0; from < group.size(); from += size) {
      parts.add(group.subList(from, Math.min(from + size, group.size())));
    }
    return parts;
  }

  void drain(Duration timeout) {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("Failed groups still being split after {}; giving up", timeout);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
