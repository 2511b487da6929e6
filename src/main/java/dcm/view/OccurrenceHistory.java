package dcm.view;

import dcm.guild.value.Due;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.TaskId;
import dcm.journal.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The history of a task's occurrences, available also after the task was deleted. */
public final class OccurrenceHistory {
  private static final String SELECT_BY_TASK =
      """
      select ordinal, number, title, state, due, opened_at, assignees, claimed_by, completed_by,
             logged_by, done_at, note, closed_at, closed_revision
        from ${guild}.occurrence_history
       where task_id = ? and ordinal < ?
       order by ordinal desc limit ?
      """;

  // the wall clock of each due; a text in ISO 8601 sorts by time. The day is indexed as it is
  // written
  // here.
  static final String SELECT_BY_DAY =
      """
      select task_id, ordinal, number, title, state, due, opened_at, assignees, claimed_by,
             completed_by, logged_by, done_at, note, closed_at, closed_revision
        from ${guild}.occurrence_history
       where closed_revision is not null and state <> 'CANCELLED'
         and coalesce(due ->> 'date', left(due ->> 'local', 10)) >= ?
         and coalesce(due ->> 'date', left(due ->> 'local', 10)) < ?
       order by coalesce(due ->> 'date', due ->> 'local'), number, ordinal limit ?
      """;

  private final Database database;

  OccurrenceHistory(Database database) {
    this.database = database;
  }

  /**
   * A page of a task's occurrences, newest first; empty for an unknown task. Fails with {@link
   * ReadModelUnavailableException} while the database is unavailable.
   *
   * @param before only lower ordinals: the last of the previous page, or {@link Integer#MAX_VALUE}
   */
  public CompletionStage<List<OccurrenceRecord>> findByTask(
      GuildId guild, TaskId task, int before, int limit) {
    return GuildRows.select(
        database, guild, SELECT_BY_TASK, row -> occurrence(task, row), task, before, limit);
  }

  /**
   * The closed occurrences of all tasks that were due in a period, in order of their dues; those of
   * deleted tasks were not closed. Fails as {@link #findByTask} does.
   *
   * @param from the first local day
   * @param to exclusive
   */
  public CompletionStage<List<OccurrenceRecord>> findByDay(
      GuildId guild, LocalDate from, LocalDate to, int limit) {
    return GuildRows.select(
        database,
        guild,
        SELECT_BY_DAY,
        row -> occurrence(new TaskId(row.getObject("task_id", UUID.class)), row),
        from.toString(),
        to.toString(),
        limit);
  }

  private static OccurrenceRecord occurrence(TaskId task, ResultSet row) throws SQLException {
    return new OccurrenceRecord(
        task,
        row.getInt("ordinal"),
        row.getInt("number"),
        row.getString("title"),
        Occurrence.State.valueOf(row.getString("state")),
        ReadModelJson.read(row.getString("due"), Due.class),
        row.getObject("opened_at", OffsetDateTime.class).toInstant(),
        Arrays.stream((Long[]) row.getArray("assignees").getArray()).map(MemberId::new).toList(),
        member(row, "claimed_by"),
        member(row, "completed_by"),
        member(row, "logged_by"),
        instant(row, "done_at"),
        row.getString("note"),
        instant(row, "closed_at"),
        row.getObject("closed_revision", Long.class));
  }

  private static @Nullable MemberId member(ResultSet row, String column) throws SQLException {
    var id = row.getObject(column, Long.class);
    return id == null ? null : new MemberId(id);
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    var at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  /**
   * The state of an occurrence, final once it is closed.
   *
   * @param number the task's number, as shown to members
   * @param title the task's title when the occurrence was closed, or now while it is open
   * @param claimedBy the last claimant; kept when it is done
   * @param completedBy the member who did it; null unless DONE
   * @param loggedBy the member who reported it done or skipped, or deleted its task; null: the
   *     system, or it is open
   * @param note the note on completion, or the reason for skipping
   * @param closedRevision revision of the event that closed it; null while it is open
   */
  public record OccurrenceRecord(
      TaskId task,
      int ordinal,
      int number,
      String title,
      Occurrence.State state,
      Due due,
      Instant openedAt,
      List<MemberId> assignees,
      @Nullable MemberId claimedBy,
      @Nullable MemberId completedBy,
      @Nullable MemberId loggedBy,
      @Nullable Instant doneAt,
      @Nullable String note,
      @Nullable Instant closedAt,
      @Nullable Long closedRevision) {
    public OccurrenceRecord {
      assignees = List.copyOf(assignees);
    }
  }
}
