package dcm.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.guild.event.GuildEvent;
import dcm.guild.value.GuildId;
import dcm.guild.value.Initiator;
import dcm.guild.value.MemberId;
import dcm.guild.value.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The audit log of a guild, read from its journal, newest first. */
public final class AuditLog {
  private static final int BATCH_SIZE = 500;
  private static final int MAX_BATCHES = 10;

  private final EventHistory eventHistory;

  AuditLog(EventHistory eventHistory) {
    this.eventHistory = eventHistory;
  }

  /**
   * Reads a page of the audit log. Fails with {@link ReadModelUnavailableException} while the
   * database is unavailable.
   *
   * @param before only entries with a lower revision; {@link Long#MAX_VALUE} for the newest
   * @param limit maximum number of entries, 1 to 200
   */
  public CompletionStage<Page> read(GuildId guild, Filter filter, long before, int limit) {
    return ReadModelUnavailableException.translated(
        read(guild, filter, before, limit, MAX_BATCHES, new ArrayList<>()));
  }

  private CompletionStage<Page> read(
      GuildId guild, Filter filter, long before, int limit, int batchesLeft, List<Entry> entries) {
    return eventHistory
        .before(guild, before, BATCH_SIZE)
        .thenCompose(events -> {
          for (var event : events) {
            AuditEntryMapper.toEntry(event).filter(filter::matches).ifPresent(entries::add);
            if (entries.size() == limit) {
              return page(entries, event.revision() == 1 ? null : event.revision());
            }
            if (filter.isBeforeRange(event.recorded().at())) {
              return page(entries, null);
            }
          }
          if (events.size() < BATCH_SIZE) {
            return page(entries, null);
          }
          var last = events.getLast().revision();
          return batchesLeft == 1
              ? page(entries, last)
              : read(guild, filter, last, limit, batchesLeft - 1, entries);
        });
  }

  private static CompletionStage<Page> page(List<Entry> entries, @Nullable Long next) {
    return CompletableFuture.completedFuture(new Page(entries, next));
  }

  /**
   * A page of the audit log, newest first. It may contain fewer entries than the limit, even none,
   * without being the last: one request searches a limited number of events.
   *
   * @param next the value of {@code before} for the next page; null at the end
   */
  public record Page(List<Entry> entries, @Nullable Long next) {
    public Page {
      entries = List.copyOf(entries);
    }
  }

  /**
   * A filter of audit log entries.
   *
   * @param member null: any initiator
   * @param kinds stable names of events ({@link GuildEvent#KINDS}); empty: all
   * @param from inclusive; null: from the beginning
   * @param to exclusive; null: until now
   */
  public record Filter(
      @Nullable MemberId member, Set<String> kinds, @Nullable Instant from, @Nullable Instant to) {
    public static final Filter ALL = new Filter(null, Set.of(), null, null);

    public Filter {
      kinds = Set.copyOf(kinds);
    }

    boolean matches(Entry entry) {
      return (member == null || member.equals(entry.initiator().member()))
          && (kinds.isEmpty() || kinds.contains(entry.kind()))
          && (to == null || entry.at().isBefore(to))
          && !isBeforeRange(entry.at());
    }

    /** Whether this entry, and except for clock skew all older ones, are before the range. */
    boolean isBeforeRange(Instant at) {
      return from != null && at.isBefore(from);
    }
  }

  /**
   * An entry of the audit log.
   *
   * @param initiator the member and the origin of the command
   * @param kind the event's stable name; {@code command.refused} for a command that was not
   *     permitted
   * @param task null: not about a task
   * @param ordinal null: not about an occurrence
   * @param before the previous values of the changed fields; empty: there were none
   * @param after the new values of the changed fields
   */
  public record Entry(
      long revision,
      Instant at,
      Initiator initiator,
      String kind,
      @Nullable TaskId task,
      @Nullable Integer ordinal,
      ObjectNode before,
      ObjectNode after) {}
}
