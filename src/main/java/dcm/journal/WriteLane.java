package dcm.journal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that writes for many guilds at once: whatever has come while it was busy goes into the
 * next transaction. A write that comes alone waits for nothing; when many come, they share a
 * commit.
 *
 * <p>Whatever goes wrong, each write gets an answer and the lane goes on. Should it end all the
 * same, it takes no more, and {@link #isAtWork} says so.
 */
final class WriteLane {
  private static final Logger LOG = LoggerFactory.getLogger(WriteLane.class);

  private static final int MOST_ROWS = 500;
  private static final int MOST_BYTES = 4 << 20;

  private final String name;
  private final BlockingQueue<PendingWrite> waiting;
  private final GroupWriter writer;
  private final Consumer<List<PendingWrite>> sieve;
  private final GroupSize size = new GroupSize(MOST_ROWS);
  private final Gathering gathering = new Gathering(System::nanoTime);
  private final Thread thread;
  private final AtomicBoolean started = new AtomicBoolean();
  private final ThreadFailures failures;
  private final long maxBytes;

  /** Of writes that are not done: those that wait, and those that are being written. */
  private final AtomicLong bytes = new AtomicLong();

  private volatile boolean closed;
  private volatile boolean ended;

  /**
   * {@code prepare} is done before the first group; {@code sieve} takes a group in which somebody
   * breaks the statement, if any.
   */
  WriteLane(
      String name,
      int queue,
      long maxBytes,
      GroupWriter writer,
      Runnable prepare,
      Consumer<List<PendingWrite>> sieve) {
    this.name = name;
    this.maxBytes = maxBytes;
    this.waiting = new LinkedBlockingQueue<>(queue);
    this.writer = writer;
    this.sieve = sieve;
    this.thread =
        Thread.ofPlatform()
            .daemon()
            .name(name)
            .unstarted(() -> {
              try {
                prepare(prepare);
                work();
              } finally {
                ended();
              }
            });
    this.failures = new ThreadFailures("write", name);
  }

  /** What comes before waits; once is enough. */
  void start() {
    if (!started.getAndSet(true)) {
      thread.start();
    }
  }

  int waiting() {
    return waiting.size();
  }

  void add(PendingWrite write) {
    long size = write.batch().bytes();
    // a write that comes alone always fits
    boolean fits = bytes.get() == 0 || bytes.get() + size <= maxBytes;
    bytes.addAndGet(size);
    var _ = write.done().whenComplete((_, _) -> bytes.addAndGet(-size));
    if (closed || ended || !fits || !waiting.offer(write)) {
      write.failed(
          new RejectedExecutionException(
              ended
                  ? name + " has ended; nothing was written"
                  : "%s: %d writes are waiting already, %d bytes with those being written; nothing was written"
                      .formatted(name, waiting.size(), bytes.get() - size)));
    } else if (ended) {
      // it ended in between
      refuseWhatWaits();
    }
  }

  /** Whether writes are taken: false when the lane was closed, or has ended by itself. */
  boolean isAtWork() {
    return !closed && !ended;
  }

  /** Without it the first writes wait longer, and that is all. */
  private void prepare(Runnable preparation) {
    try {
      preparation.run();
    } catch (Throwable failed) {
      failures.met(failed);
    }
  }

  private void work() {
    var group = new ArrayList<PendingWrite>();
    while (true) {
      var tried = false;
      try {
        group.clear();
        var first = waiting.take();
        if (first.isLast()) {
          return;
        }
        group.add(first);
        gathering.await(() -> 1 + waiting.size());
        together(first, group);
        var began = System.nanoTime();
        tried = true;
        sieve.accept(writer.write(group));
        var took = Duration.ofNanos(System.nanoTime() - began);
        size.wrote(group.size(), took);
        gathering.wrote(group.size(), took);
      } catch (InterruptedException stopped) {
        refuse(group);
        if (closed) {
          return;
        }
        failures.met(stopped);
      } catch (Throwable failed) {
        failures.met(failed);
        if (tried) {
          // some may be written; those that were answered stay as they are
          group.forEach(write -> write.failed(failed));
        } else {
          refuse(group);
        }
      }
    }
  }

  private void refuse(List<PendingWrite> writes) {
    writes.forEach(write ->
        write.failed(
            new RejectedExecutionException(name + " could not try it; nothing was written")));
  }

  private void refuseWhatWaits() {
    var left = new ArrayList<PendingWrite>();
    waiting.drainTo(left);
    refuse(left);
  }

  private void ended() {
    ended = true;
    refuseWhatWaits();
    if (!closed) {
      LOG.error("{} has ended: this node does not write for its guilds any more", name);
    }
  }

  /** Takes what waits already, as much as fits. */
  private void together(PendingWrite first, List<PendingWrite> group) {
    group.clear();
    var rows = 0;
    var bytes = 0L;
    for (var next = first; next != null; next = waiting.poll()) {
      group.add(next);
      rows += next.rows();
      bytes += next.batch().bytes();
      var after = waiting.peek();
      if (after == null
          || after.isLast()
          || group.size() >= size.most()
          || group.size() >= writer.guildsAtMost()
          || rows + after.rows() > MOST_ROWS
          || bytes + after.batch().bytes() > MOST_BYTES) {
        break;
      }
    }
  }

  /** Takes nothing more; returns when all that waits is written. */
  void drain(Duration patience) {
    closed = true;
    if (!started.get()) {
      return;
    }
    try {
      if (!waiting.offer(PendingWrite.last(), patience.toMillis(), TimeUnit.MILLISECONDS)
          || !thread.join(patience)) {
        LOG.warn("{}: writes were still under way after {}; they are cut off", name, patience);
        thread.interrupt();
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}
