package dcm.view;

import dcm.guild.event.RecordedEvent;
import dcm.guild.value.GuildId;
import dcm.journal.EventLog;
import dcm.journal.GuildPersistenceId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A guild's events, read from its journal. */
public final class EventHistory {
  private final EventLog eventLog;

  EventHistory(EventLog eventLog) {
    this.eventLog = eventLog;
  }

  /** At most {@code limit} events after a revision, oldest first; fewer only at the end. */
  public CompletionStage<List<JournaledEvent>> after(GuildId guild, long revision, int limit) {
    return eventLog
        .oldestFirst(id(guild), revision + 1, Long.MAX_VALUE, limit)
        .thenApply(EventHistory::toJournaledEvents);
  }

  /**
   * The same, limited to {@code maxBytes} in total, but at least one event: empty only at the end.
   */
  public CompletionStage<List<JournaledEvent>> after(
      GuildId guild, long revision, int limit, long maxBytes) {
    return eventLog
        .oldestFirst(id(guild), revision + 1, Long.MAX_VALUE, limit, maxBytes)
        .thenApply(EventHistory::toJournaledEvents);
  }

  /** At most {@code limit} events before a revision, newest first. */
  public CompletionStage<List<JournaledEvent>> before(GuildId guild, long revision, int limit) {
    return eventLog
        .newestFirst(id(guild), 1, revision - 1, limit)
        .thenApply(EventHistory::toJournaledEvents);
  }

  /**
   * The same, limited to {@code maxBytes} in total, but at least one event: empty only at the
   * beginning.
   */
  public CompletionStage<List<JournaledEvent>> before(
      GuildId guild, long revision, int limit, long maxBytes) {
    return eventLog
        .newestFirst(id(guild), 1, revision - 1, limit, maxBytes)
        .thenApply(EventHistory::toJournaledEvents);
  }

  /** The guild's revision in the journal; 0 before its first event. */
  public CompletionStage<Long> revision(GuildId guild) {
    return eventLog.highestSequenceNr(id(guild));
  }

  private static String id(GuildId guild) {
    return GuildPersistenceId.of(guild.value());
  }

  private static List<JournaledEvent> toJournaledEvents(List<EventLog.StoredEvent> events) {
    return events.stream()
        .map(event ->
            new JournaledEvent(event.sequenceNr(), (RecordedEvent) event.payload(), event.bytes()))
        .toList();
  }

  /**
   * An event from the journal.
   *
   * @param sizeInBytes size of the event in the journal
   */
  public record JournaledEvent(long revision, RecordedEvent recorded, int sizeInBytes) {}
}
