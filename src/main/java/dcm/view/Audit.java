package dcm.view;

import dcm.guild.GuildId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Who did, or tried, what in a guild: its journal, told newest first. */
public final class Audit {
  private static final int STEP = 500;
  private static final int MOST_STEPS = 10;

  private final PastEvents past;

  Audit(PastEvents past) {
    this.past = past;
  }

  /**
   * A page of the audit log. Fails with {@link BoardAway} when it cannot be read now.
   *
   * @param before only revisions below this one; {@link Long#MAX_VALUE} for the newest
   * @param limit at most so many lines, 1 to 200
   */
  public CompletionStage<AuditPage> read(
      GuildId guild, AuditFilter filter, long before, int limit) {
    return BoardAway.told(read(guild, filter, before, limit, MOST_STEPS, new ArrayList<>()));
  }

  private CompletionStage<AuditPage> read(
      GuildId guild, AuditFilter filter, long before, int limit, int steps, List<AuditLine> found) {
    return past.before(guild, before, STEP)
        .thenCompose(events -> {
          for (var event : events) {
            AuditWords.line(event).filter(filter::lets).ifPresent(found::add);
            if (found.size() == limit) {
              return page(found, event.revision() == 1 ? null : event.revision());
            }
            if (filter.isPassed(event.recorded().at())) {
              return page(found, null);
            }
          }
          if (events.size() < STEP) {
            return page(found, null);
          }
          var last = events.getLast().revision();
          return steps == 1
              ? page(found, last)
              : read(guild, filter, last, limit, steps - 1, found);
        });
  }

  private static CompletionStage<AuditPage> page(List<AuditLine> found, @Nullable Long next) {
    return CompletableFuture.completedFuture(new AuditPage(found, next));
  }
}
