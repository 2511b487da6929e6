package dcm.http.live;

import dcm.guild.event.SettingsEvent;
import dcm.guild.value.TaskId;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Sends the events of a guild to one viewer, in the order of revisions and without gaps. Events
 * come from the router and, where one is missing, from the journal. While a query is pending,
 * arriving events wait.
 */
final class EventFeed {
  /** Bytes of the events that wait; more are read from the journal when it is their turn. */
  private static final long MAX_BACKLOG_BYTES = 64 * 1_024;

  private final OutboundQueue outbound;
  private final Queries queries;
  private final InstantSource clock;
  private final EventBacklog backlog;
  private final EventRenderer renderer;
  private @Nullable Subscriber subscriber;

  /** What the socket does after {@link #sendAvailable}. */
  enum NextStep {
    /** Wait for an event, for the result of a query, or for room in the outbound queue. */
    WAIT,
    TOKEN_EXPIRED
  }

  /**
   * The queries of a feed. At most one is pending; its result arrives as a {@link
   * LiveSocket.Message}.
   */
  interface Queries {
    /** Whether a query is pending. */
    boolean isPending();

    /** The pending query has its result. */
    void markAnswered();

    /** Queries the viewer's identity, permissions and number of unread notifications. */
    void loadSubscriber();

    /** Queries a task with the viewer's permissions. */
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

  /** Sets the viewer's current permissions. */
  void updateSubscriber(Subscriber updated) {
    subscriber = updated;
    renderer.clear();
    backlog.noteRevision(updated.asOf());
  }

  /**
   * Sends {@code hello} and sets the first revision to send.
   *
   * @param since the last revision that the client saw; null: it starts now
   * @param maxReplayed revisions that are sent again; if it missed more, the client gets {@code
   *     resync}
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
      case LiveSocket.Message.RevisionReached(long revision) -> backlog.noteRevision(revision);
      case LiveSocket.Message.EventsReplayed(var events) -> {
        queries.markAnswered();
        // the journal has no revisions in between: the guild was restored
        backlog.skipTo(events.getFirst().revision());
        events.forEach(journaled ->
            backlog.add(
                new EventBacklog.Entry(
                    journaled.revision(), journaled.recorded(), null, journaled.sizeInBytes())));
      }
      case LiveSocket.Message.TaskLoaded(var id, var task, long asOf) -> {
        queries.markAnswered();
        // an invisible task has no revision: it was read after the newest event that is known here
        renderer.remember(id, task, task == null ? backlog.newestRevision() : asOf);
      }
    }
  }

  /** Sends the events that can be sent now, and starts the query that the next one needs. */
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
        // the client may know events that the restore has undone
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
