package dcm.sandbox;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.QueueOfferResult;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** Tells the open chat pages which channel changed (server-sent events); they fetch it then. */
final class Live {
  private final List<BoundedSourceQueue<ByteString>> pages = new CopyOnWriteArrayList<>();

  void changed(String channelId) {
    send("data: " + channelId + "\n\n");
  }

  /** Also keeps proxies and browsers from giving up on a quiet stream. */
  void tick() {
    send(": still here\n\n");
  }

  private void send(String event) {
    ByteString bytes = ByteString.fromString(event);
    // one that is closed or far behind is let go: it connects again by itself
    List<BoundedSourceQueue<ByteString>> gone =
        pages.stream().filter(p -> !QueueOfferResult.enqueued().equals(p.offer(bytes))).toList();
    pages.removeAll(gone);
    gone.stream().filter(page -> !page.isCompleted()).forEach(BoundedSourceQueue::complete);
  }

  Source<ByteString, NotUsed> open(Materializer materializer) {
    Pair<BoundedSourceQueue<ByteString>, Source<ByteString, NotUsed>> page =
        Source.<ByteString>queue(64).preMaterialize(materializer);
    pages.add(page.first());
    page.first().offer(ByteString.fromString("retry: 1000\n\n"));
    return page.second();
  }

  void close() {
    pages.forEach(BoundedSourceQueue::complete);
  }
}
