package dcm.guild;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has to be done, with the occurrence that is open and the one closed last.
 *
 * @param number what people say (#12); per guild, never reused
 * @param revision the guild's revision of the last event on this task: its ETag
 * @param open null: nothing is to be done (a one-off that is closed)
 * @param closed the occurrence closed last, null before the first; older ones are in the history
 */
public record Task(
    TaskId id,
    int number,
    String title,
    String description,
    @Nullable GroupingId category,
    List<GroupingId> labels,
    Effort effort,
    Priority priority,
    Schedule schedule,
    Assignment assignment,
    @Nullable Occurrence open,
    @Nullable Occurrence closed,
    MemberId createdBy,
    Instant createdAt,
    long revision) {
  public Task {
    labels = List.copyOf(labels);
  }
}
