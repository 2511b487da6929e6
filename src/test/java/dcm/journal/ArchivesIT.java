package dcm.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.PGConnection;

/** A guild goes into a file and comes back, beside a journal that is at work. */
class ArchivesIT {
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final Outside OUTSIDE = new Outside(DATABASE);
  private static final JournalProbe JOURNAL = JournalProbe.on(DATABASE);
  private static final RestoreMark MARK =
      (archive, revision) -> "restored from " + archive.revision() + " at " + revision;
  private static final Archives ARCHIVES = archives(DATABASE);

  @TempDir private Path folder;

  @BeforeAll
  static void fillSeven() throws SQLException {
    fill(7);
  }

  @AfterAll
  static void close() {
    JOURNAL.close();
  }

  @Test
  void what_is_restored_is_what_was_exported_and_other_guilds_do_not_notice() throws Exception {
    fill(1);
    fill(2);
    var before = content(DATABASE, 1);
    var manifest = ARCHIVES.export(1, folder.resolve("one.zip"));
    assertThat(manifest.revision()).isEqualTo(3);

    JOURNAL.write("guild|1", 4, "after", "the export");
    OUTSIDE.execute("delete from guild_1.task_title; delete from dcm.guild_wakeup");
    OUTSIDE.execute("update dcm.guilds set name = 'other' where discord_id = 1");
    var others = content(DATABASE, 2);
    assertThat(content(DATABASE, 1)).isNotEqualTo(before);

    assertThat(ARCHIVES.restore(folder.resolve("one.zip"), MARK))
        .isEqualTo(new Archives.Restored(manifest, 6));

    assertThat(OUTSIDE.sequence(1)).containsExactly(1L, 2L, 3L, 6L);
    OUTSIDE.execute("delete from guild_1.event_journal where sequence_number = 6");
    assertThat(content(DATABASE, 1)).isEqualTo(before);
    assertThat(content(DATABASE, 2)).isEqualTo(others);
    assertThat(JOURNAL.fail("guild|1", 6, "lost")).isInstanceOf(Fenced.class);
    assertThat(JOURNAL.recover("guild|1", 1)).containsExactly(JournalProbe.numbered(1, 3));
    JOURNAL.write("guild|1", 4, "goes on");
    JOURNAL.write("guild|2", 4, "never stopped");
  }

  @Test
  void the_mark_has_a_number_that_no_event_ever_had_whatever_became_of_the_guild()
      throws Exception {
    fill(8);
    var file = folder.resolve("eight.zip");
    ARCHIVES.export(8, file);
    JOURNAL.write("guild|8", 4, "after", "the export");

    assertThat(ARCHIVES.restore(file, MARK).revision()).isEqualTo(6);
    assertThat(ARCHIVES.restore(file, MARK).revision()).isEqualTo(7);
    assertThat(JOURNAL.recover("guild|8", 1))
        .containsExactly("event 1", "event 2", "event 3", "restored from 3 at 7");
    JOURNAL.write("guild|8", 8, "goes on");
    assertThat(OUTSIDE.sequence(8)).containsExactly(1L, 2L, 3L, 7L, 8L);

    new Upkeep(DATABASE.settings()).drop(8);
    assertThat(ARCHIVES.restore(file, MARK).revision()).isEqualTo(9);
    assertThat(OUTSIDE.sequence(8)).containsExactly(1L, 2L, 3L, 9L);
  }

  @Test
  void an_export_under_writes_is_of_one_revision_without_holes() throws Exception {
    JOURNAL.write("guild|3", 1, "first");
    var done =
        CompletableFuture.runAsync(() -> {
          for (var i = 2; i <= 300; i++) {
            JOURNAL.write("guild|3", i, "event " + i);
          }
        });
    var file = folder.resolve("three.zip");
    do {
      var manifest = ARCHIVES.export(3, file);
      var journal =
          manifest.tables().stream()
              .filter(table -> table.name().equals("event_journal"))
              .findFirst()
              .orElseThrow();
      assertThat(journal.rows()).isEqualTo(manifest.revision()).isPositive();
      ArchiveFile.verified(file).close();
    } while (!done.isDone());
    done.join();
  }

  @Test
  void a_guild_moves_to_another_database() throws Exception {
    fill(4);
    ARCHIVES.export(4, folder.resolve("four.zip"));
    var elsewhere = TestDatabase.fresh();

    archives(elsewhere).restore(folder.resolve("four.zip"), MARK);

    assertThat(new Upkeep(elsewhere.settings()).entries())
        .singleElement()
        .satisfies(entry -> assertThat(entry.attached()).isTrue())
        .satisfies(entry -> assertThat(entry.name()).isEqualTo("Flat 4"));
    try (var journal = JournalProbe.on(elsewhere)) {
      assertThat(journal.recover("guild|4", 1))
          .containsExactly("event 1", "event 2", "event 3", "restored from 3 at 4");
      journal.write("guild|4", 5, "goes on");
    }
    new Outside(elsewhere).execute("delete from guild_4.event_journal where sequence_number > 3");
    assertThat(content(elsewhere, 4)).isEqualTo(content(DATABASE, 4));
  }

  @Test
  void a_bit_that_flipped_is_noticed_or_says_nothing() throws Exception {
    fill(5);
    var file = folder.resolve("five.zip");
    ARCHIVES.export(5, file);
    var whole = Files.readAllBytes(file);
    var before = content(DATABASE, 5);
    var refused = 0;
    for (var place = 0; place < whole.length; place += 37) {
      var damaged = whole.clone();
      damaged[place] ^= (byte) (1 << place % 8);
      Files.write(file, damaged);
      try {
        ARCHIVES.restore(file, MARK);
        OUTSIDE.execute("delete from guild_5.event_journal where sequence_number > 3");
      } catch (WrongArchive noticed) {
        refused++;
      }
      assertThat(content(DATABASE, 5)).as("byte %d", place).isEqualTo(before);
    }
    assertThat(refused).isPositive();
  }

  @Test
  void a_part_of_an_archive_is_refused() throws Exception {
    fill(6);
    var file = folder.resolve("six.zip");
    ARCHIVES.export(6, file);
    var whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length * 2 / 3));

    refused(file, "no whole archive");
  }

  @ParameterizedTest
  @CsvSource({
    "'\"format\" : 1', '\"format\" : 2', 'of format 2'",
    "'\"schema_version\" : 3', '\"schema_version\" : 99', 'version 99'",
    "'\"guild\" : \"7\"', '\"guild\" : \"8\"', 'rows that are not'",
    "'\"revision\" : 3', '\"revision\" : 4', 'ends at revision 4'",
    "'\"name\" : \"snapshot\"', '\"name\" : \"snapshot;\"', 'no data of table snapshot;'",
  })
  void a_manifest_that_says_something_else_is_refused(String said, String says, String sentence)
      throws Exception {
    var file = folder.resolve("seven.zip");
    ARCHIVES.export(7, file);
    edit(file, text -> text.replace(said, says));

    refused(file, sentence);
  }

  private static Archives archives(TestDatabase database) {
    return new Archives(JOURNAL.system, database.settings(), "test");
  }

  private static void refused(Path file, String sentence) throws Exception {
    var epoch = OUTSIDE.epoch(7);
    assertThatThrownBy(() -> ARCHIVES.restore(file, MARK))
        .isInstanceOf(WrongArchive.class)
        .hasMessageContaining(sentence);
    assertThat(OUTSIDE.epoch(7)).isEqualTo(epoch);
  }

  private static void edit(Path file, UnaryOperator<String> change) throws IOException {
    try (var zip = FileSystems.newFileSystem(file)) {
      var manifest = zip.getPath(Manifest.ENTRY);
      var text = Files.readString(manifest);
      assertThat(change.apply(text)).isNotEqualTo(text);
      Files.writeString(manifest, change.apply(text));
    }
  }

  /** Three events, a snapshot, something in a read table, and what is shared. */
  private static void fill(long guild) throws SQLException {
    JOURNAL.write("guild|" + guild, 1, JournalProbe.numbered(1, 3));
    OUTSIDE.execute(
        """
        insert into guild_%1$d.task_title values (gen_random_uuid(), 1, E'tab\\t, line\\n, \\\\N, ü');
        insert into dcm.guilds (id, discord_id, name, created_at)
          values (gen_random_uuid(), %1$d, 'Flat %1$d', now());
        insert into dcm.guild_wakeup values (%1$d, now());
        """
            .formatted(guild));
  }

  /** All that there is of a guild, as COPY writes it. */
  private static Map<String, String> content(TestDatabase database, long guild) throws Exception {
    var schema = new SchemaName(guild);
    var content = new TreeMap<String, String>();
    try (var connection = database.connect()) {
      for (var table : ArchivedTable.of(connection, schema)) {
        var rows = new StringWriter();
        connection.unwrap(PGConnection.class).getCopyAPI().copyOut(table.copyOut(schema), rows);
        content.put(table.archivedAs(), rows.toString());
      }
    }
    return content;
  }
}
