package dcm.journal.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.journal.InterferingSession;
import dcm.journal.JournalProbe;
import dcm.journal.fencing.FencedException;
import dcm.journal.jdbc.TestDatabase;
import dcm.journal.schema.SchemaAdministration.MigrationResult;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Operator commands on schemas while a journal is in use. */
class SchemaAdministrationIT {
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final InterferingSession SESSION = new InterferingSession(DATABASE);
  private static final JournalProbe JOURNAL = JournalProbe.on(DATABASE);
  private static final SchemaAdministration ADMINISTRATION =
      new SchemaAdministration(DATABASE.settings());

  private static final int NEXT_VERSION = GuildTables.LATEST_VERSION + 1;

  /** The administration of a program with one more version of a guild's tables. */
  private static final SchemaAdministration NEXT_ADMINISTRATION =
      new SchemaAdministration(
          DATABASE.settings(),
          new GuildTables(
              DATABASE.program(),
              Stream.concat(GuildTables.SCRIPTS.stream(), Stream.of("V99__test.sql")).toList()));

  @AfterAll
  static void close() {
    JOURNAL.close();
  }

  @Test
  void a_schema_created_in_advance_receives_the_first_event() {
    assertThat(ADMINISTRATION.create(101))
        .isEqualTo(new MigrationResult.Migrated(101, 0, GuildTables.LATEST_VERSION, false));
    assertThat(ADMINISTRATION.create(101))
        .isEqualTo(
            new MigrationResult.Migrated(
                101, GuildTables.LATEST_VERSION, GuildTables.LATEST_VERSION, true));
    assertThat(entry(101).revision()).isZero();

    JOURNAL.write("guild|101", 1, "first", "second");

    assertThat(entry(101).revision()).isEqualTo(2);
    assertThat(entry(101).attached()).isTrue();
    assertThat(entry(101).bytes()).isPositive();
  }

  @Test
  void all_guilds_are_listed_with_one_catalogue_query() throws SQLException {
    ADMINISTRATION.create(104);
    ADMINISTRATION.create(105);
    SESSION.execute("select dcm.detach_partition(105)");

    var listed = ADMINISTRATION.entries();

    assertThat(listed)
        .extracting(SchemaAdministration.GuildSchemaInfo::guild)
        .isEqualTo(
            ADMINISTRATION.measuredEntries().stream()
                .map(SchemaAdministration.GuildSchemaInfo::guild)
                .toList());
    assertThat(listed)
        .filteredOn(entry -> entry.guild() == 104)
        .singleElement()
        .satisfies(entry -> assertThat(entry.attached()).isTrue())
        .satisfies(entry -> assertThat(entry.present()).isTrue())
        .satisfies(entry -> assertThat(entry.version()).isEqualTo(GuildTables.LATEST_VERSION))
        .satisfies(entry -> assertThat(entry.revision()).isNull())
        .satisfies(entry -> assertThat(entry.bytes()).isPositive());
    assertThat(listed)
        .filteredOn(entry -> entry.guild() == 105)
        .singleElement()
        .satisfies(entry -> assertThat(entry.attached()).isFalse());
  }

  @Test
  void an_entry_has_the_name_from_discord_and_shows_missing_tables() throws SQLException {
    ADMINISTRATION.create(102);
    SESSION.execute(
        "insert into dcm.guilds (id, discord_id, name, created_at) values (gen_random_uuid(), 102,"
            + " 'Flat', now())");
    assertThat(entry(102).name()).isEqualTo("Flat");

    SESSION.execute("drop schema guild_102 cascade");
    assertThat(entry(102).revision()).isNull();
    assertThat(ADMINISTRATION.migrate(List.of(102L), 1))
        .singleElement()
        .isInstanceOfSatisfying(
            MigrationResult.Failed.class,
            failed -> assertThat(failed.reason()).hasMessageContaining("its tables are missing"));
    ADMINISTRATION.drop(102);
  }

  @Test
  void detached_tables_of_this_version_are_upgraded_with_their_events() throws SQLException {
    createLegacyGuild(103, "old");
    SESSION.execute("revoke all on guild_103.event_journal from dcm");

    assertThat(NEXT_ADMINISTRATION.migrate(List.of(103L), 1))
        .containsExactly(
            new MigrationResult.Migrated(103, GuildTables.LATEST_VERSION, NEXT_VERSION, false));

    assertThat(entry(103).attached()).isTrue();
    assertThat(entry(103).version()).isEqualTo(NEXT_VERSION);
    // the journal knows the former version only; the tables have the same columns
    SESSION.execute("update dcm.guild_schemas set version = version - 1 where guild_id = 103");
    assertThat(JOURNAL.recover("guild|103", 1)).containsExactly("old");
    JOURNAL.write("guild|103", 2, "new");
  }

  @Test
  void a_guild_that_fails_is_unchanged_and_the_others_are_migrated() throws SQLException {
    for (var guild = 111; guild <= 118; guild++) {
      createLegacyGuild(guild, "event");
    }
    // the table that the second version alters is missing
    SESSION.execute("alter table guild_114.snapshot rename to renamed");
    // the version of a newer program
    SESSION.execute("comment on schema guild_116 is 'dcm guild schema version 99'");
    var guilds = List.of(111L, 112L, 113L, 114L, 115L, 116L, 117L, 118L);

    assertThat(
            NEXT_ADMINISTRATION.migrate(guilds, 3).stream()
                .filter(MigrationResult.Failed.class::isInstance))
        .extracting(MigrationResult::guild)
        .containsExactly(114L, 116L);
    assertThat(ADMINISTRATION.entries())
        .filteredOn(entry -> guilds.contains(entry.guild()))
        .allSatisfy(entry ->
            assertThat(entry.attached()).isEqualTo(entry.guild() != 114 && entry.guild() != 116));
    assertThat(entry(114).version()).isEqualTo(GuildTables.LATEST_VERSION);

    SESSION.execute("alter table guild_114.renamed rename to snapshot");
    assertThat(
            NEXT_ADMINISTRATION.migrate(guilds, 3).stream()
                .filter(MigrationResult.Failed.class::isInstance))
        .singleElement()
        .isInstanceOfSatisfying(
            MigrationResult.Failed.class,
            newer -> {
              assertThat(newer.guild()).isEqualTo(116);
              assertThat(newer.reason()).hasMessageContaining("version 99");
            });
    ADMINISTRATION.drop(116);
  }

  @Test
  void a_schema_restored_from_a_dump_is_listed_again_and_its_owner_is_fenced() throws SQLException {
    long guild = 1_234_567_890_123_456_789L; // as long as current snowflakes
    ADMINISTRATION.create(guild);
    JOURNAL.write("guild|" + guild, 1, "event");
    SESSION.execute("select dcm.detach_partition(" + guild + ")");
    SESSION.execute("delete from dcm.guild_schemas where guild_id = " + guild);

    assertThat(ADMINISTRATION.guildIds()).contains(guild);
    ADMINISTRATION.migrate(List.of(guild), 1);

    assertThat(entry(guild).attached()).isTrue();
    assertThat(entry(guild).revision()).isEqualTo(1);
    assertThat(JOURNAL.fail("guild|" + guild, 2, "of another history"))
        .isInstanceOf(FencedException.class);
  }

  @Test
  void a_dropped_guild_is_deleted_and_its_owner_is_fenced_until_it_recovers() throws SQLException {
    JOURNAL.write("guild|130", 1, "kept");
    JOURNAL.write("guild|131", 1, "first", "second");
    SESSION.execute("insert into dcm.guild_wakeup values (130, now()), (131, now())");

    assertThat(ADMINISTRATION.drop(131)).isTrue();

    assertThat(ADMINISTRATION.guildIds()).contains(130L).doesNotContain(131L);
    assertThat(SESSION.sequence(130)).containsExactly(1L);
    // the first attempt finds no tables, the next one a lost epoch
    JOURNAL.fail("guild|131", 3, "third");
    assertThat(JOURNAL.fail("guild|131", 3, "third")).isInstanceOf(FencedException.class);
    assertThat(ADMINISTRATION.guildIds()).as("not created again, empty").doesNotContain(131L);
    assertThat(JOURNAL.recover("guild|131", 1)).isEmpty();
    JOURNAL.write("guild|131", 1, "new");
    assertThat(SESSION.sequence(131)).containsExactly(1L);
    assertThat(ADMINISTRATION.drop(139)).isFalse();
  }

  @Test
  void the_former_owner_of_a_guild_dropped_and_recreated_elsewhere_stays_fenced() {
    JOURNAL.write("guild|132", 1, "old");
    try (var other = JournalProbe.on(DATABASE)) {
      ADMINISTRATION.drop(132);
      JOURNAL.fail("guild|132", 2, "of another history");
      assertThat(JOURNAL.fail("guild|132", 2, "of another history"))
          .isInstanceOf(FencedException.class);

      assertThat(other.recover("guild|132", 1)).isEmpty();
      other.write("guild|132", 1, "new");

      assertThat(JOURNAL.fail("guild|132", 2, "of another history"))
          .isInstanceOf(FencedException.class);
      assertThat(SESSION.sequence(132)).containsExactly(1L);
      other.write("guild|132", 2, "next");
    }
  }

  private static SchemaAdministration.GuildSchemaInfo entry(long guild) {
    return ADMINISTRATION.measuredEntries().stream()
        .filter(entry -> entry.guild() == guild)
        .findFirst()
        .orElseThrow();
  }

  /** Creates a guild of this version: with an event, detached. */
  private static void createLegacyGuild(long guild, String event) throws SQLException {
    JOURNAL.write("guild|" + guild, 1, event);
    SESSION.execute("select dcm.detach_partition(" + guild + ")");
    SESSION.execute(
        "update dcm.guild_schemas set partition_number = null where guild_id = " + guild);
  }
}
