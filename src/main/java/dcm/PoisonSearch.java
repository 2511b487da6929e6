package dcm;

import dcm.guild.Guild;
import dcm.guild.GuildId;
import dcm.guild.GuildSnapshot;
import dcm.guild.Recorded;
import dcm.journal.EventLog;
import dcm.journal.GuildPersistenceId;
import dcm.journal.Passing;
import dcm.journal.RawRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a guild's journal as the guild would, from its first event on, and stops where the guild
 * would stumble. Nothing is written and the guild is not woken: it may be served meanwhile.
 */
final class PoisonSearch {
  private static final int PAGE = 500;

  private final EventLog log;
  private final GuildId guild;
  private final String persistenceId;

  sealed interface Finding {}

  record Clean(long events) implements Finding {}

  /**
   * @param sequenceNr of the event, or of the last event that the snapshot holds
   * @param row null when not even PostgreSQL can read it
   */
  record Poison(What what, long sequenceNr, @Nullable RawRow row, Throwable reason)
      implements Finding {}

  enum What {
    EVENT,
    SNAPSHOT
  }

  PoisonSearch(EventLog log, GuildId guild) {
    this.log = log;
    this.guild = guild;
    this.persistenceId = GuildPersistenceId.of(guild.value());
  }

  /** Blocks. Fails when the database cannot be asked just now. */
  Finding find() {
    var state = Guild.unknown(guild);
    long events = 0;
    long next = 1;
    int limit = PAGE;
    while (true) {
      List<RawRow> page;
      try {
        page = Waiting.on(log.raw(persistenceId, next, limit));
      } catch (RuntimeException e) {
        if (Passing.is(e)) {
          throw e;
        }
        if (limit == 1) {
          return new Poison(What.EVENT, next, null, e);
        }
        // somewhere among them is one that cannot be read
        limit = 1;
        continue;
      }
      for (var row : page) {
        try {
          state = state.apply((Recorded) log.read(row));
        } catch (Exception e) {
          return new Poison(What.EVENT, row.sequenceNr(), row, e);
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
    var newest = Waiting.on(log.newestSnapshot(persistenceId)).orElse(null);
    if (newest != null) {
      try {
        var _ = Guild.restored((GuildSnapshot) log.read(newest));
      } catch (Exception e) {
        return new Poison(What.SNAPSHOT, newest.sequenceNr(), newest, e);
      }
    }
    return null;
  }
}
