package dcm.redis;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the {@link EndedSessionLog} twice a second, on a thread of its own. */
final class EndedSessionReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EndedSessionReader.class);
  private static final Counter FAILURES =
      Metrics.counter("dcm.thread.failures", "thread", "sessions");

  private static final Duration INTERVAL = Duration.ofMillis(500);

  /**
   * How long a read counts; when the next one fails or is late, sessions are looked up one by one.
   * With the interval in which sockets are checked, a logout takes effect within 2 s.
   */
  static final Duration MAX_AGE = Duration.ofSeconds(1);

  /**
   * How far this node has read.
   *
   * @param generation changes when entries may have been missed: what was looked up before does not
   *     count any more; 0: the log was not read yet
   * @param sentAt when the last successful read was sent ({@link System#nanoTime}): every session
   *     that ended before is known
   */
  record Progress(long generation, long sentAt) {

    boolean isFresh() {
      return generation > 0 && System.nanoTime() - sentAt < MAX_AGE.toNanos();
    }
  }

  private final EndedSessionLog log;
  private final Consumer<String> onEnded;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("ended-sessions").factory());
  private volatile Progress progress = new Progress(0, 0);
  private @Nullable String position;

  private EndedSessionReader(EndedSessionLog log, Consumer<String> onEnded) {
    this.log = log;
    this.onEnded = onEnded;
  }

  /**
   * Starts reading.
   *
   * @param onEnded called, on the reader's thread, with each session that ended
   */
  static EndedSessionReader start(EndedSessionLog log, Consumer<String> onEnded) {
    var reader = new EndedSessionReader(log, onEnded);
    var _ =
        reader.thread.scheduleWithFixedDelay(
            reader::readOnce, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    return reader;
  }

  Progress progress() {
    return progress;
  }

  /** Catches everything: if the thread ended, no read would ever count again. */
  private void readOnce() {
    try {
      read();
    } catch (CompletionException failed) {
      // the client logs when Redis becomes unavailable
      if (!(failed.getCause() instanceof RedisUnavailableException)) {
        logFailure(failed.getCause());
      }
    } catch (Throwable failed) {
      logFailure(failed);
    }
  }

  private void read() {
    var sentAt = System.nanoTime();
    var entries = log.read(position).toCompletableFuture().join();
    // before the progress: who sees it must also see these
    entries.sessions().forEach(onEnded);
    position = entries.position();
    progress =
        new Progress(
            entries.continued() ? progress.generation() : progress.generation() + 1, sentAt);
  }

  private static void logFailure(Throwable failed) {
    FAILURES.increment();
    LOG.error("Reading the ended sessions failed; each session is looked up meanwhile", failed);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
