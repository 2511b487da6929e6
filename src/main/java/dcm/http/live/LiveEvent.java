package dcm.http.live;

import dcm.entity.EventPublisher;
import dcm.guild.event.RecordedEvent;
import dcm.guild.value.Task;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event as the router hands it to all sockets of its guild. Its frame, for those who may see all
 * of it, is written when the first of them needs it.
 */
final class LiveEvent {
  private final EventPublisher.PublishedEvent published;
  private volatile @Nullable OutgoingFrame frame;

  LiveEvent(EventPublisher.PublishedEvent published) {
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

  /** Two sockets that need it at once may both write it: the same, and only one is kept. */
  OutgoingFrame frame(Instant now) {
    var rendered = frame;
    if (rendered == null) {
      rendered = ServerFrames.event(revision(), recorded(), task(), now);
      frame = rendered;
    }
    return rendered;
  }

  /** Roughly what it takes in memory, with its frame. */
  int estimatedBytes(Instant now) {
    return 2 * frame(now).bytes();
  }
}
