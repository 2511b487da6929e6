package dcm.journal;

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
 * Finds out who broke a group when PostgreSQL does not say: tries an eighth of it at a time, and of
 * the eighth that fails an eighth again, until one guild is left. For 500 guilds and one culprit
 * that is some twenty small transactions, three of which fail; the lane goes on meanwhile. To try
 * each by itself would cost the innocent hundreds.
 */
final class Sieve {
  private static final Logger LOG = LoggerFactory.getLogger(Sieve.class);
  private static final int PARTS = 8;

  /** A part that fails after so long waited for the clock, not for a lock. */
  private static final Duration LONG = Duration.ofMillis(500);

  private final GroupWriter writer;
  private final Apart apart;
  private final ThreadPoolExecutor thread;
  private final ThreadFailures failures = new ThreadFailures("sieve", "dcm-write-sieve");

  Sieve(GroupWriter writer, Apart apart, int queue) {
    this.writer = writer;
    this.apart = apart;
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(queue),
            Thread.ofPlatform().daemon().name("dcm-write-sieve-", 1).factory());
  }

  /** Takes a group that failed as a whole. */
  void add(List<PendingWrite> group) {
    if (group.isEmpty()) {
      return;
    }
    if (group.size() == 1) {
      apart.broke(group.getFirst());
      return;
    }
    try {
      thread.execute(() -> {
        try {
          sift(group);
        } catch (Throwable failed) {
          failures.met(failed);
          // those that were answered stay as they are
          group.forEach(write -> write.failed(failed));
        }
      });
    } catch (RejectedExecutionException closing) {
      group.forEach(write -> write.failed(closing));
    }
  }

  private void sift(List<PendingWrite> group) {
    var parts = new ArrayDeque<>(parts(group));
    while (!parts.isEmpty()) {
      var began = System.nanoTime();
      var left = writer.write(parts.poll());
      if (left.size() == 1) {
        apart.broke(left.getFirst());
      } else if (System.nanoTime() - began > LONG.toNanos()) {
        // to divide on would cost everybody else as much again each time
        left.forEach(apart::write);
      } else {
        parts(left).forEach(parts::addFirst);
      }
    }
  }

  static <T> List<List<T>> parts(List<T> group) {
    var size = Math.ceilDiv(group.size(), PARTS);
    var parts = new ArrayList<List<T>>();
    for (var from = 0; from < group.size(); from += size) {
      parts.add(group.subList(from, Math.min(from + size, group.size())));
    }
    return parts;
  }

  void drain(Duration patience) {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("Groups were still being sifted after {}; they are cut off", patience);
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}
