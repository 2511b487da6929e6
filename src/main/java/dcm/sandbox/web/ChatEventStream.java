package dcm.sandbox.web;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.QueueOfferResult;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** Server-sent events that tell open chat pages which channel changed; the pages then fetch it. */
public final class ChatEventStream {
  private final List<BoundedSourceQueue<ByteString>> subscribers = new CopyOnWriteArrayList<>();

  public void channelChanged(String channelId) {
    send("data: " + channelId + "\n\n");
  }

  /** Sends a comment, so that proxies and browsers keep an idle stream open. */
  public void sendKeepAlive() {
    send(": keep-alive\n\n");
  }

  private void send(String event) {
    ByteString bytes = ByteString.fromString(event);
    // a closed or slow subscriber is removed; its page reconnects
    List<BoundedSourceQueue<ByteString>> closed =
        subscribers.stream()
            .filter(subscriber -> !QueueOfferResult.enqueued().equals(subscriber.offer(bytes)))
            .toList();
    subscribers.removeAll(closed);
    closed.stream()
        .filter(subscriber -> !subscriber.isCompleted())
        .forEach(BoundedSourceQueue::complete);
  }

  Source<ByteString, NotUsed> subscribe(Materializer materializer) {
    Pair<BoundedSourceQueue<ByteString>, Source<ByteString, NotUsed>> subscriber =
        Source.<ByteString>queue(64).preMaterialize(materializer);
    subscribers.add(subscriber.first());
    subscriber.first().offer(ByteString.fromString("retry: 1000\n\n"));
    return subscriber.second();
  }

  public void close() {
    subscribers.forEach(BoundedSourceQueue::complete);
  }
}
