package dcm.view.projection;

import dcm.guild.event.RecordedEvent;
import dcm.guild.value.AttachmentId;
import dcm.guild.value.CommentId;
import dcm.guild.value.GroupingId;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.guild.value.TaskId;
import dcm.journal.jdbc.StatementBatch;
import dcm.journal.schema.SchemaName;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event to project, with the batch of the transaction that writes it.
 *
 * @param createdTasks tasks that earlier events of the batch created
 * @param revision the event's sequence number
 */
public record ProjectionContext(
    StatementBatch batch,
    CreatedTasks createdTasks,
    SchemaName schema,
    long revision,
    RecordedEvent recorded) {
  GuildId guild() {
    return new GuildId(schema.snowflake());
  }

  Instant at() {
    return recorded.at();
  }

  @Nullable MemberId initiatingMember() {
    return recorded.initiator().member();
  }

  /** A deterministic id, so that rebuilt tables are identical. */
  UUID nameBasedId(String kind, long snowflake) {
    return UUID.nameUUIDFromBytes(
        (schema + "/" + kind + "/" + snowflake).getBytes(StandardCharsets.UTF_8));
  }

  /** Adds a statement to the batch, with the values of its parameters. */
  void execute(String sql, @Nullable Object... values) {
    batch.add(sql, Arrays.stream(values).map(ProjectionContext::toColumnValue).toArray());
  }

  public static void bind(PreparedStatement statement, @Nullable Object... values)
      throws SQLException {
    for (var i = 0; i < values.length; i++) {
      var value = toColumnValue(values[i]);
      statement.setObject(i + 1, value instanceof Instant instant ? timestamp(instant) : value);
    }
  }

  /** Converts domain values, which the journal does not know, to their column types. */
  private static @Nullable Object toColumnValue(@Nullable Object value) {
    return switch (value) {
      case MemberId member -> member.value();
      case GuildId guild -> guild.value();
      case TaskId task -> task.value();
      case AttachmentId attachment -> attachment.value();
      case CommentId comment -> comment.value();
      case GroupingId grouping -> grouping.value();
      case Enum<?> constant -> constant.name();
      case Collection<?> members ->
          members.stream().mapToLong(member -> ((MemberId) member).value()).toArray();
      case String text -> PostgresTextSanitizer.sanitize(text);
      case null, default -> value;
    };
  }

  /**
   * JDBC has no mapping for {@code Instant}; it accepts an {@code OffsetDateTime} for a
   * timestamptz.
   */
  static OffsetDateTime timestamp(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
