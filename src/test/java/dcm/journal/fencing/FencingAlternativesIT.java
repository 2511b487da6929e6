package dcm.journal.fencing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.journal.jdbc.TestDatabase;
import dcm.journal.schema.GuildTables;
import dcm.journal.schema.SchemaName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;

/**
 * Why fencing uses the writer's table lock and verifies the epoch after the insert (docs/adr/0011):
 * the same two processes in the same order, with the obvious alternative and with the chosen form.
 */
class FencingAlternativesIT {
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final SchemaName GUILD = new SchemaName(1);

  private static final String INSERT =
      """
      insert into guild_1.event_journal
        (persistence_id, sequence_number, writer, event_ser_id, event_ser_manifest, event_payload)
      select 'guild|1', 1, '', 0, '', ''
      """;

  private Connection older;
  private Connection newer;

  @BeforeEach
  void open() throws SQLException {
    try (var owner = DATABASE.connect();
        var statement = owner.createStatement()) {
      owner.setAutoCommit(false);
      new GuildTables(DATABASE.program()).build(owner, GUILD, "guild|1");
      statement.execute("delete from guild_1.event_journal");
      owner.commit();
    }
    older = DATABASE.connectAsProgram();
    newer = DATABASE.connectAsProgram();
    FenceDao.acquireEpoch(older, GUILD);
    older.setAutoCommit(false);
  }

  @AfterEach
  void close() throws SQLException {
    older.close();
    newer.close();
  }

  @Test
  void a_condition_in_the_insert_lets_an_old_writer_commit_after_the_new_one_has_read()
      throws SQLException {
    var epoch = current(older, GUILD);
    insert(" where (select epoch from dcm.guild_epoch where guild_id = 1) = %d".formatted(epoch));
    // a takeover without the lock: increment the epoch, then read
    try (var owner = DATABASE.connect();
        var statement = owner.createStatement()) {
      statement.execute("update dcm.guild_epoch set epoch = epoch + 1 where guild_id = 1");
    }
    var seen = events();

    older.commit();

    assertThat(seen).isZero();
    assertThat(events()).isEqualTo(1);
  }

  @Test
  void with_the_lock_the_new_one_cannot_take_over_before_the_old_one_has_ended()
      throws SQLException {
    var epoch = current(older, GUILD);
    insert("");
    FenceDao.verifyEpoch(older, GUILD, epoch);
    try (var statement = newer.createStatement()) {
      statement.execute("set lock_timeout = '1ms'");
    }
    assertThatThrownBy(() -> FenceDao.acquireEpoch(newer, GUILD))
        .isInstanceOfSatisfying(
            SQLException.class, timedOut -> assertThat(timedOut.getSQLState()).isEqualTo("55P03"));

    older.commit();

    assertThat(FenceDao.acquireEpoch(newer, GUILD)).isEqualTo(epoch + 1);
    assertThat(events()).isEqualTo(1);
  }

  @Test
  void an_old_writer_that_inserts_afterwards_is_fenced_although_its_transaction_began_before()
      throws SQLException {
    var epoch = current(older, GUILD);
    FenceDao.acquireEpoch(newer, GUILD);

    insert("");
    assertThatThrownBy(() -> FenceDao.verifyEpoch(older, GUILD, epoch))
        .isInstanceOfSatisfying(
            SQLException.class, fenced -> assertThat(FenceDao.isFenced(fenced)).isTrue());
    older.rollback();

    assertThat(events()).isZero();
  }

  private void insert(String condition) throws SQLException {
    try (var statement = older.createStatement()) {
      assertThat(statement.executeUpdate(INSERT + condition)).isEqualTo(1);
    }
  }

  private long events() throws SQLException {
    try (var statement = newer.createStatement();
        var rows = statement.executeQuery("select count(*) from guild_1.event_journal")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Test
  void the_error_names_the_guilds_with_another_owner() throws SQLException {
    var epoch = current(older, GUILD);
    try (var confirm =
        older.prepareStatement(
            "select dcm.verify_epochs('{1, 2, 3, 1}', array[?, 1, null, ? - 1])")) {
      confirm.setLong(1, epoch);
      confirm.setLong(2, epoch);
      assertThatThrownBy(confirm::execute)
          .isInstanceOfSatisfying(
              PSQLException.class,
              fenced ->
                  assertThat(fenced.getServerErrorMessage().getDetail()).isIn("{1,2}", "{2,1}"));
    }
  }

  private static long current(Connection connection, SchemaName schema) throws SQLException {
    return FenceDao.currentEpochs(connection, List.of(schema)).get(schema);
  }
}
