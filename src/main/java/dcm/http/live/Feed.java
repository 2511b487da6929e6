package dcm.http.live;

import dcm.guild.SettingsEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One revision after another, to one viewer. They come from the router or, where that left a gap,
 * from the journal; nothing is sent before what comes before it, and what arrives while a question
 * is open waits.
 */
final class Feed {
  /** Bytes of events that wait here; what does not fit is read again from the journal. */
  private static final long MAX_BACKLOG = 64 * 1_024;

  private final Mouth mouth;
  private final Inquiry inquiry;
  private final Backlog backlog;
  private final Showing showing;
  private @Nullable Viewer viewer;

  /** What comes next. */
  enum Next {
    /** Something to happen, the answer to what was asked, or room: the reader has to read first. */
    LISTEN,
    TOKEN_ENDED
  }

  Feed(Mouth mouth, Inquiry inquiry) {
    this.mouth = mouth;
    this.inquiry = inquiry;
    this.backlog = new Backlog(MAX_BACKLOG);
    this.showing = new Showing(mouth);
  }

  /** The viewer is this now. */
  void look(Viewer now) {
    viewer = now;
    showing.forget();
    backlog.expect(now.asOf());
  }

  /**
   * Says hello and where it begins.
   *
   * @param since the last revision that the client saw; null: it starts now
   * @param most revisions that are told again; beyond that the client must read anew
   */
  void begin(@Nullable Long since, long revision, int most) {
    mouth.say(Frames.hello(revision));
    if (since != null && (since > revision || revision - since > most)) {
      mouth.say(Frames.resync(revision));
      backlog.begin(revision);
    } else {
      backlog.begin(since == null ? revision : since);
    }
  }

  void add(Heard.News news) {
    switch (news) {
      case Heard.Happened(var event) ->
          backlog.add(
              new Backlog.Entry(
                  event.revision(), event.recorded(), event, event.bytes(Instant.now())));
      case Heard.Recalled(var events) -> {
        inquiry.answered();
        // the journal has no others in between: the guild was restored, and this is its mark
        backlog.skipTo(events.getFirst().revision());
        events.forEach(past ->
            backlog.add(new Backlog.Entry(past.revision(), past.recorded(), null, past.bytes())));
      }
      case Heard.Glimpsed(var id, var task, long asOf) -> {
        inquiry.answered();
        // one that is not to be seen: as of whenever we asked, which was after the event
        showing.saw(id, task, task == null ? backlog.newest() : asOf);
      }
    }
  }

  /** Sends what can be sent now; asks what has to be asked first. */
  Next proceed() {
    while (!inquiry.isOpen() && viewer != null) {
      if (!mouth.hasRoom()) {
        return Next.LISTEN;
      }
      var next = backlog.next();
      if (next == null) {
        if (!backlog.isBehind()) {
          return Next.LISTEN;
        }
        inquiry.past(backlog.last());
      } else if (viewer.isSentAwayBy(next.recorded().event())) {
        return Next.TOKEN_ENDED;
      } else if (next.recorded().event() instanceof SettingsEvent.Restored) {
        // what the client knows may be what never was
        mouth.say(Frames.resync(backlog.newest()));
        backlog.begin(backlog.newest());
      } else if (viewer.asOf() < next.revision()
          && viewer.isDoubtfulAfter(next.recorded().event())) {
        inquiry.me();
      } else {
        show(next, viewer);
      }
    }
    return Next.LISTEN;
  }

  private void show(Backlog.Entry next, Viewer viewer) {
    var unknown = showing.show(next, viewer);
    if (unknown == null) {
      backlog.sent(next);
    } else {
      inquiry.task(unknown);
    }
  }
}
