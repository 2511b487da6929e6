package dcm.view;

import dcm.guild.Due;
import dcm.guild.GuildId;
import dcm.guild.MemberId;
import dcm.guild.Occurrence;
import dcm.guild.TaskId;
import dcm.journal.Database;
import dcm.journal.SchemaName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What became of a task's occurrences, also after the task was deleted. */
public final class History {
  private static final String OF_TASK =
      """
      select ordinal, number, title, state, due, opened_at, assignees, claimed_by, completed_by,
             logged_by, done_at, note, closed_at, closed_revision
        from ${guild}.occurrence_history
       where task_id = ? and ordinal < ?
       order by ordinal desc limit ?
      """;

  private final Database database;

  History(Database database) {
    this.database = database;
  }

  /**
   * A page of a task's occurrences, newest first; empty for a task that is not known. Fails with
   * {@link BoardAway} when they cannot be read now.
   *
   * @param before only ordinals below this one: the last of the page before, or {@link
   *     Integer#MAX_VALUE}
   */
  public CompletionStage<List<PastOccurrence>> ofTask(
      GuildId guild, TaskId task, int before, int limit) {
    var schema = new SchemaName(guild.value());
    return BoardAway.told(
        database.readIn(
            schema,
            List.of(),
            connection -> {
              try (var select = connection.prepareStatement(schema.in(OF_TASK))) {
                Note.bind(select, task, before, limit);
                try (var rows = select.executeQuery()) {
                  var page = new ArrayList<PastOccurrence>();
                  while (rows.next()) {
                    page.add(occurrence(task, rows));
                  }
                  return page;
                }
              }
            }));
  }

  private static PastOccurrence occurrence(TaskId task, ResultSet row) throws SQLException {
    return new PastOccurrence(
        task,
        row.getInt("ordinal"),
        row.getInt("number"),
        row.getString("title"),
        Occurrence.State.valueOf(row.getString("state")),
        Json.read(row.getString("due"), Due.class),
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
}
