package dcm.view;

import dcm.guild.GuildId;
import dcm.guild.Recorded;
import dcm.journal.EventLog;
import dcm.journal.GuildPersistenceId;
import dcm.journal.StoredEvent;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A guild's events as they were written, for whoever missed some. */
public final class PastEvents {
  private final EventLog log;

  PastEvents(EventLog log) {
    this.log = log;
  }

  /**
   * At most {@code limit} events after a revision, oldest first; fewer only when no more follow.
   */
  public CompletionStage<List<PastEvent>> after(GuildId guild, long revision, int limit) {
    return log.oldestFirst(id(guild), revision + 1, Long.MAX_VALUE, limit)
        .thenApply(PastEvents::recorded);
  }

  /**
   * The same, and no more than {@code bytes} of events together, but one event at least: empty only
   * when no more follow.
   */
  public CompletionStage<List<PastEvent>> after(
      GuildId guild, long revision, int limit, long bytes) {
    return log.oldestFirst(id(guild), revision + 1, Long.MAX_VALUE, limit, bytes)
        .thenApply(PastEvents::recorded);
  }

  /** At most {@code limit} events before a revision, newest first. */
  public CompletionStage<List<PastEvent>> before(GuildId guild, long revision, int limit) {
    return log.newestFirst(id(guild), 1, revision - 1, limit).thenApply(PastEvents::recorded);
  }

  /**
   * The same, and no more than {@code bytes} of events together, but one event at least: empty only
   * when none came before.
   */
  public CompletionStage<List<PastEvent>> before(
      GuildId guild, long revision, int limit, long bytes) {
    return log.newestFirst(id(guild), 1, revision - 1, limit, bytes)
        .thenApply(PastEvents::recorded);
  }

  /** The guild's revision in the journal, 0 before its first event. */
  public CompletionStage<Long> revision(GuildId guild) {
    return log.highest(id(guild));
  }

  private static String id(GuildId guild) {
    return GuildPersistenceId.of(guild.value());
  }

  private static List<PastEvent> recorded(List<StoredEvent> events) {
    return events.stream()
        .map(event -> new PastEvent(event.sequenceNr(), (Recorded) event.payload(), event.bytes()))
        .toList();
  }
}
