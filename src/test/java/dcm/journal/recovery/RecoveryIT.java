package dcm.journal.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcm.journal.EventLog;
import dcm.journal.InterferingSession;
import dcm.journal.JournalProbe;
import dcm.journal.jdbc.TestDatabase;
import java.time.Duration;
import java.util.stream.LongStream;
import org.apache.pekko.persistence.SaveSnapshotSuccess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class RecoveryIT {
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final InterferingSession SESSION = new InterferingSession(DATABASE);
  private static final JournalProbe JOURNAL =
      JournalProbe.on(
          DATABASE,
          "dcm.journal.replay { page-size = 5, full-scan-max-bytes = 0 }",
          "dcm.journal.db.lock-timeout = 15s");

  @AfterAll
  static void close() {
    JOURNAL.close();
  }

  @Test
  void a_recovery_is_one_takeover() {
    JOURNAL.write("guild|1", 1, JournalProbe.numbered(1, 3));
    var before = SESSION.epoch(1);

    assertThat(JOURNAL.recover("guild|1", 1)).containsExactly(JournalProbe.numbered(1, 3));

    assertThat(SESSION.epoch(1)).isEqualTo(before + 1);
  }

  @Test
  void events_read_ahead_are_used_once() {
    JOURNAL.write("guild|2", 1, JournalProbe.numbered(1, 3));
    JOURNAL.load("guild|2");
    var before = SESSION.epoch(2);

    JOURNAL.replay("guild|2", 1);
    assertThat(SESSION.epoch(2)).isEqualTo(before);
    // another recovery, without the snapshot store
    assertThat(JOURNAL.replay("guild|2", 1).payloads())
        .containsExactly(JournalProbe.numbered(1, 3));
    assertThat(SESSION.epoch(2)).isEqualTo(before + 1);
  }

  @Test
  void it_continues_after_the_first_page() {
    JOURNAL.write("guild|3", 1, JournalProbe.numbered(1, 23));
    JOURNAL.askToSave("guild|3", 8, "state");
    JOURNAL.answers.expectMsgClass(Duration.ofSeconds(45), SaveSnapshotSuccess.class);

    assertThat(JOURNAL.load("guild|3")).isEqualTo("state");
    var replay = JOURNAL.replay("guild|3", 9);

    assertThat(replay.events())
        .extracting(event -> event.sequenceNr())
        .containsExactlyElementsOf(LongStream.rangeClosed(9, 23).boxed().toList());
    assertThat(replay.highest()).isEqualTo(23);
  }

  @Test
  void a_replay_from_before_the_events_read_ahead_is_complete() {
    JOURNAL.write("guild|4", 1, JournalProbe.numbered(1, 12));
    JOURNAL.askToSave("guild|4", 8, "of no use");
    JOURNAL.answers.expectMsgClass(Duration.ofSeconds(45), SaveSnapshotSuccess.class);
    JOURNAL.load("guild|4");

    assertThat(JOURNAL.replay("guild|4", 1).payloads())
        .containsExactly(JournalProbe.numbered(1, 12));
  }

  @Test
  void a_replay_from_the_middle_of_the_events_read_ahead_stops_at_its_maximum() {
    JOURNAL.write("guild|5", 1, JournalProbe.numbered(1, 12));
    JOURNAL.load("guild|5");
    JOURNAL.askReplay("guild|5", 3, 2);
    assertThat(JOURNAL.expectReplay().payloads()).containsExactly(JournalProbe.numbered(3, 4));

    JOURNAL.load("guild|5");
    JOURNAL.askReplay("guild|5", 3, 6);
    assertThat(JOURNAL.expectReplay().payloads()).containsExactly(JournalProbe.numbered(3, 8));
  }

  @Test
  void a_write_discards_the_events_read_ahead() {
    JOURNAL.write("guild|6", 1, "first");
    JOURNAL.load("guild|6");
    JOURNAL.write("guild|6", 2, "second");

    var replay = JOURNAL.replay("guild|6", 1);

    assertThat(replay.payloads()).containsExactly("first", "second");
    assertThat(replay.highest()).isEqualTo(2);
  }

  @Test
  void a_write_during_the_recovery_discards_the_events_read_ahead() throws Exception {
    JOURNAL.write("guild|7", 1, "first");
    try (var lock = SESSION.lock(7)) {
      JOURNAL.askLoad("guild|7");
      SESSION.awaitTakeover(7);
      JOURNAL.send("guild|7", 2, "second");
      lock.release();
    }
    JOURNAL.expectLoaded();
    JOURNAL.expectWritten(1);

    assertThat(JOURNAL.replay("guild|7", 1).payloads()).containsExactly("first", "second");
  }

  @Test
  void a_snapshot_that_cannot_be_read_acquires_no_epoch() throws Exception {
    JOURNAL.write("guild|8", 1, "first");
    var before = SESSION.epoch(8);
    SESSION.execute("alter table guild_8.snapshot rename to renamed");

    assertThat(JOURNAL.failToLoad("guild|8")).hasMessageContainingAll("guild_8", "missing");

    assertThat(SESSION.epoch(8)).isEqualTo(before);
    SESSION.execute("alter table guild_8.renamed rename to snapshot");
    JOURNAL.write("guild|8", 2, "second");
  }

  @Test
  void a_recovery_does_not_wait_for_other_guilds() throws Exception {
    JOURNAL.write("guild|9", 1, "first");
    JOURNAL.write("guild|10", 1, "unmoved");
    try (var session = DATABASE.connect();
        var statement = session.createStatement()) {
      session.setAutoCommit(false);
      statement.execute(
          "lock table guild_9.event_journal, guild_9.snapshot in access exclusive mode");

      assertThat(JOURNAL.recover("guild|10", 1)).containsExactly("unmoved");
      session.rollback();
    }
  }

  @Test
  void readers_acquire_no_epoch() throws Exception {
    JOURNAL.write("guild|11", 1, "first");
    var before = SESSION.epoch(11);
    var log = new EventLog(JOURNAL.system);

    assertThat(log.highestSequenceNr("guild|11").toCompletableFuture().get()).isEqualTo(1);
    assertThat(log.oldestFirst("guild|11", 1, 9, 9).toCompletableFuture().get()).hasSize(1);

    assertThat(SESSION.epoch(11)).isEqualTo(before);
  }

  @Test
  void a_locked_guild_does_not_block_other_recoveries() throws Exception {
    try (var single =
        JournalProbe.on(
            DATABASE, "dcm.journal.db.recovery-threads = 1", "dcm.journal.db.lock-timeout = 15s")) {
      single.write("guild|12", 1, "under lock");
      single.write("guild|13", 1, "unmoved");
      try (var lock = SESSION.lock(12)) {
        single.askReplay("guild|12", 1, 9);
        SESSION.awaitTakeover(12);

        assertThat(single.recover("guild|13", 1)).containsExactly("unmoved");
        lock.release();
      }
      assertThat(single.expectReplay().payloads()).containsExactly("under lock");
    }
  }

  @Test
  void a_guild_that_keeps_failing_opens_its_circuit_breaker_and_recovers_by_itself()
      throws Exception {
    try (var shortTimeout = JournalProbe.on(DATABASE, "dcm.journal.db.lock-timeout = 100ms")) {
      JOURNAL.write("guild|14", 1, "under lock");
      JOURNAL.write("guild|15", 1, "unmoved");
      try (var lock = SESSION.lock(14)) {
        for (var tries = 0; tries < 3; tries++) {
          assertThat(shortTimeout.failToLoad("guild|14")).hasMessageContaining("lock-timeout");
        }
        assertThat(shortTimeout.failToLoad("guild|14"))
            .hasMessageContaining("recover failed 3 times");
        assertThat(shortTimeout.recover("guild|15", 1)).containsExactly("unmoved");
        lock.release();
      }

      await().atMost(Duration.ofSeconds(45)).until(() -> shortTimeout.canLoad("guild|14"));
      assertThat(shortTimeout.replay("guild|14", 1).payloads()).containsExactly("under lock");
    }
  }

  @Test
  void missing_tables_are_not_queried_repeatedly() throws Exception {
    JOURNAL.write("guild|16", 1, "first");
    SESSION.execute("alter schema guild_16 rename to renamed");

    for (var tries = 0; tries < 3; tries++) {
      assertThat(JOURNAL.failToLoad("guild|16")).hasMessageContaining("its tables are missing");
    }
    assertThat(JOURNAL.failToLoad("guild|16")).hasMessageContaining("recover failed 3 times");
  }
}
