package dcm.journal.write;

import dcm.journal.jdbc.ThreadFailureRecorder;
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
 * A thread that writes for many guilds: the writes that were queued during a transaction share the
 * next one. A single write is not delayed.
 *
 * <p>Every write is completed, and unexpected failures do not stop the thread. Should it terminate
 * nevertheless, it accepts no more writes, and {@link #isRunning} is false.
 */
final class WriteLane {
  private static final Logger LOG = LoggerFactory.getLogger(WriteLane.class);

  private static final int MAX_GROUP_ROWS = 500;
  private static final int MAX_GROUP_BYTES = 4 << 20;

  private final String name;
  private final BlockingQueue<PendingWrite> waiting;
  private final GroupWriter writer;
  private final Consumer<List<PendingWrite>> failureIsolator;
  private final AdaptiveGroupSize groupSize = new AdaptiveGroupSize(MAX_GROUP_ROWS);
  private final GroupCommitDelay commitDelay = new GroupCommitDelay(System::nanoTime);
  private final Thread thread;
  private final AtomicBoolean started = new AtomicBoolean();
  private final ThreadFailureRecorder failureRecorder;
  private final long maxBytes;

  /** Bytes of the writes that are queued or in progress. */
  private final AtomicLong pendingBytes = new AtomicLong();

  private volatile boolean closed;
  private volatile boolean terminated;

  /**
   * @param prepare called before the first group
   * @param failureIsolator receives the groups in which an unknown guild breaks the statement
   */
  WriteLane(
      String name,
      int queue,
      long maxBytes,
      GroupWriter writer,
      Runnable prepare,
      Consumer<List<PendingWrite>> failureIsolator) {
    this.name = name;
    this.maxBytes = maxBytes;
    this.waiting = new LinkedBlockingQueue<>(queue);
    this.writer = writer;
    this.failureIsolator = failureIsolator;
    this.thread =
        Thread.ofPlatform()
            .daemon()
            .name(name)
            .unstarted(() -> {
              try {
                prepare(prepare);
                runLoop();
              } finally {
                terminated();
              }
            });
    this.failureRecorder = new ThreadFailureRecorder("write", name);
  }

  /** Starts the thread on the first call; writes added before are queued. */
  void start() {
    if (!started.getAndSet(true)) {
      thread.start();
    }
  }

  int waiting() {
    return waiting.size();
  }

  void add(PendingWrite write) {
    long writeBytes = write.batch().bytes();
    // a single write always fits
    boolean fits = pendingBytes.get() == 0 || pendingBytes.get() + writeBytes <= maxBytes;
    pendingBytes.addAndGet(writeBytes);
    var _ = write.completion().whenComplete((_, _) -> pendingBytes.addAndGet(-writeBytes));
    if (closed || terminated || !fits || !waiting.offer(write)) {
      write.fail(
          new RejectedExecutionException(
              terminated
                  ? name + " has terminated; nothing was written"
                  : "%s: write queue full (%d waiting, %d bytes including those being written); nothing was written"
                      .formatted(name, waiting.size(), pendingBytes.get() - writeBytes)));
    } else if (terminated) {
      // it terminated in the meantime
      rejectQueued();
    }
  }

  /** Whether writes are accepted: false when the lane was closed or its thread terminated. */
  boolean isRunning() {
    return !closed && !terminated;
  }

  /** A failure only makes the first writes slower. */
  private void prepare(Runnable preparation) {
    try {
      preparation.run();
    } catch (Throwable failed) {
      failureRecorder.record(failed);
    }
  }

  private void runLoop() {
    var group = new ArrayList<PendingWrite>();
    while (true) {
      var attempted = false;
      try {
        group.clear();
        var first = waiting.take();
        if (first.isEndMarker()) {
          return;
        }
        group.add(first);
        commitDelay.await(() -> 1 + waiting.size());
        fillGroup(first, group);
        var startedAt = System.nanoTime();
        attempted = true;
        failureIsolator.accept(writer.write(group));
        var duration = Duration.ofNanos(System.nanoTime() - startedAt);
        groupSize.recordCommit(group.size(), duration);
        commitDelay.recordCommit(group.size(), duration);
      } catch (InterruptedException interrupted) {
        reject(group);
        if (closed) {
          return;
        }
        failureRecorder.record(interrupted);
      } catch (Throwable failed) {
        failureRecorder.record(failed);
        if (attempted) {
          // some may be written; completed writes keep their result
          group.forEach(write -> write.fail(failed));
        } else {
          reject(group);
        }
      }
    }
  }

  private void reject(List<PendingWrite> writes) {
    writes.forEach(write ->
        write.fail(
            new RejectedExecutionException(
                name + " could not attempt the write; nothing was written")));
  }

  private void rejectQueued() {
    var queued = new ArrayList<PendingWrite>();
    waiting.drainTo(queued);
    reject(queued);
  }

  private void terminated() {
    terminated = true;
    rejectQueued();
    if (!closed) {
      LOG.error("{} terminated: this node can no longer write for its guilds", name);
    }
  }

  /** Adds queued writes to the group, within its limits. */
  private void fillGroup(PendingWrite first, List<PendingWrite> group) {
    group.clear();
    var rows = 0;
    var bytes = 0L;
    for (var next = first; next != null; next = waiting.poll()) {
      group.add(next);
      rows += next.rowCount();
      bytes += next.batch().bytes();
      var after = waiting.peek();
      if (after == null
          || after.isEndMarker()
          || group.size() >= groupSize.current()
          || group.size() >= writer.maxGuilds()
          || rows + after.rowCount() > MAX_GROUP_ROWS
          || bytes + after.batch().bytes() > MAX_GROUP_BYTES) {
        break;
      }
    }
  }

  /** Accepts no more writes; waits until the queue is written. */
  void drain(Duration timeout) {
    closed = true;
    if (!started.get()) {
      return;
    }
    try {
      if (!waiting.offer(PendingWrite.endMarker(), timeout.toMillis(), TimeUnit.MILLISECONDS)
          || !thread.join(timeout)) {
        LOG.warn("{}: writes still running after {}; interrupting them", name, timeout);
        thread.interrupt();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
