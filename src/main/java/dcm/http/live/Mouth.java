package dcm.http.live;

import dcm.http.Line;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.TextMessage;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.QueueOfferResult;
import org.apache.pekko.stream.UniqueKillSwitch;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Source;

/** The way out of one socket: bounded, and it knows how much of it is taken. */
final class Mouth {
  /** Frames that one event can lead to. */
  private static final int RESERVE = 4;

  private final BoundedSourceQueue<Message> queue;
  private final UniqueKillSwitch now;
  private final Source<Message, NotUsed> source;
  private final AtomicInteger waiting = new AtomicInteger();
  private final int room;
  private final Line line;

  Mouth(ActorSystem<?> system, int room, Line line) {
    var both =
        Source.<Message>queue(room)
            .viaMat(KillSwitches.single(), Keep.both())
            .preMaterialize(system);
    this.queue = both.first().first();
    this.now = both.first().second();
    this.source = both.second().wireTap(_ -> waiting.decrementAndGet());
    this.room = room;
    this.line = line;
  }

  Source<Message, NotUsed> source() {
    return source;
  }

  /** Whether the reader keeps up: there is room for what one event can lead to. */
  boolean hasRoom() {
    return waiting.get() < room - RESERVE;
  }

  void say(String frame) {
    waiting.incrementAndGet();
    if (!QueueOfferResult.enqueued().equals(queue.offer(TextMessage.create(frame)))) {
      waiting.decrementAndGet();
    }
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
  }

  void cut() {
    line.cut();
  }
}
