package dcm.journal.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.journal.InterferingSession;
import dcm.journal.JournalProbe;
import dcm.journal.fencing.FencedException;
import dcm.journal.jdbc.TestDatabase;
import dcm.journal.schema.SchemaAdministration;
import dcm.journal.schema.SchemaName;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
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

/** Export and restore of guilds while a journal is in use. */
class ArchivesIT {
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final InterferingSession SESSION = new InterferingSession(DATABASE);
  private static final JournalProbe JOURNAL = JournalProbe.on(DATABASE);
  private static final Archives.RestoreEventFactory EVENT_FACTORY =
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
  void a_restore_equals_the_export_and_does_not_affect_other_guilds() throws Exception {
    fill(1);
    fill(2);
    var before = content(DATABASE, 1);
    var manifest = ARCHIVES.export(1, folder.resolve("one.zip"));
    assertThat(manifest.revision()).isEqualTo(3);

    JOURNAL.write("guild|1", 4, "after", "the export");
    SESSION.execute("delete from guild_1.task_title; delete from dcm.guild_wakeup");
    SESSION.execute("update dcm.guilds set name = 'other' where discord_id = 1");
    var others = content(DATABASE, 2);
    assertThat(content(DATABASE, 1)).isNotEqualTo(before);

    assertThat(ARCHIVES.restore(folder.resolve("one.zip"), EVENT_FACTORY))
        .isEqualTo(new Archives.Restored(manifest, 6));

    assertThat(SESSION.sequence(1)).containsExactly(1L, 2L, 3L, 6L);
    SESSION.execute("delete from guild_1.event_journal where sequence_number = 6");
    assertThat(content(DATABASE, 1)).isEqualTo(before);
    assertThat(content(DATABASE, 2)).isEqualTo(others);
    assertThat(JOURNAL.fail("guild|1", 6, "lost")).isInstanceOf(FencedException.class);
    assertThat(JOURNAL.recover("guild|1", 1)).containsExactly(JournalProbe.numbered(1, 3));
    JOURNAL.write("guild|1", 4, "next");
    JOURNAL.write("guild|2", 4, "never stopped");
  }

  @Test
  void the_restore_event_has_an_unused_sequence_number() throws Exception {
    fill(8);
    var file = folder.resolve("eight.zip");
    ARCHIVES.export(8, file);
    JOURNAL.write("guild|8", 4, "after", "the export");

    assertThat(ARCHIVES.restore(file, EVENT_FACTORY).revision()).isEqualTo(6);
    assertThat(ARCHIVES.restore(file, EVENT_FACTORY).revision()).isEqualTo(7);
    assertThat(JOURNAL.recover("guild|8", 1))
        .containsExactly("event 1", "event 2", "event 3", "restored from 3 at 7");
    JOURNAL.write("guild|8", 8, "next");
    assertThat(SESSION.sequence(8)).containsExactly(1L, 2L, 3L, 7L, 8L);

    new SchemaAdministration(DATABASE.settings()).drop(8);
    assertThat(ARCHIVES.restore(file, EVENT_FACTORY).revision()).isEqualTo(9);
    assertThat(SESSION.sequence(8)).containsExactly(1L, 2L, 3L, 9L);
  }

  @Test
  void an_export_during_writes_is_of_one_revision_without_gaps() throws Exception {
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
      ArchiveFile.openVerified(file).close();
    } while (!done.isDone());
    done.join();
  }

  @Test
  void a_guild_moves_to_another_database() throws Exception {
    fill(4);
    ARCHIVES.export(4, folder.resolve("four.zip"));
    var elsewhere = TestDatabase.fresh();

    archives(elsewhere).restore(folder.resolve("four.zip"), EVENT_FACTORY);

    assertThat(new SchemaAdministration(elsewhere.settings()).entries())
        .singleElement()
        .satisfies(entry -> assertThat(entry.attached()).isTrue())
        .satisfies(entry -> assertThat(entry.name()).isEqualTo("Flat 4"));
    try (var journal = JournalProbe.on(elsewhere)) {
      assertThat(journal.recover("guild|4", 1))
          .containsExactly("event 1", "event 2", "event 3", "restored from 3 at 4");
      journal.write("guild|4", 5, "next");
    }
    new InterferingSession(elsewhere)
        .execute("delete from guild_4.event_journal where sequence_number > 3");
    assertThat(content(elsewhere, 4)).isEqualTo(content(DATABASE, 4));
  }

  @Test
  void an_archive_of_a_former_version_is_restored_without_the_newer_tables() throws Exception {
    fill(9);
    var file = folder.resolve("nine.zip");
    ARCHIVES.export(9, file);
    edit(
        file,
        text -> {
          var manifest = (ObjectNode) readTree(text);
          manifest.put("schema_version", 1);
          manifest
              .withArray("tables")
              .removeIf(table -> Set.of("attachment", "comment").contains(nameOf(table)));
          return manifest.toPrettyString();
        });
    SESSION.execute(
        "insert into guild_9.comment values (gen_random_uuid(), gen_random_uuid(), 1, now(), 'x', 3)");

    assertThat(ARCHIVES.restore(file, EVENT_FACTORY).revision()).isEqualTo(4);

    assertThat(content(DATABASE, 9)).containsEntry("comment", "");
    assertThat(JOURNAL.recover("guild|9", 1)).startsWith("event 1", "event 2", "event 3");
  }

  private static JsonNode readTree(String text) {
    try {
      return ArchiveFile.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String nameOf(JsonNode table) {
    return table.get("name").asText();
  }

  @Test
  void a_flipped_bit_is_detected_or_has_no_effect() throws Exception {
    fill(5);
    var file = folder.resolve("five.zip");
    ARCHIVES.export(5, file);
    var whole = Files.readAllBytes(file);
    var before = content(DATABASE, 5);
    var rejected = 0;
    for (var offset = 0; offset < whole.length; offset += 37) {
      var damaged = whole.clone();
      damaged[offset] ^= (byte) (1 << offset % 8);
      Files.write(file, damaged);
      try {
        ARCHIVES.restore(file, EVENT_FACTORY);
        SESSION.execute("delete from guild_5.event_journal where sequence_number > 3");
      } catch (Archives.InvalidArchiveException noticed) {
        rejected++;
      }
      assertThat(content(DATABASE, 5)).as("byte %d", offset).isEqualTo(before);
    }
    assertThat(rejected).isPositive();
  }

  @Test
  void a_truncated_archive_is_rejected() throws Exception {
    fill(6);
    var file = folder.resolve("six.zip");
    ARCHIVES.export(6, file);
    var whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length * 2 / 3));

    assertRejected(file, "not a complete archive");
  }

  @ParameterizedTest
  @CsvSource({
    "'\"format\" : 1', '\"format\" : 2', 'format 2 is not supported'",
    "'\"schema_version\" : ', '\"schema_version\" : 9', 'newer than this program'",
    "'\"guild\" : \"7\"', '\"guild\" : \"8\"', 'rows of another guild'",
    "'\"revision\" : 3', '\"revision\" : 4', 'revision is 4'",
    "'\"name\" : \"snapshot\"', '\"name\" : \"snapshot;\"', 'no data for table snapshot;'",
  })
  void a_manifest_that_does_not_match_is_rejected(String original, String changed, String message)
      throws Exception {
    var file = folder.resolve("seven.zip");
    ARCHIVES.export(7, file);
    edit(file, text -> text.replace(original, changed));

    assertRejected(file, message);
  }

  private static Archives archives(TestDatabase database) {
    return new Archives(JOURNAL.system, database.settings(), "test");
  }

  private static void assertRejected(Path file, String message) throws Exception {
    var epoch = SESSION.epoch(7);
    assertThatThrownBy(() -> ARCHIVES.restore(file, EVENT_FACTORY))
        .isInstanceOf(Archives.InvalidArchiveException.class)
        .hasMessageContaining(message);
    assertThat(SESSION.epoch(7)).isEqualTo(epoch);
  }

  private static void edit(Path file, UnaryOperator<String> change) throws IOException {
    try (var zip = FileSystems.newFileSystem(file)) {
      var manifest = zip.getPath(ArchiveManifest.ENTRY_NAME);
      var text = Files.readString(manifest);
      assertThat(change.apply(text)).isNotEqualTo(text);
      Files.writeString(manifest, change.apply(text));
    }
  }

  /** Creates three events, a snapshot, a row in a read model and shared rows. */
  private static void fill(long guild) throws SQLException {
    JOURNAL.write("guild|" + guild, 1, JournalProbe.numbered(1, 3));
    SESSION.execute(
        """
        insert into guild_%1$d.task_title values (gen_random_uuid(), 1, E'tab\\t, line\\n, \\\\N, ü');
        insert into dcm.guilds (id, discord_id, name, created_at)
          values (gen_random_uuid(), %1$d, 'Flat %1$d', now());
        insert into dcm.guild_wakeup values (%1$d, now());
        """
            .formatted(guild));
  }

  /** All rows of a guild in COPY format. */
  private static Map<String, String> content(TestDatabase database, long guild) throws Exception {
    var schema = new SchemaName(guild);
    var content = new TreeMap<String, String>();
    try (var connection = database.connect()) {
      for (var table : ArchivedTable.of(connection, schema)) {
        var rows = new StringWriter();
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut(table.copyOutStatement(schema), rows);
        content.put(table.archiveName(), rows.toString());
      }
    }
    return content;
  }
}
