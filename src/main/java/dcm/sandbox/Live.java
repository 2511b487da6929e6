package dcm.sandbox;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.QueueOfferResult;

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
    for (BoundedSourceQueue<ByteString> page : pages) {
      if (!QueueOfferResult.enqueued().equals(page.offer(bytes))) {
        // closed or far behind: it connects again by itself
        pages.remove(page);
        page.complete();
      }
    }
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
