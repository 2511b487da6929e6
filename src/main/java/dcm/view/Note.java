package dcm.view;

import dcm.guild.GuildId;
import dcm.guild.MemberId;
import dcm.guild.Recorded;
import dcm.guild.TaskId;
import dcm.journal.SchemaName;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event that is to be noted in the read tables, in the transaction that writes it.
 *
 * @param revision the event's sequence number
 */
record Note(Connection connection, SchemaName schema, long revision, Recorded recorded) {
  GuildId guild() {
    return new GuildId(schema.snowflake());
  }

  Instant at() {
    return recorded.at();
  }

  @Nullable MemberId by() {
    return recorded.by().member();
  }

  /** The same for the same guild and name, so that tables written again are identical. */
  UUID idOf(String kind, long snowflake) {
    return UUID.nameUUIDFromBytes(
        (schema + "/" + kind + "/" + snowflake).getBytes(StandardCharsets.UTF_8));
  }

  /** Executes one of our constants with these values in the places of its question marks. */
  void execute(String sql, @Nullable Object... values) throws SQLException {
    try (var statement = connection.prepareStatement(schema.in(sql))) {
      bind(statement, values);
      statement.executeUpdate();
    }
  }

  static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
    for (var i = 0; i < values.length; i++) {
      switch (values[i]) {
        case null -> statement.setNull(i + 1, Types.NULL);
        case MemberId member -> statement.setLong(i + 1, member.value());
        case GuildId guild -> statement.setLong(i + 1, guild.value());
        case TaskId task -> statement.setObject(i + 1, task.value());
        case Instant instant -> statement.setObject(i + 1, timestamp(instant));
        case Enum<?> constant -> statement.setString(i + 1, constant.name());
        case Collection<?> members ->
            statement.setArray(
                i + 1,
                statement
                    .getConnection()
                    .createArrayOf(
                        "bigint",
                        members.stream().map(member -> ((MemberId) member).value()).toArray()));
        case String[] texts ->
            statement.setArray(i + 1, statement.getConnection().createArrayOf("text", texts));
        case String text -> statement.setString(i + 1, Storable.text(text));
        default -> statement.setObject(i + 1, values[i]);
      }
    }
  }

  /** JDBC knows no instants; this is what it takes for a timestamptz. */
  static OffsetDateTime timestamp(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
