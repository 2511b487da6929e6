package dcm.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Creates a guild's schema at its first event and brings older ones up to date when they are first
 * met; each in a transaction of its own, on its own thread. What is ready is remembered, so that an
 * event costs no look-up.
 */
final class GuildSchemas {
  /** All versions, in order; never change one that was released, add the next. */
  private static final List<String> VERSIONS = List.of("V1__guild.sql", "V2__journal.sql");

  private static final String VERSION = "select version from dcm.guild_schemas where guild_id = ?";

  // held until the transaction ends: two nodes may meet the same new guild at once
  private static final String LOCK = "select pg_advisory_xact_lock(7355, hashint8(?))";

  private static final String RECORD =
      """
      insert into dcm.guild_schemas (guild_id, schema_name, version, router)
      values (?, ?, ?, dcm.attach(?, ?))
      on conflict (guild_id) do update set version = excluded.version, router = excluded.router
      """;

  private static final int NONE = 0;

  private final Workers readers;
  private final Workers builder;
  private final String program;
  private final Set<SchemaName> ready = ConcurrentHashMap.newKeySet();

  GuildSchemas(Workers readers, Workers builder, Login program) {
    this.readers = readers;
    this.builder = builder;
    this.program = program.quoted();
  }

  /**
   * For writing: does the work in a schema that is there; SQL failures are explained.
   *
   * @param persistenceId the one whose events the schema keeps
   */
  <T> CompletionStage<T> inReady(
      SchemaName schema, String persistenceId, Supplier<CompletionStage<T>> work) {
    return explained(schema, ensure(schema, persistenceId).thenCompose(done -> work.get()));
  }

  /**
   * For reading: does the work, or answers {@code otherwise} for a guild that wrote nothing yet.
   */
  <T> CompletionStage<T> ifThere(
      SchemaName schema, String persistenceId, T otherwise, Supplier<CompletionStage<T>> work) {
    return explained(
        schema,
        exists(schema, persistenceId)
            .thenCompose(
                there -> there ? work.get() : CompletableFuture.completedFuture(otherwise)));
  }

  private CompletionStage<Void> ensure(SchemaName schema, String persistenceId) {
    return ready.contains(schema)
        ? CompletableFuture.completedFuture(null)
        : builder
            .transaction(connection -> build(connection, schema, persistenceId))
            .thenRun(() -> ready.add(schema));
  }

  private CompletionStage<Boolean> exists(SchemaName schema, String persistenceId) {
    return ready.contains(schema)
        ? CompletableFuture.completedFuture(true)
        : readers
            .read(connection -> version(connection, schema))
            .thenCompose(version ->
                version == NONE
                    ? CompletableFuture.completedFuture(false)
                    : ensure(schema, persistenceId).thenApply(done -> true));
  }

  private <T> CompletionStage<T> explained(SchemaName schema, CompletionStage<T> stage) {
    return stage.exceptionallyCompose(failed -> {
      if (JournalFailure.tablesAreMissing(failed)) {
        ready.remove(schema);
      }
      return CompletableFuture.failedFuture(JournalFailure.explaining(schema, failed));
    });
  }

  private @Nullable Void build(Connection connection, SchemaName schema, String persistenceId)
      throws SQLException {
    if (version(connection, schema) != VERSIONS.size()) {
      lock(connection, schema);
      var version = version(connection, schema);
      if (version > VERSIONS.size()) {
        throw new SQLException(
            "its tables are of version %d, and this program knows only %d; start a newer one"
                .formatted(version, VERSIONS.size()));
      }
      for (var next : VERSIONS.subList(version, VERSIONS.size())) {
        try (var statement = connection.createStatement()) {
          statement.execute(schema.in(script(next)).replace("${program}", program));
        }
      }
      try (var insert = connection.prepareStatement(RECORD)) {
        insert.setLong(1, schema.snowflake());
        insert.setString(2, schema.toString());
        insert.setInt(3, VERSIONS.size());
        insert.setLong(4, schema.snowflake());
        insert.setString(5, persistenceId);
        insert.executeUpdate();
      }
    }
    return null;
  }

  private static int version(Connection connection, SchemaName schema) throws SQLException {
    try (var select = connection.prepareStatement(VERSION)) {
      select.setLong(1, schema.snowflake());
      try (var rows = select.executeQuery()) {
        return rows.next() ? rows.getInt(1) : NONE;
      }
    }
  }

  private static void lock(Connection connection, SchemaName schema) throws SQLException {
    try (var lock = connection.prepareStatement(LOCK)) {
      lock.setLong(1, schema.snowflake());
      lock.execute();
    }
  }

  private static String script(String name) {
    try (var script = GuildSchemas.class.getResourceAsStream("/db/guild/" + name)) {
      if (script == null) {
        throw new IllegalStateException("Not in the program: db/guild/" + name);
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
