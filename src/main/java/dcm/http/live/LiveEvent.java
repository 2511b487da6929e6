package dcm.http.live;

import dcm.entity.SubscriberMessage;
import dcm.guild.event.RecordedEvent;
import dcm.guild.value.Task;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event that the router sends to all sockets of its guild. The frame for viewers of the whole
 * event is serialized once, when the first socket needs it.
 */
final class LiveEvent {
  private final SubscriberMessage.PublishedEvent published;
  private volatile @Nullable OutgoingFrame frame;

  LiveEvent(SubscriberMessage.PublishedEvent published) {
    this.published = published;
  }

  long revision() {
    return published.revision();
  }

  RecordedEvent recorded() {
    return published.recorded();
  }

  @Nullable Task task() {
    return published.task();
  }

  /**
   * The frame of the whole event. Two sockets may serialize it concurrently: the result is equal.
   */
  OutgoingFrame frame(Instant now) {
    var rendered = frame;
    if (rendered == null) {
      rendered = ServerFrames.event(revision(), recorded(), task(), now);
      frame = rendered;
    }
    return rendered;
  }

  /** The estimated size in memory, with the frame. */
  int estimatedBytes(Instant now) {
    return 2 * frame(now).bytes();
  }
}
