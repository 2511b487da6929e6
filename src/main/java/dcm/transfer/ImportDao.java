package dcm.transfer;

import dcm.guild.value.GuildId;
import dcm.guild.value.ImportId;
import dcm.guild.value.MemberId;
import dcm.guild.value.TaskId;
import dcm.journal.Database;
import dcm.journal.schema.SchemaName;
import dcm.transfer.format.ImportFormat;
import dcm.transfer.format.ImportedTask;
import dcm.transfer.format.ParsedRow;
import dcm.transfer.format.TransferJson;
import dcm.view.ReadModelUnavailableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.jspecify.annotations.Nullable;

/**
 * The imports of each guild, in its own schema, and the shared list of those that are being carried
 * out. Every stage fails with {@link ReadModelUnavailableException} while the database is
 * unavailable.
 */
final class ImportDao {
  /** Imports that a guild keeps. */
  static final int MAX_KEPT = 20;

  private static final int BATCH_SIZE = 500;

  private static final String INSERT_JOB =
      """
      insert into ${guild}.task_import
        (import_id, created_at, created_by, format, state, details)
      values (?, ?, ?, ?, ?, ?::jsonb)
      on conflict (import_id) do nothing
      """;

  private static final String INSERT_ROW =
      """
      insert into ${guild}.task_import_row
        (import_id, position, line, title, fate, problem, source_key, task, task_id, depends_on)
      values (?, ?, ?, ?, ?, ?::jsonb, ?, ?::jsonb, ?, ?)
      """;

  private static final String SELECT_OLD =
      """
      select import_id from ${guild}.task_import
       where state not in ('APPLYING', 'UNDOING')
       order by created_at desc, import_id offset ?
      """;

  private static final String SELECT_JOB =
      """
      select import_id, created_at, created_by, format, state, details, finished_at
        from ${guild}.task_import where import_id = ?
      """;

  private static final String COUNT =
      "select fate, count(*) from ${guild}.task_import_row where import_id = ? group by fate";

  private static final String SELECT_ROWS =
      """
      select position, line, title, fate, problem, source_key, task, task_id, depends_on, revision
        from ${guild}.task_import_row
       where import_id = ? and position > ? and fate = any (?)
       order by position limit ?
      """;

  private static final String SELECT_SOURCES =
      "select source_key, task_id from ${guild}.task_import_source where source_key = any (?)";

  private static final String SELECT_COMMENTED =
      "select distinct task_id from ${guild}.comment where task_id = any (?)";

  private static final String SET_STATE =
      """
      update ${guild}.task_import
         set state = ?, details = coalesce(?::jsonb, details),
             finished_at = case when ? then now() else finished_at end
       where import_id = ? and state = any (?)
      """;

  private static final String UPDATE_ROW =
      """
      update ${guild}.task_import_row set fate = ?, problem = ?::jsonb, revision = ?
       where import_id = ? and position = ?
      """;

  private static final String FAIL_REMAINING =
      """
      update ${guild}.task_import_row set fate = ?, problem = ?::jsonb
       where import_id = ? and fate = ?
      """;

  private static final String UPSERT_SOURCE =
      """
      insert into ${guild}.task_import_source (source_key, task_id) values (?, ?)
      on conflict (source_key) do update set task_id = excluded.task_id
      """;

  private static final String ENQUEUE =
      """
      insert into dcm.running_import (guild_id, import_id, owner, leased_until)
      values (?, ?, ?, now() + make_interval(secs => ?))
      on conflict (guild_id) do nothing
      """;

  // a node that holds no lease skips the rows that another one is taking
  private static final String CLAIM =
      """
      update dcm.running_import set owner = ?, leased_until = now() + make_interval(secs => ?)
       where guild_id in (select guild_id from dcm.running_import
                           where leased_until < now() order by leased_until
                           limit ? for update skip locked)
      returning guild_id, import_id
      """;

  private static final String RENEW =
      """
      update dcm.running_import set leased_until = now() + make_interval(secs => ?)
       where guild_id = ? and import_id = ? and owner = ?
      """;

  private static final String DEQUEUE =
      "delete from dcm.running_import where guild_id = ? and import_id = ? and owner = ?";

  private static final String IS_RUNNING = "select true from dcm.running_import where guild_id = ?";

  private final Database database;
  private final Duration lease;

  /**
   * @param lease how long a node that does not renew it holds an import
   */
  ImportDao(ClassicActorSystemProvider system, Duration lease) {
    this.database = Database.get(system);
    this.lease = lease;
  }

  /** An import that a node carries out. */
  record Claim(GuildId guild, ImportId id) {}

  /** Stores an import with its rows, and deletes the oldest ones. */
  CompletionStage<?> insert(GuildId guild, ImportJob job, List<ImportRow> rows) {
    return write(
        guild,
        (connection, schema) -> {
          try (var insert = connection.prepareStatement(schema.in(INSERT_JOB))) {
            insert.setObject(1, job.id().value());
            insert.setTimestamp(2, Timestamp.from(job.createdAt()));
            insert.setLong(3, job.createdBy().value());
            insert.setString(4, job.format().name());
            insert.setString(5, job.state().name());
            insert.setString(6, TransferJson.write(job.details()));
            if (insert.executeUpdate() == 0) {
              // the same request at the same time
              return false;
            }
          }
          try (var insert = connection.prepareStatement(schema.in(INSERT_ROW))) {
            for (ImportRow row : rows) {
              bind(connection, insert, job.id(), row);
              insert.addBatch();
              if (row.position() % BATCH_SIZE == BATCH_SIZE - 1) {
                insert.executeBatch();
              }
            }
            insert.executeBatch();
          }
          deleteOld(connection, schema);
          return true;
        });
  }

  private static void bind(
      Connection connection, PreparedStatement insert, ImportId id, ImportRow row)
      throws SQLException {
    insert.setObject(1, id.value());
    insert.setInt(2, row.position());
    insert.setInt(3, row.line());
    insert.setString(4, storable(row.title()));
    insert.setString(5, row.fate().name());
    insert.setString(6, json(row.problem()));
    insert.setString(7, row.sourceKey());
    insert.setString(8, json(row.task()));
    insert.setObject(9, row.taskId().value());
    insert.setArray(10, uuids(connection, row.dependsOn()));
  }

  private static @Nullable String json(@Nullable Object value) {
    return value == null ? null : TransferJson.write(value);
  }

  /** PostgreSQL stores no U+0000. */
  private static String storable(String text) {
    return text.replace('\0', '\uFFFD');
  }

  private static void deleteOld(Connection connection, SchemaName schema) throws SQLException {
    var old = new ArrayList<UUID>();
    try (var select = connection.prepareStatement(schema.in(SELECT_OLD))) {
      select.setInt(1, MAX_KEPT);
      try (var rows = select.executeQuery()) {
        while (rows.next()) {
          old.add(rows.getObject(1, UUID.class));
        }
      }
    }
    for (String table : List.of("task_import_row", "task_import")) {
      try (var delete =
          connection.prepareStatement(
              schema.in("delete from ${guild}." + table + " where import_id = any (?)"))) {
        delete.setArray(1, connection.createArrayOf("uuid", old.toArray()));
        delete.executeUpdate();
      }
    }
  }

  CompletionStage<Optional<ImportJob>> find(GuildId guild, ImportId id) {
    return select(guild, SELECT_JOB, ImportDao::job, select -> select.setObject(1, id.value()))
        .thenApply(found -> found.stream().findFirst());
  }

  private static ImportJob job(ResultSet row) throws SQLException {
    Timestamp finished = row.getTimestamp(7);
    return new ImportJob(
        new ImportId(row.getObject(1, UUID.class)),
        row.getTimestamp(2).toInstant(),
        new MemberId(row.getLong(3)),
        ImportFormat.valueOf(row.getString(4)),
        ImportJob.State.valueOf(row.getString(5)),
        TransferJson.read(row.getString(6), ImportJob.Details.class),
        finished == null ? null : finished.toInstant());
  }

  CompletionStage<Map<ImportJob.Fate, Integer>> counts(GuildId guild, ImportId id) {
    return select(
            guild,
            COUNT,
            row -> Map.entry(ImportJob.Fate.valueOf(row.getString(1)), row.getInt(2)),
            select -> select.setObject(1, id.value()))
        .thenApply(found -> {
          var counts = new EnumMap<ImportJob.Fate, Integer>(ImportJob.Fate.class);
          found.forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
          return counts;
        });
  }

  /**
   * Rows in the order of application.
   *
   * @param after positions above this one only; -1 for the first ones
   * @param fates only these; empty: all
   */
  CompletionStage<List<ImportRow>> rows(
      GuildId guild, ImportId id, int after, Collection<ImportJob.Fate> fates, int limit) {
    Stream<ImportJob.Fate> wanted =
        fates.isEmpty() ? Stream.of(ImportJob.Fate.values()) : fates.stream();
    Object[] names = wanted.map(Enum::name).toArray();
    return select(
        guild,
        SELECT_ROWS,
        ImportDao::row,
        select -> {
          select.setObject(1, id.value());
          select.setInt(2, after);
          select.setArray(3, select.getConnection().createArrayOf("text", names));
          select.setInt(4, limit);
        });
  }

  private static ImportRow row(ResultSet row) throws SQLException {
    String problem = row.getString(5);
    String task = row.getString(7);
    Object[] dependsOn = (Object[]) row.getArray(9).getArray();
    long revision = row.getLong(10);
    boolean created = !row.wasNull();
    return new ImportRow(
        row.getInt(1),
        row.getInt(2),
        row.getString(3),
        ImportJob.Fate.valueOf(row.getString(4)),
        problem == null ? null : TransferJson.read(problem, ParsedRow.RowProblem.class),
        row.getString(6),
        task == null ? null : TransferJson.read(task, ImportedTask.class),
        new TaskId(row.getObject(8, UUID.class)),
        Stream.of(dependsOn).map(id -> new TaskId((UUID) id)).toList(),
        created ? (Long) revision : null);
  }

  /** The tasks that imports created for rows with these keys; they may be deleted since. */
  CompletionStage<Map<String, TaskId>> sources(GuildId guild, Collection<String> keys) {
    Object[] wanted = keys.stream().distinct().toArray();
    return select(
            guild,
            SELECT_SOURCES,
            row -> Map.entry(row.getString(1), new TaskId(row.getObject(2, UUID.class))),
            select -> select.setArray(1, select.getConnection().createArrayOf("text", wanted)))
        .thenApply(found -> {
          var sources = new HashMap<String, TaskId>();
          found.forEach(entry -> sources.put(entry.getKey(), entry.getValue()));
          return sources;
        });
  }

  /** Those of the tasks that have a comment. */
  CompletionStage<Set<TaskId>> commented(GuildId guild, Collection<TaskId> tasks) {
    return select(
            guild,
            SELECT_COMMENTED,
            row -> new TaskId(row.getObject(1, UUID.class)),
            select -> select.setArray(1, uuids(select.getConnection(), tasks)))
        .thenApply(HashSet::new);
  }

  CompletionStage<Boolean> isRunning(GuildId guild) {
    return ReadModelUnavailableException.translated(
        database.read(connection -> {
          try (var select = connection.prepareStatement(IS_RUNNING)) {
            select.setLong(1, guild.value());
            try (var rows = select.executeQuery()) {
              return rows.next();
            }
          }
        }));
  }

  /**
   * Puts an import on the list of those that are carried out, held by a node.
   *
   * @param from states from which it may begin
   * @param details null: they stay
   * @return false when another import of the guild is on it; null: its state is none of these
   */
  CompletionStage<Optional<Boolean>> enqueue(
      GuildId guild,
      ImportId id,
      Set<ImportJob.State> from,
      ImportJob.State to,
      ImportJob.@Nullable Details details,
      String owner) {
    return write(
        guild,
        (connection, schema) -> {
          try (var insert = connection.prepareStatement(ENQUEUE)) {
            insert.setLong(1, guild.value());
            insert.setObject(2, id.value());
            insert.setString(3, owner);
            insert.setDouble(4, lease.toMillis() / 1_000.0);
            if (insert.executeUpdate() == 0) {
              return Optional.of(false);
            }
          }
          if (setState(connection, schema, id, from, to, details, false)) {
            return Optional.of(true);
          }
          dequeue(connection, new Claim(guild, id), owner);
          return Optional.empty();
        });
  }

  private static boolean setState(
      Connection connection,
      SchemaName schema,
      ImportId id,
      Set<ImportJob.State> from,
      ImportJob.State to,
      ImportJob.@Nullable Details details,
      boolean finished)
      throws SQLException {
    try (var update = connection.prepareStatement(schema.in(SET_STATE))) {
      update.setString(1, to.name());
      update.setString(2, json(details));
      update.setBoolean(3, finished);
      update.setObject(4, id.value());
      update.setArray(5, connection.createArrayOf("text", from.stream().map(Enum::name).toArray()));
      return update.executeUpdate() == 1;
    }
  }

  private static boolean dequeue(Connection connection, Claim claim, String owner)
      throws SQLException {
    try (var delete = connection.prepareStatement(DEQUEUE)) {
      delete.setLong(1, claim.guild().value());
      delete.setObject(2, claim.id().value());
      delete.setString(3, owner);
      return delete.executeUpdate() == 1;
    }
  }

  /** Takes imports whose lease has ended. */
  CompletionStage<List<Claim>> claim(String owner, int limit) {
    return ReadModelUnavailableException.translated(
        database.write(connection -> {
          try (var update = connection.prepareStatement(CLAIM)) {
            update.setString(1, owner);
            update.setDouble(2, lease.toMillis() / 1_000.0);
            update.setInt(3, limit);
            try (var rows = update.executeQuery()) {
              var claims = new ArrayList<Claim>();
              while (rows.next()) {
                claims.add(
                    new Claim(
                        new GuildId(rows.getLong(1)), new ImportId(rows.getObject(2, UUID.class))));
              }
              return claims;
            }
          }
        }));
  }

  /**
   * Records what became of rows, and renews the lease.
   *
   * @return false, and nothing is recorded, when another node holds the import
   */
  CompletionStage<Boolean> record(Claim claim, String owner, List<ImportRow> rows) {
    return write(
        claim.guild(),
        (connection, schema) -> {
          if (!renew(connection, claim, owner, lease)) {
            return false;
          }
          try (var update = connection.prepareStatement(schema.in(UPDATE_ROW));
              var source = connection.prepareStatement(schema.in(UPSERT_SOURCE))) {
            for (ImportRow row : rows) {
              update.setString(1, row.fate().name());
              update.setString(2, json(row.problem()));
              update.setObject(3, row.revision());
              update.setObject(4, claim.id().value());
              update.setInt(5, row.position());
              update.addBatch();
              if (row.fate() == ImportJob.Fate.CREATED) {
                source.setString(1, row.sourceKey());
                source.setObject(2, row.taskId().value());
                source.addBatch();
              }
            }
            update.executeBatch();
            source.executeBatch();
          }
          return true;
        });
  }

  /** Records that no further row can be carried out. */
  CompletionStage<Boolean> failRemaining(
      Claim claim,
      String owner,
      ImportJob.Fate from,
      ImportJob.Fate to,
      ParsedRow.RowProblem problem) {
    return write(
        claim.guild(),
        (connection, schema) -> {
          if (!renew(connection, claim, owner, lease)) {
            return false;
          }
          try (var update = connection.prepareStatement(schema.in(FAIL_REMAINING))) {
            update.setString(1, to.name());
            update.setString(2, json(problem));
            update.setObject(3, claim.id().value());
            update.setString(4, from.name());
            update.executeUpdate();
          }
          return true;
        });
  }

  private static boolean renew(Connection connection, Claim claim, String owner, Duration lease)
      throws SQLException {
    try (var update = connection.prepareStatement(RENEW)) {
      update.setDouble(1, lease.toMillis() / 1_000.0);
      update.setLong(2, claim.guild().value());
      update.setObject(3, claim.id().value());
      update.setString(4, owner);
      return update.executeUpdate() == 1;
    }
  }

  /** Ends an import that was carried out. */
  CompletionStage<Boolean> finish(
      Claim claim, String owner, ImportJob.State from, ImportJob.State to) {
    return write(
        claim.guild(),
        (connection, schema) ->
            dequeue(connection, claim, owner)
                && setState(connection, schema, claim.id(), Set.of(from), to, null, true));
  }

  /** Removes an entry of the list that has no import. */
  CompletionStage<Boolean> drop(Claim claim, String owner) {
    return ReadModelUnavailableException.translated(
        database.write(connection -> dequeue(connection, claim, owner)));
  }

  /** Gives an import back, so that a node goes on with it after a while. */
  CompletionStage<Boolean> release(Claim claim, String owner, Duration delay) {
    return ReadModelUnavailableException.translated(
        database.write(connection -> renew(connection, claim, owner, delay)));
  }

  @FunctionalInterface
  private interface SchemaWork<T> {
    T run(Connection connection, SchemaName schema) throws SQLException;
  }

  @FunctionalInterface
  private interface Binder {
    void bind(PreparedStatement statement) throws SQLException;
  }

  @FunctionalInterface
  private interface RowMapper<T> {
    T map(ResultSet row) throws SQLException;
  }

  private <T> CompletionStage<T> write(GuildId guild, SchemaWork<T> work) {
    var schema = new SchemaName(guild.value());
    return ReadModelUnavailableException.translated(
        database.writeInSchema(schema, connection -> work.run(connection, schema)));
  }

  private <T> CompletionStage<List<T>> select(
      GuildId guild, String sql, RowMapper<T> mapper, Binder binder) {
    var schema = new SchemaName(guild.value());
    return ReadModelUnavailableException.translated(
        database.readInSchema(
            schema,
            List.of(),
            connection -> {
              try (var select = connection.prepareStatement(schema.in(sql))) {
                binder.bind(select);
                try (var rows = select.executeQuery()) {
                  var found = new ArrayList<T>();
                  while (rows.next()) {
                    found.add(mapper.map(rows));
                  }
                  return found;
                }
              }
            }));
  }

  private static java.sql.Array uuids(Connection connection, Collection<TaskId> ids)
      throws SQLException {
    return connection.createArrayOf("uuid", ids.stream().map(TaskId::value).toArray());
  }
}
