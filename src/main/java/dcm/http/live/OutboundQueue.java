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
 * The outbound frames of one socket. They are limited in bytes, per socket, guild and node, and the
 * queue knows since when its client has read nothing. A frame that does not fit ends the socket,
 * because the client would not notice the gap.
 */
final class OutboundQueue {
  /** The minimum size of a frame. */
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

  /**
   * Sets the action that runs when there is room again after {@link #hasCapacity} returned false.
   */
  synchronized void onCapacity(Runnable action) {
    onCapacity = action;
  }

  /**
   * Whether an event may be sent. Half of the queue is kept free for the frames of one event. An
   * empty queue always accepts an event, whatever other sockets have queued.
   */
  synchronized boolean hasCapacity() {
    var capacity =
        queuedBytes == 0
            || (queuedBytes <= maxBytes / 2 && budget.hasCapacity(guild, maxBytes / 2));
    awaitingCapacity = !capacity;
    return capacity;
  }

  /** Queues a frame; if it does not fit, the socket ends (see {@link #hasOverflowed}). */
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

  /** Whether a frame did not fit, which has ended the socket. */
  synchronized boolean hasOverflowed() {
    return overflowed;
  }

  synchronized boolean isEmpty() {
    return queuedBytes == 0;
  }

  /** The time since the client last took a frame; zero when nothing is queued. */
  synchronized Duration stalledFor() {
    return queuedBytes == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - lastTakenNanos);
  }

  /** Closes the socket after the queued frames. */
  void close(ConnectionState.CloseReason reason) {
    connection.setCloseReason(reason);
    if (!queue.isCompleted()) {
      queue.complete();
    }
  }

  /** Closes the socket at once; queued frames are dropped. */
  void closeNow(ConnectionState.CloseReason reason) {
    connection.setCloseReason(reason);
    killSwitch.shutdown();
    releaseBytes();
  }

  /** Aborts the connection. */
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
