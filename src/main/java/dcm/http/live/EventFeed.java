package dcm.http.live;

import dcm.guild.event.SettingsEvent;
import dcm.guild.value.TaskId;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * One revision after another, to one viewer. They come from the router or, where that left a gap,
 * from the journal; nothing is sent before what comes before it, and what arrives while a question
 * is open waits.
 */
final class EventFeed {
  /** Bytes of events that wait here; what does not fit is read again from the journal. */
  private static final long MAX_BACKLOG_BYTES = 64 * 1_024;

  private final OutboundQueue outbound;
  private final Queries queries;
  private final InstantSource clock;
  private final EventBacklog backlog;
  private final EventRenderer renderer;
  private @Nullable Subscriber subscriber;

  /** What comes next. */
  enum NextStep {
    /** Something to happen, the answer to what was asked, or room: the reader has to read first. */
    WAIT,
    TOKEN_EXPIRED
  }

  /**
   * What a feed has to ask others: one question at a time, answered by a {@link
   * LiveSocket.Message}.
   */
  interface Queries {
    /** Whether a question is open. */
    boolean isPending();

    /** The open question was answered. */
    void markAnswered();

    /** Asks who the viewer is and what the viewer may see. */
    void loadSubscriber();

    /** Asks for a task as the viewer may see it. */
    void loadTask(TaskId id);

    /** Reads the events after this revision from the journal. */
    void replayAfter(long revision);
  }

  EventFeed(OutboundQueue outbound, Queries queries, InstantSource clock) {
    this.outbound = outbound;
    this.queries = queries;
    this.clock = clock;
    this.backlog = new EventBacklog(MAX_BACKLOG_BYTES);
    this.renderer = new EventRenderer(outbound, clock);
  }

  /** The viewer is this now. */
  void updateSubscriber(Subscriber updated) {
    subscriber = updated;
    renderer.clear();
    backlog.noteRevision(updated.asOf());
  }

  /**
   * Says hello and where it begins.
   *
   * @param since the last revision that the client saw; null: it starts now
   * @param most revisions that are told again; beyond that the client must read anew
   */
  void start(@Nullable Long since, long revision, int maxReplayed) {
    outbound.send(ServerFrames.hello(revision));
    if (since != null && (since > revision || revision - since > maxReplayed)) {
      outbound.send(ServerFrames.resync(revision));
      backlog.startAfter(revision);
    } else {
      backlog.startAfter(since == null ? revision : since);
    }
  }

  void add(LiveSocket.Message.FeedInput input) {
    switch (input) {
      case LiveSocket.Message.EventPublished(var event) ->
          backlog.add(
              new EventBacklog.Entry(
                  event.revision(),
                  event.recorded(),
                  event,
                  event.estimatedBytes(clock.instant())));
      case LiveSocket.Message.EventsReplayed(var events) -> {
        queries.markAnswered();
        // the journal has no others in between: the guild was restored, and this is its mark
        backlog.skipTo(events.getFirst().revision());
        events.forEach(journaled ->
            backlog.add(
                new EventBacklog.Entry(
                    journaled.revision(), journaled.recorded(), null, journaled.sizeInBytes())));
      }
      case LiveSocket.Message.TaskLoaded(var id, var task, long asOf) -> {
        queries.markAnswered();
        // one that is not to be seen: as of whenever we asked, which was after the event
        renderer.remember(id, task, task == null ? backlog.newestRevision() : asOf);
      }
    }
  }

  /** Sends what can be sent now; asks what has to be asked first. */
  NextStep sendAvailable() {
    while (!queries.isPending() && subscriber != null) {
      if (!outbound.hasCapacity()) {
        return NextStep.WAIT;
      }
      var next = backlog.next();
      if (next == null) {
        if (!backlog.isBehind()) {
          return NextStep.WAIT;
        }
        queries.replayAfter(backlog.lastRevision());
      } else if (subscriber.isDisconnectedBy(next.recorded().event())) {
        return NextStep.TOKEN_EXPIRED;
      } else if (next.recorded().event() instanceof SettingsEvent.Restored) {
        // what the client knows may be what never was
        outbound.send(ServerFrames.resync(backlog.newestRevision()));
        backlog.startAfter(backlog.newestRevision());
      } else if (subscriber.asOf() < next.revision()
          && subscriber.needsRefreshAfter(next.recorded().event())) {
        queries.loadSubscriber();
      } else {
        render(next, subscriber);
      }
    }
    return NextStep.WAIT;
  }

  private void render(EventBacklog.Entry next, Subscriber subscriber) {
    var unknown = renderer.render(next, subscriber);
    if (unknown == null) {
      backlog.markSent(next);
    } else {
      queries.loadTask(unknown);
    }
  }
}
