package dcm.http.live;

import dcm.entity.Published;
import dcm.guild.Recorded;
import dcm.guild.Task;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event as the router hands it to all sockets of its guild. Its frame, for those who may see all
 * of it, is written when the first of them needs it.
 */
final class LiveEvent {
  private final Published published;
  private volatile @Nullable OutgoingFrame frame;

  LiveEvent(Published published) {
    this.published = published;
  }

  long revision() {
    return published.revision();
  }

  Recorded recorded() {
    return published.recorded();
  }

  @Nullable Task task() {
    return published.task();
  }

  /** Two sockets that need it at once may both write it: the same, and only one is kept. */
  OutgoingFrame frame(Instant now) {
    var written = frame;
    if (written == null) {
      written = Frames.event(revision(), recorded(), task(), now);
      frame = written;
    }
    return written;
  }

  /** Roughly what it takes in memory, with its frame. */
  int bytes(Instant now) {
    return 2 * frame(now).bytes();
  }
}
