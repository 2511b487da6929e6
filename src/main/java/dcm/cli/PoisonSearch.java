package dcm.cli;

import dcm.guild.Guild;
import dcm.guild.GuildSnapshot;
import dcm.guild.event.RecordedEvent;
import dcm.guild.value.GuildId;
import dcm.journal.EventLog;
import dcm.journal.GuildPersistenceId;
import dcm.journal.jdbc.TransientSqlFailures;
import dcm.node.Await;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a guild's journal as the guild would, from its first event on, and stops where the guild
 * would stumble. Nothing is written and the guild is not woken: it may be served meanwhile.
 */
final class PoisonSearch {
  private static final int PAGE_SIZE = 500;

  private final EventLog eventLog;
  private final GuildId guild;
  private final String persistenceId;

  sealed interface Finding {}

  record Clean(long events) implements Finding {}

  /**
   * @param sequenceNr of the event, or of the last event that the snapshot holds
   * @param row null when not even PostgreSQL can read it
   */
  record Poison(
      Source source, long sequenceNr, EventLog.@Nullable RawStoredRow row, Throwable reason)
      implements Finding {}

  enum Source {
    EVENT,
    SNAPSHOT
  }

  PoisonSearch(EventLog eventLog, GuildId guild) {
    this.eventLog = eventLog;
    this.guild = guild;
    this.persistenceId = GuildPersistenceId.of(guild.value());
  }

  /** Blocks. Fails when the database cannot be asked just now. */
  Finding find() {
    var state = Guild.unknown(guild);
    long events = 0;
    long next = 1;
    int limit = PAGE_SIZE;
    while (true) {
      List<EventLog.RawStoredRow> page;
      try {
        page = Await.result(eventLog.rawEvents(persistenceId, next, limit));
      } catch (RuntimeException e) {
        if (TransientSqlFailures.isTransient(e)) {
          throw e;
        }
        if (limit == 1) {
          return new Poison(Source.EVENT, next, null, e);
        }
        // somewhere among them is one that cannot be read
        limit = 1;
        continue;
      }
      for (var row : page) {
        try {
          state = state.apply((RecordedEvent) eventLog.read(row));
        } catch (Exception e) {
          return new Poison(Source.EVENT, row.sequenceNr(), row, e);
        }
        events++;
        next = row.sequenceNr() + 1;
      }
      if (page.size() < limit) {
        var snapshot = snapshot();
        return snapshot == null ? new Clean(events) : snapshot;
      }
    }
  }

  /** Sound events do not help a guild whose snapshot is spoilt: it is read first. */
  private @Nullable Poison snapshot() {
    var newest = Await.result(eventLog.newestSnapshot(persistenceId)).orElse(null);
    if (newest != null) {
      try {
        var _ = Guild.restored((GuildSnapshot) eventLog.read(newest));
      } catch (Exception e) {
        return new Poison(Source.SNAPSHOT, newest.sequenceNr(), newest, e);
      }
    }
    return null;
  }
}
