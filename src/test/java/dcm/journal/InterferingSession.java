package dcm.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcm.journal.jdbc.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Another session on the database that takes locks, changes and reads tables. */
public record InterferingSession(TestDatabase database) {
  private static final Duration TIMEOUT = Duration.ofSeconds(45);

  /** The guild's sequence numbers, in order. */
  public List<Long> sequence(long guild) {
    return numbers(
        "select sequence_number from guild_" + guild + ".event_journal order by sequence_number");
  }

  public long epoch(long guild) {
    return numbers("select coalesce(max(epoch), 0) from dcm.guild_epoch where guild_id = " + guild)
        .getFirst();
  }

  public void drop(long guild) throws SQLException {
    execute("drop schema guild_" + guild + " cascade");
    execute("delete from dcm.guild_schemas where guild_id = " + guild);
  }

  /** An insert that holds its table lock and its rows until it is closed. */
  public InsertBlock blockInserts(long guild) throws SQLException {
    execute(
        """
        create or replace function public.halt() returns trigger language plpgsql as
        'begin perform pg_advisory_xact_lock(tg_argv[0]::bigint); return null; end';
        create trigger halt after insert on guild_%1$d.event_journal
          for each row execute function public.halt(%1$d)
        """
            .formatted(guild));
    var connection = database.connect();
    try (var statement = connection.createStatement()) {
      statement.execute("select pg_advisory_lock(" + guild + ")");
    }
    return new InsertBlock(this, connection, guild);
  }

  public record InsertBlock(InterferingSession session, Connection connection, long guild)
      implements AutoCloseable {
    public void awaitInsert() {
      session.awaitOne(
          "select count(*) from pg_locks where not granted and locktype = 'advisory'"
              + " and objid = "
              + guild);
    }

    /** Ends the session as if its process had died. */
    public void killInsert() throws SQLException {
      try (var program = session.database.connectAsProgram();
          var statement = program.createStatement()) {
        statement.execute(
            "select pg_terminate_backend(pid) from pg_locks where not granted and locktype ="
                + " 'advisory' and objid = "
                + guild);
      }
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }

  /** Blocks all writes and takeovers until it is released. */
  public TableLock lock(long guild) throws SQLException {
    var connection = database.connect();
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      statement.execute("lock table guild_" + guild + ".event_journal in exclusive mode");
    }
    return new TableLock(connection);
  }

  public record TableLock(Connection connection) implements AutoCloseable {
    public void release() throws SQLException {
      connection.rollback();
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }

  public void awaitTakeover(long guild) {
    awaitWaiting(guild, "ShareRowExclusiveLock");
  }

  public void awaitInsertBehind(long guild) {
    awaitWaiting(guild, "RowExclusiveLock");
  }

  private void awaitWaiting(long guild, String mode) {
    awaitOne(
        "select count(*) from pg_locks where not granted and mode = '"
            + mode
            + "' and relation = 'guild_"
            + guild
            + ".event_journal'::regclass");
  }

  private void awaitOne(String count) {
    await().atMost(TIMEOUT).untilAsserted(() -> assertThat(numbers(count)).containsExactly(1L));
  }

  public void execute(String sql) throws SQLException {
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<Long> numbers(String sql) {
    try (var connection = database.connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      var numbers = new ArrayList<Long>();
      while (rows.next()) {
        numbers.add(rows.getLong(1));
      }
      return numbers;
    } catch (SQLException failed) {
      throw new AssertionError(failed);
    }
  }
}
