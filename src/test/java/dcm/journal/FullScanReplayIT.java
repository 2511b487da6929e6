package dcm.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.journal.jdbc.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class FullScanReplayIT {
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final InterferingSession SESSION = new InterferingSession(DATABASE);
  private static final JournalProbe JOURNAL =
      JournalProbe.on(DATABASE, "dcm.journal.db.recovery-threads = 1");

  @AfterAll
  static void close() {
    JOURNAL.close();
  }

  @Test
  void events_are_replayed_in_order_whatever_their_physical_order() throws Exception {
    JOURNAL.write("guild|1", 1, JournalProbe.numbered(1, 9));
    SESSION.execute("update guild_1.event_journal set writer = 'moved' where sequence_number < 4");

    var replay = JOURNAL.replay("guild|1", 1);

    assertThat(replay.payloads()).containsExactly(JournalProbe.numbered(1, 9));
    assertThat(replay.events().getFirst().writerUuid()).isEqualTo("moved");
    assertThat(replay.highest()).isEqualTo(9);
  }

  @Test
  void deleted_events_are_not_replayed_but_their_numbers_count() throws Exception {
    JOURNAL.write("guild|2", 1, JournalProbe.numbered(1, 4));
    SESSION.execute(
        "delete from guild_2.event_journal where sequence_number = 1;"
            + " update guild_2.event_journal set deleted = true where sequence_number = 4");

    var replay = JOURNAL.replay("guild|2", 1);

    assertThat(replay.payloads()).containsExactly(JournalProbe.numbered(2, 3));
    assertThat(replay.highest()).isEqualTo(4);
  }

  @Test
  void a_guild_whose_tables_are_empty_has_no_highest_number() throws Exception {
    JOURNAL.write("guild|3", 1, "first");
    SESSION.execute("delete from guild_3.event_journal");

    var replay = JOURNAL.replay("guild|3", 1);

    assertThat(replay.events()).isEmpty();
    assertThat(replay.highest()).isZero();
  }

  @Test
  void events_of_another_persistence_id_are_left_out() throws Exception {
    JOURNAL.write("guild|4", 1, "mine");
    SESSION.execute(
        """
        select dcm.detach_partition(4);
        insert into guild_4.event_journal
          (persistence_id, sequence_number, writer, write_timestamp, adapter_manifest,
           event_ser_id, event_ser_manifest, event_payload)
        select 'guild|44', 44, writer, write_timestamp, adapter_manifest,
               event_ser_id, event_ser_manifest, event_payload
          from guild_4.event_journal
        """);

    var replay = JOURNAL.replay("guild|4", 1);

    assertThat(replay.payloads()).containsExactly("mine");
    assertThat(replay.highest()).isEqualTo(1);
  }

  @Test
  void a_detached_table_is_read_as_well() throws Exception {
    JOURNAL.write("guild|5", 1, JournalProbe.numbered(1, 4));
    SESSION.execute(
        "select dcm.detach_partition(5); update dcm.guild_schemas set partition_number = null where guild_id = 5");

    assertThat(JOURNAL.recover("guild|5", 1)).containsExactly(JournalProbe.numbered(1, 4));
    JOURNAL.write("guild|5", 5, "event 5");
    assertThat(JOURNAL.recover("guild|5", 1)).containsExactly(JournalProbe.numbered(1, 5));
  }

  @Test
  void a_replay_from_the_middle_starts_there() {
    JOURNAL.write("guild|10", 1, JournalProbe.numbered(1, 9));

    assertThat(JOURNAL.replay("guild|10", 4).payloads())
        .containsExactly(JournalProbe.numbered(4, 9));
    JOURNAL.askReplay("guild|10", 4, 2);
    assertThat(JOURNAL.expectReplay().payloads()).containsExactly(JournalProbe.numbered(4, 5));
  }

  @Test
  void a_larger_table_is_read_in_pages() {
    try (var smallPages =
        JournalProbe.on(
            DATABASE, "dcm.journal.replay { page-size = 7, full-scan-max-bytes = 8 KiB }")) {
      JOURNAL.write("guild|6", 1, JournalProbe.numbered(1, 200));
      JOURNAL.write("guild|7", 1, JournalProbe.numbered(1, 9));

      assertThat(smallPages.recover("guild|6", 1)).containsExactly(JournalProbe.numbered(1, 200));
      assertThat(smallPages.recover("guild|7", 1)).containsExactly(JournalProbe.numbered(1, 9));
    }
  }
}
