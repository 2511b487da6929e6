package dcm.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Creates a guild's schema at its first event and brings older ones up to date when they are first
 * met; each in a transaction of its own, on its own thread. What is ready is remembered, so that an
 * event costs no look-up.
 */
final class GuildSchemas {
  private static final int NOWHERE = -1;

  private final Workers readers;
  private final Workers builder;
  private final GuildTables tables;
  private final Epochs epochs;

  /** Each with its place in the tree, {@link #NOWHERE} for none. */
  private final ConcurrentMap<SchemaName, Integer> ready = new ConcurrentHashMap<>();

  GuildSchemas(Workers readers, Workers builder, GuildTables tables, Epochs epochs) {
    this.readers = readers;
    this.builder = builder;
    this.tables = tables;
    this.epochs = epochs;
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

  /** Brings the tables of an older version up to date. */
  CompletionStage<Void> upgraded(SchemaName schema, String persistenceId) {
    return explained(schema, ensure(schema, persistenceId));
  }

  /** Somebody met the tables: they are there, of the newest version, and hang on this router. */
  void met(SchemaName schema, @Nullable Integer router) {
    remember(schema, new GuildTables.Listed(GuildTables.NEWEST, router));
  }

  /** Somebody looked for the tables, and they were not there, or not of the newest version. */
  void missed(SchemaName schema) {
    ready.remove(schema);
  }

  /** The place in the tree of a guild whose tables are ready; null when it has none. */
  @Nullable Integer routerOf(SchemaName schema) {
    var router = ready.getOrDefault(schema, NOWHERE);
    return router == NOWHERE ? null : router;
  }

  private void remember(SchemaName schema, GuildTables.Listed listed) {
    ready.put(schema, listed.router() == null ? NOWHERE : listed.router());
  }

  private CompletionStage<Void> ensure(SchemaName schema, String persistenceId) {
    return ready.containsKey(schema)
        ? CompletableFuture.completedFuture(null)
        : builder
            .transaction(connection -> build(connection, schema, persistenceId))
            .thenAccept(listed -> remember(schema, listed));
  }

  /**
   * Who has or had an epoch knew the guild's tables. If there are none now, the guild was dropped:
   * it must find that out by a recovery, and not make them anew, empty, for a guild that is gone.
   */
  private GuildTables.Listed build(Connection connection, SchemaName schema, String persistenceId)
      throws SQLException {
    switch (epochs.of(persistenceId)) {
      case Standing.Unknown _, Standing.Empty _ -> {}
      case Standing.Held _, Standing.Lost _ -> {
        // as whoever drops it does: what is found stays so until the commit
        GuildTables.lock(connection, schema);
        if (GuildTables.listed(connection, schema).version() == GuildTables.NONE) {
          throw new Fenced(persistenceId);
        }
      }
    }
    return tables.build(connection, schema, persistenceId);
  }

  private CompletionStage<Boolean> exists(SchemaName schema, String persistenceId) {
    return ready.containsKey(schema)
        ? CompletableFuture.completedFuture(true)
        : readers
            .read(connection -> GuildTables.listed(connection, schema))
            .thenCompose(listed -> {
              if (listed.version() == GuildTables.NONE) {
                return CompletableFuture.completedFuture(false);
              }
              if (listed.version() == GuildTables.NEWEST) {
                remember(schema, listed);
                return CompletableFuture.completedFuture(true);
              }
              return ensure(schema, persistenceId).thenApply(done -> true);
            });
  }

  /** SQL failures in words. */
  <T> CompletionStage<T> explained(SchemaName schema, CompletionStage<T> stage) {
    return stage.exceptionallyCompose(failed -> {
      if (JournalFailure.tablesAreMissing(failed)) {
        ready.remove(schema);
      }
      return CompletableFuture.failedFuture(JournalFailure.explaining(schema, failed));
    });
  }
}
