package dcm.view;

import dcm.guild.value.CommentId;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.guild.value.TaskId;
import dcm.journal.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The comments on tasks. Every stage fails with {@link ReadModelUnavailableException} while the
 * database is unavailable.
 */
public final class CommentList {
  private static final String SELECT_BY_TASK =
      """
      select comment_id, author, written_at, text, revision
        from ${guild}.comment
       where task_id = ? and revision < ?
       order by revision desc limit ?
      """;

  private static final String SELECT_ONE =
      """
      select comment_id, author, written_at, text, revision
        from ${guild}.comment
       where task_id = ? and comment_id = ?
      """;

  private final Database database;

  CommentList(Database database) {
    this.database = database;
  }

  /**
   * A page of a task's comments, newest first.
   *
   * @param before only lower revisions; {@link Long#MAX_VALUE} for the newest
   */
  public CompletionStage<List<CommentRecord>> findByTask(
      GuildId guild, TaskId task, long before, int limit) {
    return select(guild, SELECT_BY_TASK, task, before, limit);
  }

  /** A comment; empty when the task has no such comment. */
  public CompletionStage<Optional<CommentRecord>> find(GuildId guild, TaskId task, CommentId id) {
    return select(guild, SELECT_ONE, task, id).thenApply(found -> found.stream().findFirst());
  }

  private CompletionStage<List<CommentRecord>> select(
      GuildId guild, String template, Object... values) {
    return GuildRows.select(database, guild, template, CommentList::comment, values);
  }

  private static CommentRecord comment(ResultSet row) throws SQLException {
    return new CommentRecord(
        CommentId.of(row.getString("comment_id")),
        new MemberId(row.getLong("author")),
        row.getObject("written_at", OffsetDateTime.class).toInstant(),
        row.getString("text"),
        row.getLong("revision"));
  }

  /**
   * A comment on a task.
   *
   * @param revision of the event that added it
   */
  public record CommentRecord(
      CommentId id, MemberId author, Instant at, String text, long revision) {}
}
