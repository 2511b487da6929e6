package dcm.http.live;

import dcm.guild.GuildId;
import dcm.http.ByteBudget;
import dcm.http.HttpSettings;
import dcm.http.Line;
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
final class Mouth {
  /** No frame takes less. */
  private static final int SMALLEST = 128;

  private final BoundedSourceQueue<OutgoingFrame> queue;
  private final UniqueKillSwitch now;
  private final Source<Message, NotUsed> source;
  private final GuildId guild;
  private final long limit;
  private final ByteBudget<GuildId> budget;
  private final Line line;
  private Runnable whenRoom = () -> {};
  private long queued;
  private long lastTaken = System.nanoTime();
  private boolean awaitsRoom;
  private boolean ended;
  private boolean overflowed;

  Mouth(
      ActorSystem<?> system,
      GuildId guild,
      HttpSettings.LiveLimits limits,
      ByteBudget<GuildId> budget,
      Line line) {
    this.guild = guild;
    this.limit = limits.queued();
    this.budget = budget;
    this.line = line;
    var both =
        Source.<OutgoingFrame>queue((int) Math.max(8, limit / SMALLEST))
            .viaMat(KillSwitches.single(), Keep.both())
            .preMaterialize(system);
    this.queue = both.first().first();
    this.now = both.first().second();
    this.source =
        both.second()
            .map(frame -> {
              taken(frame.bytes());
              return frame.message();
            });
  }

  Source<Message, NotUsed> source() {
    return source;
  }

  /** What is done once there is room again, after {@link #hasRoom} said that there is none. */
  synchronized void whenRoom(Runnable action) {
    whenRoom = action;
  }

  /**
   * Whether the reader keeps up. Half of the room is kept for what one event can lead to; and
   * whoever has read everything always gets one more, however much waits for others.
   */
  synchronized boolean hasRoom() {
    var room = queued == 0 || (queued <= limit / 2 && budget.hasRoom(guild, limit / 2));
    awaitsRoom = !room;
    return room;
  }

  /** What does not fit ends the socket: see {@link #hasOverflowed}. */
  void say(OutgoingFrame frame) {
    if (!fits(frame.bytes()) || !QueueOfferResult.enqueued().equals(queue.offer(frame))) {
      overflow();
    }
  }

  private void overflow() {
    synchronized (this) {
      if (ended) {
        return;
      }
      overflowed = true;
    }
    closeNow(Closes.TOO_SLOW);
  }

  private synchronized boolean fits(int bytes) {
    if (ended || (queued > 0 && queued + bytes > limit)) {
      return false;
    }
    if (queued == 0) {
      lastTaken = System.nanoTime();
    }
    queued += bytes;
    budget.add(guild, bytes);
    return true;
  }

  private void taken(int bytes) {
    Runnable tell = null;
    synchronized (this) {
      if (ended) {
        return;
      }
      lastTaken = System.nanoTime();
      queued -= bytes;
      budget.remove(guild, bytes);
      if (awaitsRoom && hasRoom()) {
        tell = whenRoom;
      }
    }
    if (tell != null) {
      tell.run();
    }
  }

  /** Whether a frame did not fit, which ended the socket. */
  synchronized boolean hasOverflowed() {
    return overflowed;
  }

  synchronized boolean isEmpty() {
    return queued == 0;
  }

  /** For how long nothing was taken of what waits; zero when nothing waits. */
  synchronized Duration stalled() {
    return queued == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - lastTaken);
  }

  /** After all that was said. */
  void close(Line.Close with) {
    line.closeWith(with);
    if (!queue.isCompleted()) {
      queue.complete();
    }
  }

  /** At once: what was said and not heard is dropped. */
  void closeNow(Line.Close with) {
    line.closeWith(with);
    now.shutdown();
    forget();
  }

  /** The connection ends, whatever is on its way. */
  void cut() {
    line.cut();
    forget();
  }

  private synchronized void forget() {
    if (!ended) {
      ended = true;
      budget.remove(guild, queued);
      queued = 0;
    }
  }
}
