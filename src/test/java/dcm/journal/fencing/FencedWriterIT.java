package dcm.journal.fencing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dcm.journal.InterferingSession;
import dcm.journal.JournalProbe;
import dcm.journal.jdbc.ConnectionPool;
import dcm.journal.jdbc.DatabaseSettings;
import dcm.journal.jdbc.JournalException;
import dcm.journal.jdbc.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.pekko.persistence.JournalProtocol;
import org.apache.pekko.persistence.SaveSnapshotFailure;
import org.apache.pekko.persistence.SaveSnapshotSuccess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Two processes that both believe to be a guild's only writer, which fencing must prevent. */
class FencedWriterIT {
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final InterferingSession SESSION = new InterferingSession(DATABASE);
  // waits for a lock must succeed in these tests
  private static final String LONG_LOCK_TIMEOUT = "dcm.journal.db.lock-timeout = 15s";

  private static final JournalProbe OLDER = JournalProbe.on(DATABASE, LONG_LOCK_TIMEOUT);
  private static final JournalProbe NEWER = JournalProbe.on(DATABASE, LONG_LOCK_TIMEOUT);

  @AfterAll
  static void close() {
    OLDER.close();
    NEWER.close();
  }

  @Test
  void the_older_writer_is_fenced_until_it_recovers() {
    OLDER.write("guild|1", 1, "first");
    NEWER.recover("guild|1", 1);

    // repeatedly: a rejection must not reset the state
    assertThat(OLDER.fail("guild|1", 2, "lost")).isInstanceOf(FencedException.class);
    assertThat(OLDER.fail("guild|1", 2, "lost again")).isInstanceOf(FencedException.class);
    NEWER.write("guild|1", 2, "second");
    assertThat(OLDER.fail("guild|1", 3, "lost as well")).isInstanceOf(FencedException.class);

    assertThat(OLDER.recover("guild|1", 1)).containsExactly("first", "second");
    OLDER.write("guild|1", 3, "third");
    assertThat(NEWER.fail("guild|1", 4, "lost")).isInstanceOf(FencedException.class);
    assertThat(SESSION.sequence(1)).containsExactly(1L, 2L, 3L);
  }

  @Test
  void every_accepted_event_of_two_writers_is_stored_once_without_gaps() throws Exception {
    OLDER.write("guild|2", 1, "begin");
    var start = new CyclicBarrier(2);
    var one = CompletableFuture.supplyAsync(() -> writeAndRecover(OLDER, "one", start));
    var other = CompletableFuture.supplyAsync(() -> writeAndRecover(NEWER, "other", start));

    var accepted = new ArrayList<Object>(List.of("begin"));
    accepted.addAll(one.get());
    accepted.addAll(other.get());

    var replay = NEWER.replay("guild|2", 1);
    assertThat(replay.payloads()).containsExactlyInAnyOrderElementsOf(accepted);
    assertThat(replay.events())
        .extracting(event -> event.sequenceNr())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, accepted.size()).boxed().toList());
  }

  /** Writes after the last known event; recovers when fenced. */
  private static List<Object> writeAndRecover(
      JournalProbe journal, String name, CyclicBarrier start) {
    var accepted = new ArrayList<Object>();
    try {
      start.await();
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
    var next = journal.replay("guild|2", 1).highest() + 1;
    while (accepted.size() < 40) {
      var event = name + " " + next;
      journal.send("guild|2", next, event);
      switch (journal.answers.expectMsgClass(Duration.ofSeconds(45), Object.class)) {
        case JournalProtocol.WriteMessagesSuccessful$ _ -> {
          journal.answers.expectMsgClass(JournalProtocol.WriteMessageSuccess.class);
          accepted.add(event);
          next++;
        }
        case JournalProtocol.WriteMessagesFailed failed -> {
          journal.answers.expectMsgClass(JournalProtocol.WriteMessageFailure.class);
          assertThat(failed.cause())
              .isInstanceOfAny(FencedException.class, JournalException.class)
              .hasMessageContaining("another");
          journal.load("guild|2");
          next = journal.replay("guild|2", next).highest() + 1;
        }
        case Object unexpected -> throw new AssertionError("Unexpected: " + unexpected);
      }
    }
    return accepted;
  }

  @Test
  void a_recovery_waits_for_a_write_in_progress_and_sees_it() throws Exception {
    OLDER.write("guild|3", 1, "first");
    try (var block = SESSION.blockInserts(3)) {
      OLDER.send("guild|3", 2, "under way");
      block.awaitInsert();
      NEWER.askReplay("guild|3", 1, Long.MAX_VALUE);
      SESSION.awaitTakeover(3);
    }

    OLDER.expectWritten(1);
    assertThat(NEWER.expectReplay().payloads()).containsExactly("first", "under way");
    assertThat(OLDER.fail("guild|3", 3, "lost")).isInstanceOf(FencedException.class);
    NEWER.write("guild|3", 3, "third");
  }

  @Test
  void a_write_after_the_takeover_is_fenced_though_it_began_before_the_commit() throws Exception {
    OLDER.write("guild|4", 1, "first");
    try (var lock = SESSION.lock(4)) {
      // they queue for the table lock in this order
      NEWER.askReplay("guild|4", 1, Long.MAX_VALUE);
      SESSION.awaitTakeover(4);
      OLDER.send("guild|4", 2, "too late");
      SESSION.awaitInsertBehind(4);
      lock.release();
    }

    assertThat(OLDER.expectFailed()).isInstanceOf(FencedException.class);
    assertThat(NEWER.expectReplay().payloads()).containsExactly("first");
    assertThat(SESSION.sequence(4)).containsExactly(1L);
  }

  @Test
  void a_write_whose_process_dies_in_the_middle_is_not_seen() throws Exception {
    OLDER.write("guild|5", 1, "first");
    try (var block = SESSION.blockInserts(5)) {
      OLDER.send("guild|5", 2, "half");
      block.awaitInsert();
      NEWER.askReplay("guild|5", 1, Long.MAX_VALUE);
      SESSION.awaitTakeover(5);
      block.killInsert();

      assertThat(NEWER.expectReplay().payloads()).containsExactly("first");
    }
    assertThat(OLDER.expectFailed()).isInstanceOf(JournalException.class);
    NEWER.write("guild|5", 2, "second");
    assertThat(SESSION.sequence(5)).containsExactly(1L, 2L);
  }

  @Test
  void a_process_suspended_in_a_transaction_blocks_a_takeover_only_briefly() throws Exception {
    OLDER.write("guild|10", 1, "first");
    var shortTimeouts =
        DatabaseSettings.from(
            ConfigFactory.parseString(
                    """
                    dcm.journal.db {
                      lock-timeout = 100ms, statement-timeout = 500ms, socket-timeout = 1s
                    }
                    """)
                .withFallback(DATABASE.config()),
            new ArrayList<>());
    try (var pool = ConnectionPool.open(shortTimeouts, "stopped", 1);
        var stopped = pool.getConnection();
        var statement = stopped.createStatement()) {
      stopped.setAutoCommit(false);
      statement.execute(
          "insert into guild_10.event_journal (persistence_id, sequence_number, writer,"
              + " event_ser_id, event_ser_manifest, event_payload)"
              + " values ('guild|10', 2, '', 0, '', '')");

      // PostgreSQL ends the idle transaction
      assertThat(NEWER.recover("guild|10", 1)).containsExactly("first");
      assertThatThrownBy(stopped::commit).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void a_new_guild_belongs_to_the_first_writer() {
    assertThat(OLDER.recover("guild|6", 1)).isEmpty();
    assertThat(NEWER.recover("guild|6", 1)).isEmpty();
    NEWER.write("guild|6", 1, "first");

    // rejected because of the epoch, not the number, and without fencing the other writer
    assertThat(OLDER.fail("guild|6", 2, "lost")).isInstanceOf(FencedException.class);
    NEWER.write("guild|6", 2, "second");
    assertThat(OLDER.recover("guild|6", 1)).containsExactly("first", "second");
  }

  @Test
  void a_dropped_guild_can_be_created_again() throws SQLException {
    OLDER.write("guild|7", 1, "first");
    SESSION.drop(7);
    NEWER.recover("guild|7", 1);

    NEWER.write("guild|7", 1, "first again");
    assertThat(SESSION.sequence(7)).containsExactly(1L);
  }

  @Test
  void the_older_writer_saves_no_snapshot() {
    OLDER.write("guild|8", 1, "first");
    OLDER.askToSave("guild|8", 1, "ours");
    OLDER.answers.expectMsgClass(Duration.ofSeconds(45), SaveSnapshotSuccess.class);
    assertThat(NEWER.recover("guild|8", 2)).containsExactly("ours");

    OLDER.askToSave("guild|8", 1, "not ours any more");
    assertThat(
            OLDER.answers.expectMsgClass(Duration.ofSeconds(45), SaveSnapshotFailure.class).cause())
        .isInstanceOf(FencedException.class);
    assertThat(NEWER.load("guild|8")).isEqualTo("ours");
  }

  @Test
  void an_owner_can_check_whether_it_still_owns_the_guild() throws Exception {
    var older = OwnershipCheck.of(OLDER.system);
    OLDER.write("guild|9", 1, "first");
    assertThat(older.isOwner(9).toCompletableFuture().get()).isTrue();
    assertThat(OwnershipCheck.of(NEWER.system).isOwner(9).toCompletableFuture().get()).isFalse();

    NEWER.recover("guild|9", 1);

    assertThat(OwnershipCheck.of(NEWER.system).isOwner(9).toCompletableFuture().get()).isTrue();
    assertThat(older.isOwner(9).toCompletableFuture().get()).isFalse();
    assertThat(OLDER.fail("guild|9", 2, "lost")).isInstanceOf(FencedException.class);
  }

  @Test
  void concurrent_ownership_checks_get_their_own_results() throws Exception {
    for (var guild = 20; guild < 26; guild++) {
      OLDER.write("guild|" + guild, 1, "first");
      if (guild % 2 == 0) {
        NEWER.recover("guild|" + guild, 1);
      }
    }
    var ownershipCheck = OwnershipCheck.of(OLDER.system);
    var answers = new ArrayList<CompletableFuture<Boolean>>();
    for (var guild = 20; guild < 26; guild++) {
      answers.add(ownershipCheck.isOwner(guild).toCompletableFuture());
    }
    var owned = new ArrayList<Boolean>();
    for (var answer : answers) {
      owned.add(answer.get());
    }
    assertThat(owned).containsExactly(false, true, false, true, false, true);
  }

  @Test
  void among_many_writers_only_the_overtaken_one_is_fenced() throws SQLException {
    var guilds = IntStream.range(30, 42).mapToObj(number -> "guild|" + number).toList();
    for (var number = 1; number < 4; number++) {
      assertThat(fencedOfAll(guilds, number)).isEmpty();
    }
    NEWER.recover("guild|35", 1);

    assertThat(fencedOfAll(guilds, 4)).containsExactly("guild|35");
    assertThat(SESSION.sequence(34)).containsExactly(1L, 2L, 3L, 4L);
    assertThat(SESSION.sequence(35)).containsExactly(1L, 2L, 3L);
  }

  /** All write at once; results arrive in any order. */
  private static List<String> fencedOfAll(List<String> guilds, long number) {
    guilds.forEach(guild -> OLDER.send(guild, number, "ours"));
    var fenced = new ArrayList<String>();
    for (var answered = 0; answered < guilds.size(); ) {
      switch (OLDER.answers.expectMsgClass(Duration.ofSeconds(45), Object.class)) {
        case JournalProtocol.WriteMessageSuccess _ -> answered++;
        case JournalProtocol.WriteMessageFailure failure -> {
          assertThat(failure.cause()).isInstanceOf(FencedException.class);
          fenced.add(failure.message().persistenceId());
          answered++;
        }
        case Object _ -> {
          // one failure for the whole batch, sent per event
        }
      }
    }
    return fenced;
  }
}
