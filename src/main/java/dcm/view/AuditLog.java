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

/** Who did, or tried, what in a guild: its journal, told newest first. */
public final class AuditLog {
  private static final int BATCH_SIZE = 500;
  private static final int MAX_BATCHES = 10;

  private final EventHistory eventHistory;

  AuditLog(EventHistory eventHistory) {
    this.eventHistory = eventHistory;
  }

  /**
   * A page of the audit log. Fails with {@link ReadModelUnavailableException} when it cannot be
   * read now.
   *
   * @param before only revisions below this one; {@link Long#MAX_VALUE} for the newest
   * @param limit at most so many lines, 1 to 200
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
   * A page of the audit log, newest first. It may hold fewer lines than asked for, even none, and
   * still not be the last: a rare kind is looked for in steps.
   *
   * @param next ask for lines before this revision to go on; null at the end
   */
  public record Page(List<Entry> entries, @Nullable Long next) {
    public Page {
      entries = List.copyOf(entries);
    }
  }

  /**
   * Which lines of the audit log are asked for.
   *
   * @param member null: whoever did it
   * @param kinds stable names of events ({@link GuildEvent#KINDS}); empty: all
   * @param from null: from the beginning; included
   * @param to null: until now; excluded
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

    /**
     * True when this line and, but for clocks that differ by a moment, all older ones are too old.
     */
    boolean isBeforeRange(Instant at) {
      return from != null && at.isBefore(from);
    }
  }

  /**
   * Who did, or tried, what: a line of the audit log.
   *
   * @param by the member and the door they used
   * @param kind the event's stable name; {@code command.refused} for what was not permitted
   * @param task null when it was about no task
   * @param ordinal null when it was about no occurrence
   * @param before what changed, as it was: JSON fields; empty where there was nothing
   * @param after what changed, as it is since
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
