package dcm.view;

import dcm.guild.state.ProcessedCommands;
import dcm.guild.value.CommandId;
import dcm.guild.value.GuildId;
import dcm.journal.Database;
import dcm.journal.schema.SchemaName;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The table {@code processed_command} of each guild, with the answers to its recent commands. */
public final class ProcessedCommandDao {
  private static final String INSERT =
      """
      insert into ${guild}.processed_command (answered_on, command_id, answered_at, answer)
      select * from unnest(?::date[], ?::uuid[], ?::timestamptz[], ?::text[])
      on conflict (answered_on, command_id) do nothing
      """;

  private static final String DELETE_EXPIRED =
      "delete from ${guild}.processed_command where answered_on < ?::date";

  private static final String SELECT =
      """
      select answer
        from ${guild}.processed_command
       where answered_on = any (?::date[]) and command_id = ? and answered_at > ?
      """;

  private final Database database;
  private final InstantSource clock;

  /**
   * @param clock determines which answers have expired
   */
  public ProcessedCommandDao(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Saves answers and deletes those from before yesterday. */
  public CompletionStage<@Nullable Void> save(
      GuildId guild, List<ProcessedCommands.ProcessedCommand> answers) {
    var schema = new SchemaName(guild.value());
    return database.writeInSchema(
        schema,
        connection -> {
          try (var insert = connection.prepareStatement(schema.in(INSERT));
              var delete = connection.prepareStatement(schema.in(DELETE_EXPIRED))) {
            insert.setArray(1, array(connection, answers, a -> day(a.at())));
            insert.setArray(2, array(connection, answers, a -> a.command().toString()));
            insert.setArray(3, array(connection, answers, a -> a.at().toString()));
            insert.setArray(4, array(connection, answers, ReadModelJson::write));
            insert.executeUpdate();
            delete.setString(1, day(yesterday()));
            delete.executeUpdate();
          }
          return null;
        });
  }

  /** Finds the answer to a command of the last 24 hours. */
  public CompletionStage<Optional<ProcessedCommands.ProcessedCommand>> find(
      GuildId guild, CommandId command) {
    var schema = new SchemaName(guild.value());
    return database.readInSchema(
        schema,
        Optional.empty(),
        connection -> {
          try (var select = connection.prepareStatement(schema.in(SELECT))) {
            var days = new String[] {day(yesterday()), day(clock.instant())};
            select.setArray(1, connection.createArrayOf("text", days));
            select.setObject(2, command.value());
            select.setObject(3, yesterday().atOffset(ZoneOffset.UTC));
            try (var rows = select.executeQuery()) {
              return rows.next()
                  ? Optional.of(
                      ReadModelJson.read(
                          rows.getString(1), ProcessedCommands.ProcessedCommand.class))
                  : Optional.empty();
            }
          }
        });
  }

  private static String day(Instant at) {
    return LocalDate.ofInstant(at, ZoneOffset.UTC).toString();
  }

  private Instant yesterday() {
    return clock.instant().minus(ProcessedCommands.RETENTION);
  }

  private static Array array(
      Connection connection,
      List<ProcessedCommands.ProcessedCommand> answers,
      Function<ProcessedCommands.ProcessedCommand, String> column)
      throws SQLException {
    return connection.createArrayOf("text", answers.stream().map(column).toArray(String[]::new));
  }
}
