package dcm.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
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

/** A lane whose thread meets what nobody expected. */
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
    var breakers = new Breakers("writing");
    var counts = new JournalCounts();
    var apart = new Apart(DATABASE.settings(), breakers, counts);
    return new GroupWriter(pool, new LockBudget(1), apart, breakers.outage(), counts);
  }

  private WriteLane lane(Runnable prepare, Consumer<List<PendingWrite>> sieve) {
    var lane = new WriteLane("test-lane", 100, 1 << 20, writer, prepare, sieve);
    lane.start();
    return lane;
  }

  @Test
  void a_lane_that_cannot_prepare_itself_writes_all_the_same() throws Exception {
    var lane =
        lane(
            () -> {
              throw new NoClassDefFoundError("not prepared");
            },
            _ -> {});
    written(add(lane, founded(), 2));
    assertThat(lane.isAtWork()).isTrue();
    lane.drain(Duration.ofSeconds(5));
  }

  @Test
  void whoever_is_in_the_group_at_which_a_lane_fails_is_answered_and_the_next_are_written()
      throws Exception {
    var lane =
        lane(
            () -> {},
            _ -> {
              throw new IllegalStateException("nobody expected this");
            });
    // who is locked out breaks the group, and the lane fails at what it does with it
    var locked = founded();
    try (var outside = DATABASE.connect()) {
      outside.setAutoCommit(false);
      try (var lock = outside.createStatement()) {
        lock.execute("lock table guild_%d.event_journal".formatted(locked));
      }
      var first = add(lane, locked, 2);
      assertThatThrownBy(() -> written(first))
          .hasRootCauseMessage("nobody expected this")
          .satisfies(failed -> assertThat(Unwritten.is(failed)).as("nobody knows").isFalse());
      outside.rollback();
    }
    written(add(lane, founded(), 2));
    written(add(lane, founded(), 2));
    assertThat(lane.isAtWork()).isTrue();
    lane.drain(Duration.ofSeconds(5));
    assertThat(lane.isAtWork()).isFalse();
  }

  @Test
  void an_interrupt_from_elsewhere_ends_no_lane_and_leaves_nobody_without_an_answer()
      throws Exception {
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
    written(add(lane, founded(), 2));
    await().atMost(Duration.ofSeconds(10)).until(() -> !interrupted.isEmpty());
    var guild = founded();
    var met = add(lane, guild, 2).handle((_, failed) -> failed).get(20, TimeUnit.SECONDS);
    if (met != null) {
      // it was taken while the interrupt was noticed: then it was certainly not written
      assertThat(met).isInstanceOf(RejectedExecutionException.class);
      written(add(lane, guild, 2));
    }
    assertThat(lane.isAtWork()).isTrue();
    lane.drain(Duration.ofSeconds(5));
  }

  @Test
  void a_lane_that_was_closed_refuses_and_says_that_nothing_was_written() {
    var lane = lane(() -> {}, _ -> {});
    lane.drain(Duration.ofSeconds(5));
    assertThatThrownBy(() -> written(add(lane, founded(), 2)))
        .satisfies(failed -> assertThat(Unwritten.is(failed)).isTrue());
  }

  @Test
  void a_database_is_at_work_until_it_is_closed() {
    assertThat(database.isAtWork()).isTrue();
    journal.close();
    await().atMost(Duration.ofSeconds(10)).until(() -> !database.isAtWork());
  }

  private long founded() {
    long guild = next++;
    journal.write("guild|" + guild, 1, "first");
    return guild;
  }

  private CompletableFuture<?> add(WriteLane lane, long guild, long number) {
    var schema = new SchemaName(guild);
    var id = GuildPersistenceId.of(guild);
    var epoch = ((Standing.Held) database.recovery().epochs().of(id)).epoch();
    var row =
        new EventRow(
            id,
            number,
            "writer",
            Instant.EPOCH.toEpochMilli(),
            "",
            new Payload(1, "text", new byte[] {1}),
            null);
    var write =
        PendingWrite.of(schema, epoch, new WriteBatch(List.of(row), new Also(schema), List.of()));
    lane.add(write);
    return write.done();
  }

  private static void written(CompletableFuture<?> write) throws Exception {
    write.get(20, TimeUnit.SECONDS);
  }
}
