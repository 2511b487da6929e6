package dcm.cli;

import dcm.guild.Guild;
import dcm.guild.GuildSnapshot;
import dcm.guild.event.RecordedEvent;
import dcm.guild.value.GuildId;
import dcm.journal.EventLog;
import dcm.journal.GuildPersistenceId;
import dcm.journal.jdbc.SqlFailures;
import dcm.node.Await;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Replays a guild's journal from its first event, like the entity does, and stops at the first
 * event that cannot be read or applied. Writes nothing and does not start the entity: a node may
 * serve the guild meanwhile.
 */
final class PoisonSearch {
  private static final int PAGE_SIZE = 500;

  private final EventLog eventLog;
  private final GuildId guild;
  private final String persistenceId;

  sealed interface Finding {}

  record Clean(long events) implements Finding {}

  /**
   * @param sequenceNr of the event, or of the last event in the snapshot
   * @param row null: PostgreSQL cannot read it
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

  /** Searches; blocks. Fails while the database is unavailable. */
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
        if (SqlFailures.isTransient(e)) {
          throw e;
        }
        if (limit == 1) {
          return new Poison(Source.EVENT, next, null, e);
        }
        // one of them cannot be read: read them one by one
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

  /**
   * Checks the newest snapshot: it is read before the events, so an unreadable one prevents the
   * recovery, unless an older one can be read.
   */
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
