package dcm.journal.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dcm.journal.Database;
import dcm.journal.GuildPersistenceId;
import dcm.journal.JournalProbe;
import dcm.journal.RoundTripCounter;
import dcm.journal.fencing.EpochState;
import dcm.journal.jdbc.StatementBatch;
import dcm.journal.jdbc.StatementPipeline;
import dcm.journal.jdbc.TestDatabase;
import dcm.journal.schema.SchemaName;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events and projection of a group, in one round trip and in several. */
class GroupAppendDaoIT {
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final AtomicLong GUILDS = new AtomicLong(7000);
  private static final int MANY = StatementPipeline.MAX_STATEMENTS + 20;

  private static final String TITLE =
      "insert into ${guild}.task_title (task_id, number, title) values (?, ?, ?)";

  private final JournalProbe journal = JournalProbe.on(DATABASE);
  private Connection connection;

  @BeforeEach
  void open() throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", DATABASE.program().user());
    properties.setProperty("password", DATABASE.program().password());
    properties.setProperty("prepareThreshold", "0");
    properties.setProperty("socketFactory", RoundTripCounter.class.getName());
    connection = DriverManager.getConnection(DATABASE.url(), properties);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    journal.close();
  }

  @Test
  void a_small_group_is_one_round_trip() throws SQLException {
    var group = List.of(write(createGuild(), 2), write(createGuild(), 1));
    RoundTripCounter.ROUND_TRIPS.set(0);

    GroupAppendDao.write(connection, group);

    assertThat(RoundTripCounter.ROUND_TRIPS).hasValue(1);
    for (var write : group) {
      assertThat(events(write)).isEqualTo(2);
    }
    assertThat(titles(group.getFirst())).isEqualTo(2);
    assertThat(titles(group.getLast())).isEqualTo(1);
  }

  @Test
  void all_ways_write_the_same_rows() throws Exception {
    var without = write(createGuild(), 0);
    var one = write(createGuild(), 1);
    var many = write(createGuild(), MANY);
    var isolated = write(createGuild(), 1);

    GroupAppendDao.write(connection, List.of(without));
    GroupAppendDao.write(connection, List.of(one));
    GroupAppendDao.write(connection, List.of(many));
    connection.setAutoCommit(true);
    isolated.batch().write(connection, isolated.schema(), isolated.epoch());

    var row = row(without);
    assertThat(row).contains("writer", "manifest", "\\x0102", "meta");
    for (var write : List.of(one, many, isolated)) {
      assertThat(row(write)).isEqualTo(row);
    }
    assertThat(titles(many)).isEqualTo(MANY);
    assertThat(titles(one)).isEqualTo(titles(isolated)).isEqualTo(1);
  }

  @Test
  void a_failed_projection_writes_nothing_and_names_the_guild() throws SQLException {
    for (var count : new int[] {1, MANY}) {
      var other = write(createGuild(), count);
      var failing = write(createGuild(), 1);
      failing.batch().projectionStatements().add(TITLE, new UUID(7, 1), 1, "duplicate");

      var failure = fail(List.of(other, failing));

      assertThat(GroupFailure.of(failure))
          .isEqualTo(new GroupFailure.SingleGuild(failing.schema().toString()));
      assertNotWritten(other);
      assertNotWritten(failing);
    }
  }

  @Test
  void a_fenced_guild_writes_nothing_and_is_named() throws SQLException {
    for (var count : new int[] {0, 1, MANY}) {
      var current = write(createGuild(), count);
      var stale = stale(write(createGuild(), count));

      var failure = fail(List.of(current, stale));

      assertThat(GroupFailure.of(failure))
          .isInstanceOfSatisfying(
              GroupFailure.FencedGuilds.class,
              fenced -> assertThat(fenced.guilds()).containsExactly(stale.schema()));
      assertNotWritten(current);
      assertNotWritten(stale);
    }
  }

  @Test
  void a_guild_without_tables_writes_nothing_of_the_others() throws SQLException {
    var other = write(createGuild(), 1);
    long dropped = createGuild();
    var write = write(dropped, 1);
    try (var owner = DATABASE.connect();
        var drop = owner.createStatement()) {
      drop.execute("drop schema guild_%d cascade".formatted(dropped));
    }

    var failure = fail(List.of(other, write));

    assertThat(GroupFailure.of(failure)).isNotInstanceOf(GroupFailure.ServerFailure.class);
    assertNotWritten(other);
  }

  @Test
  void the_connection_can_be_used_after_a_failure() throws SQLException {
    var write = write(createGuild(), 1);
    fail(List.of(stale(write)));

    GroupAppendDao.write(connection, List.of(write));

    assertThat(events(write)).isEqualTo(2);
  }

  private long createGuild() {
    var guild = GUILDS.incrementAndGet();
    journal.write(GuildPersistenceId.of(guild), 1, "first");
    return guild;
  }

  private PendingWrite write(long guild, int titles) {
    var schema = new SchemaName(guild);
    var id = GuildPersistenceId.of(guild);
    var context = Database.get(journal.system).contexts().get(schema, id);
    var epoch = ((EpochState.Held) context.epoch().state()).epoch();
    var row =
        new EventDao.EventRow(
            id,
            2,
            "writer",
            1234,
            "",
            new PayloadSerializer.SerializedPayload(1, "manifest", new byte[] {1, 2}),
            new PayloadSerializer.SerializedPayload(2, "meta", new byte[] {3}));
    var statements = new StatementBatch(schema);
    for (var number = 1; number <= titles; number++) {
      statements.add(TITLE, new UUID(7, number), number, "title " + number);
    }
    return PendingWrite.of(context, epoch, new WriteBatch(List.of(row), statements, List.of()));
  }

  private static PendingWrite stale(PendingWrite write) {
    return PendingWrite.of(write.guild(), write.epoch() - 1, write.batch());
  }

  private SQLException fail(List<PendingWrite> group) throws SQLException {
    var failure =
        catchThrowableOfType(SQLException.class, () -> GroupAppendDao.write(connection, group));
    assertThat((Throwable) failure).isNotNull();
    // as a pool does with a returned connection
    connection.setAutoCommit(true);
    return failure;
  }

  private static void assertNotWritten(PendingWrite write) throws SQLException {
    assertThat(events(write)).as("events of %s", write.schema()).isEqualTo(1);
    assertThat(titles(write)).as("titles of %s", write.schema()).isZero();
  }

  private static long events(PendingWrite write) throws SQLException {
    return Long.parseLong(query("select count(*) from %s.event_journal", write));
  }

  private static long titles(PendingWrite write) throws SQLException {
    return Long.parseLong(query("select count(*) from %s.task_title", write));
  }

  /** Everything but the persistence id. */
  private static String row(PendingWrite write) throws SQLException {
    return query(
        """
        select to_jsonb(row) - 'persistence_id' from %s.event_journal row where sequence_number = 2
        """,
        write);
  }

  private static String query(String sql, PendingWrite write) throws SQLException {
    try (var other = DATABASE.connect();
        var statement = other.createStatement();
        var rows = statement.executeQuery(sql.formatted(write.schema()))) {
      var found = new ArrayList<String>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      assertThat(found).hasSize(1);
      return found.getFirst();
    }
  }
}
