package dcm.journal.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dcm.journal.Database;
import dcm.journal.GuildPersistenceId;
import dcm.journal.JournalMetrics;
import dcm.journal.JournalProbe;
import dcm.journal.fencing.EpochState;
import dcm.journal.jdbc.ConnectionPool;
import dcm.journal.jdbc.GuildCircuitBreakers;
import dcm.journal.jdbc.SqlFailures;
import dcm.journal.jdbc.StatementBatch;
import dcm.journal.jdbc.TestDatabase;
import dcm.journal.schema.SchemaName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Unexpected failures on a lane's thread. */
class WriteLaneIT {
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static int next = 5000;

  private final JournalProbe journal = JournalProbe.on(DATABASE);
  private final Database database = Database.get(journal.system);
  private final HikariDataSource pool =
      ConnectionPool.open(
          DATABASE.settings(), "test-lane", 1, Duration.ofMillis(25), Duration.ofSeconds(20));
  private final GroupWriter writer = writer();

  @AfterEach
  void close() {
    pool.close();
    journal.close();
  }

  private GroupWriter writer() {
    var breakers = new GuildCircuitBreakers("write");
    var metrics = new JournalMetrics();
    var isolatedWriter = new IsolatedWriter(DATABASE.settings(), breakers, metrics);
    return new GroupWriter(
        pool, new LockBudget(1), isolatedWriter, breakers.serverBreaker(), metrics);
  }

  private WriteLane lane(Runnable prepare, Consumer<List<PendingWrite>> failureIsolator) {
    var lane = new WriteLane("test-lane", 100, 1 << 20, writer, prepare, failureIsolator);
    lane.start();
    return lane;
  }

  @Test
  void a_lane_whose_preparation_fails_still_writes() throws Exception {
    var lane =
        lane(
            () -> {
              throw new NoClassDefFoundError("not prepared");
            },
            _ -> {});
    awaitWritten(add(lane, createGuild(), 2));
    assertThat(lane.isRunning()).isTrue();
    lane.drain(Duration.ofSeconds(5));
  }

  @Test
  void the_writes_of_a_failed_group_are_completed_and_the_next_are_written() throws Exception {
    var lane =
        lane(
            () -> {},
            _ -> {
              throw new IllegalStateException("unexpected");
            });
    // the locked guild breaks the group, and the failure isolator throws
    var locked = createGuild();
    try (var session = DATABASE.connect()) {
      session.setAutoCommit(false);
      try (var lock = session.createStatement()) {
        lock.execute("lock table guild_%d.event_journal".formatted(locked));
      }
      var first = add(lane, locked, 2);
      assertThatThrownBy(() -> awaitWritten(first))
          .hasRootCauseMessage("unexpected")
          .satisfies(failed ->
              assertThat(SqlFailures.isCertainlyNotWritten(failed)).as("unknown").isFalse());
      session.rollback();
    }
    awaitWritten(add(lane, createGuild(), 2));
    awaitWritten(add(lane, createGuild(), 2));
    assertThat(lane.isRunning()).isTrue();
    lane.drain(Duration.ofSeconds(5));
    assertThat(lane.isRunning()).isFalse();
  }

  @Test
  void a_foreign_interrupt_neither_ends_a_lane_nor_loses_a_write() throws Exception {
    var interrupted = new ArrayList<Boolean>();
    var lane =
        lane(
            () -> {},
            _ -> {
              if (interrupted.isEmpty()) {
                interrupted.add(true);
                Thread.currentThread().interrupt();
              }
            });
    awaitWritten(add(lane, createGuild(), 2));
    await().atMost(Duration.ofSeconds(10)).until(() -> !interrupted.isEmpty());
    var guild = createGuild();
    var failure = add(lane, guild, 2).handle((_, failed) -> failed).get(20, TimeUnit.SECONDS);
    if (failure != null) {
      // dequeued when the interrupt was noticed: certainly not written
      assertThat(failure).isInstanceOf(RejectedExecutionException.class);
      awaitWritten(add(lane, guild, 2));
    }
    assertThat(lane.isRunning()).isTrue();
    lane.drain(Duration.ofSeconds(5));
  }

  @Test
  void a_closed_lane_rejects_writes_as_certainly_not_written() {
    var lane = lane(() -> {}, _ -> {});
    lane.drain(Duration.ofSeconds(5));
    assertThatThrownBy(() -> awaitWritten(add(lane, createGuild(), 2)))
        .satisfies(failed -> assertThat(SqlFailures.isCertainlyNotWritten(failed)).isTrue());
  }

  @Test
  void a_database_is_running_until_it_is_closed() {
    assertThat(database.isRunning()).isTrue();
    journal.close();
    await().atMost(Duration.ofSeconds(10)).until(() -> !database.isRunning());
  }

  private long createGuild() {
    long guild = next++;
    journal.write("guild|" + guild, 1, "first");
    return guild;
  }

  private CompletableFuture<?> add(WriteLane lane, long guild, long number) {
    var schema = new SchemaName(guild);
    var id = GuildPersistenceId.of(guild);
    var context = database.contexts().get(schema, id);
    var epoch = ((EpochState.Held) context.epoch().state()).epoch();
    var row =
        new EventDao.EventRow(
            id,
            number,
            "writer",
            Instant.EPOCH.toEpochMilli(),
            "",
            new PayloadSerializer.SerializedPayload(1, "text", new byte[] {1}),
            null);
    var write =
        PendingWrite.of(
            context, epoch, new WriteBatch(List.of(row), new StatementBatch(schema), List.of()));
    lane.add(write);
    return write.completion();
  }

  private static void awaitWritten(CompletableFuture<?> write) throws Exception {
    write.get(20, TimeUnit.SECONDS);
  }
}
