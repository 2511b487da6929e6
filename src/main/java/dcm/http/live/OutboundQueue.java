package dcm.http.live;

import dcm.guild.value.GuildId;
import dcm.http.HttpSettings;
import dcm.http.pipeline.ByteBudget;
import dcm.http.server.ConnectionState;
import java.time.Duration;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.QueueOfferResult;
import org.apache.pekko.stream.UniqueKillSwitch;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Source;

/**
 * The way out of one socket. It is bounded in bytes, its own and those of its guild and node; it
 * knows how long its reader has taken nothing. A frame that does not fit ends the socket: what
 * follows would look gap-free and would not be.
 */
final class OutboundQueue {
  /** No frame takes less. */
  private static final int MIN_FRAME_BYTES = 128;

  private final BoundedSourceQueue<OutgoingFrame> queue;
  private final UniqueKillSwitch killSwitch;
  private final Source<Message, NotUsed> source;
  private final GuildId guild;
  private final long maxBytes;
  private final ByteBudget<GuildId> budget;
  private final ConnectionState connection;
  private Runnable onCapacity = () -> {};
  private long queuedBytes;
  private long lastTakenNanos = System.nanoTime();
  private boolean awaitingCapacity;
  private boolean closed;
  private boolean overflowed;

  OutboundQueue(
      ActorSystem<?> system,
      GuildId guild,
      HttpSettings.LiveLimits limits,
      ByteBudget<GuildId> budget,
      ConnectionState connection) {
    this.guild = guild;
    this.maxBytes = limits.bufferSize();
    this.budget = budget;
    this.connection = connection;
    var queueAndSwitch =
        Source.<OutgoingFrame>queue((int) Math.max(8, maxBytes / MIN_FRAME_BYTES))
            .viaMat(KillSwitches.single(), Keep.both())
            .preMaterialize(system);
    this.queue = queueAndSwitch.first().first();
    this.killSwitch = queueAndSwitch.first().second();
    this.source =
        queueAndSwitch
            .second()
            .map(frame -> {
              onFrameTaken(frame.bytes());
              return frame.message();
            });
  }

  Source<Message, NotUsed> source() {
    return source;
  }

  /** What is done once there is room again, after {@link #hasCapacity} said that there is none. */
  synchronized void onCapacity(Runnable action) {
    onCapacity = action;
  }

  /**
   * Whether the reader keeps up. Half of the room is kept for what one event can lead to; and
   * whoever has read everything always gets one more, however much waits for others.
   */
  synchronized boolean hasCapacity() {
    var capacity =
        queuedBytes == 0
            || (queuedBytes <= maxBytes / 2 && budget.hasCapacity(guild, maxBytes / 2));
    awaitingCapacity = !capacity;
    return capacity;
  }

  /** What does not fit ends the socket: see {@link #hasOverflowed}. */
  void send(OutgoingFrame frame) {
    if (!tryReserve(frame.bytes()) || !QueueOfferResult.enqueued().equals(queue.offer(frame))) {
      overflow();
    }
  }

  private void overflow() {
    synchronized (this) {
      if (closed) {
        return;
      }
      overflowed = true;
    }
    closeNow(CloseReasons.SLOW_CONSUMER);
  }

  private synchronized boolean tryReserve(int bytes) {
    if (closed || (queuedBytes > 0 && queuedBytes + bytes > maxBytes)) {
      return false;
    }
    if (queuedBytes == 0) {
      lastTakenNanos = System.nanoTime();
    }
    queuedBytes += bytes;
    budget.add(guild, bytes);
    return true;
  }

  private void onFrameTaken(int bytes) {
    Runnable notification = null;
    synchronized (this) {
      if (closed) {
        return;
      }
      lastTakenNanos = System.nanoTime();
      queuedBytes -= bytes;
      budget.release(guild, bytes);
      if (awaitingCapacity && hasCapacity()) {
        notification = onCapacity;
      }
    }
    if (notification != null) {
      notification.run();
    }
  }

  /** Whether a frame did not fit, which ended the socket. */
  synchronized boolean hasOverflowed() {
    return overflowed;
  }

  synchronized boolean isEmpty() {
    return queuedBytes == 0;
  }

  /** For how long nothing was taken of what waits; zero when nothing waits. */
  synchronized Duration stalledFor() {
    return queuedBytes == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - lastTakenNanos);
  }

  /** After all that was said. */
  void close(ConnectionState.CloseReason reason) {
    connection.setCloseReason(reason);
    if (!queue.isCompleted()) {
      queue.complete();
    }
  }

  /** At once: what was said and not heard is dropped. */
  void closeNow(ConnectionState.CloseReason reason) {
    connection.setCloseReason(reason);
    killSwitch.shutdown();
    releaseBytes();
  }

  /** The connection ends, whatever is on its way. */
  void abort() {
    connection.abort();
    releaseBytes();
  }

  private synchronized void releaseBytes() {
    if (!closed) {
      closed = true;
      budget.release(guild, queuedBytes);
      queuedBytes = 0;
    }
  }
}
