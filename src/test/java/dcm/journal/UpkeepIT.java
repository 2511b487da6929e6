package dcm.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.journal.Upkeep.Outcome;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What an operator does with schemas, beside a journal that is at work. */
class UpkeepIT {
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final Outside OUTSIDE = new Outside(DATABASE);
  private static final JournalProbe JOURNAL = JournalProbe.on(DATABASE);
  private static final Upkeep UPKEEP = new Upkeep(DATABASE.settings());

  @AfterAll
  static void close() {
    JOURNAL.close();
  }

  @Test
  void a_schema_made_ahead_is_the_one_that_the_first_event_goes_to() {
    assertThat(UPKEEP.create(101)).isEqualTo(new Outcome.Done(101, 0, GuildTables.NEWEST, false));
    assertThat(UPKEEP.create(101))
        .isEqualTo(new Outcome.Done(101, GuildTables.NEWEST, GuildTables.NEWEST, true));
    assertThat(entry(101).revision()).isZero();

    JOURNAL.write("guild|101", 1, "first", "second");

    assertThat(entry(101).revision()).isEqualTo(2);
    assertThat(entry(101).attached()).isTrue();
    assertThat(entry(101).bytes()).isPositive();
  }

  @Test
  void all_guilds_are_listed_with_one_look_at_the_catalogue() throws SQLException {
    UPKEEP.create(104);
    UPKEEP.create(105);
    OUTSIDE.execute("select dcm.detach(105)");

    var listed = UPKEEP.entries();

    assertThat(listed)
        .extracting(GuildEntry::guild)
        .isEqualTo(UPKEEP.measured().stream().map(GuildEntry::guild).toList());
    assertThat(listed)
        .filteredOn(entry -> entry.guild() == 104)
        .singleElement()
        .satisfies(entry -> assertThat(entry.attached()).isTrue())
        .satisfies(entry -> assertThat(entry.present()).isTrue())
        .satisfies(entry -> assertThat(entry.version()).isEqualTo(GuildTables.NEWEST))
        .satisfies(entry -> assertThat(entry.revision()).isNull())
        .satisfies(entry -> assertThat(entry.bytes()).isPositive());
    assertThat(listed)
        .filteredOn(entry -> entry.guild() == 105)
        .singleElement()
        .satisfies(entry -> assertThat(entry.attached()).isFalse());
  }

  @Test
  void an_entry_has_the_name_that_discord_said_and_says_when_tables_are_gone() throws SQLException {
    UPKEEP.create(102);
    OUTSIDE.execute(
        "insert into dcm.guilds (id, discord_id, name, created_at) values (gen_random_uuid(), 102,"
            + " 'Flat', now())");
    assertThat(entry(102).name()).isEqualTo("Flat");

    OUTSIDE.execute("drop schema guild_102 cascade");
    assertThat(entry(102).revision()).isNull();
    assertThat(UPKEEP.migrate(List.of(102L), 1))
        .singleElement()
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.reason()).hasMessageContaining("its tables are missing"));
    UPKEEP.drop(102);
  }

  @Test
  void tables_of_the_first_version_off_the_tree_are_brought_up_to_date_with_their_events()
      throws SQLException {
    old(103, "old");
    OUTSIDE.execute("revoke all on guild_103.event_journal from dcm");

    assertThat(UPKEEP.migrate(List.of(103L), 1))
        .containsExactly(new Outcome.Done(103, 1, GuildTables.NEWEST, false));

    assertThat(entry(103).attached()).isTrue();
    assertThat(JOURNAL.recover("guild|103", 1)).containsExactly("old");
    JOURNAL.write("guild|103", 2, "new");
  }

  @Test
  void a_guild_that_fails_stays_as_it_was_and_the_others_go_on() throws SQLException {
    for (var guild = 111; guild <= 118; guild++) {
      old(guild, "event");
    }
    // what the second version changes is not there
    OUTSIDE.execute("alter table guild_114.snapshot rename to elsewhere");
    // and this one is from the future
    OUTSIDE.execute("comment on schema guild_116 is 'dcm guild schema version 99'");
    var guilds = List.of(111L, 112L, 113L, 114L, 115L, 116L, 117L, 118L);

    assertThat(UPKEEP.migrate(guilds, 3).stream().filter(Outcome.Failed.class::isInstance))
        .extracting(Outcome::guild)
        .containsExactly(114L, 116L);
    assertThat(UPKEEP.entries())
        .filteredOn(entry -> guilds.contains(entry.guild()))
        .allSatisfy(entry ->
            assertThat(entry.attached()).isEqualTo(entry.guild() != 114 && entry.guild() != 116));
    assertThat(entry(114).version()).isEqualTo(1);

    OUTSIDE.execute("alter table guild_114.elsewhere rename to snapshot");
    assertThat(UPKEEP.migrate(guilds, 3).stream().filter(Outcome.Failed.class::isInstance))
        .singleElement()
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            newer -> {
              assertThat(newer.guild()).isEqualTo(116);
              assertThat(newer.reason()).hasMessageContaining("version 99");
            });
    UPKEEP.drop(116);
  }

  @Test
  void a_schema_that_came_back_from_a_dump_is_listed_again_and_whoever_served_it_recovers()
      throws SQLException {
    long guild = 1_234_567_890_123_456_789L; // as long as those of today
    UPKEEP.create(guild);
    JOURNAL.write("guild|" + guild, 1, "event");
    OUTSIDE.execute("select dcm.detach(" + guild + ")");
    OUTSIDE.execute("delete from dcm.guild_schemas where guild_id = " + guild);

    assertThat(UPKEEP.all()).contains(guild);
    UPKEEP.migrate(List.of(guild), 1);

    assertThat(entry(guild).attached()).isTrue();
    assertThat(entry(guild).revision()).isEqualTo(1);
    assertThat(JOURNAL.fail("guild|" + guild, 2, "of another history")).isInstanceOf(Fenced.class);
  }

  @Test
  void a_dropped_guild_is_gone_and_whoever_served_it_is_refused_until_it_recovers()
      throws SQLException {
    JOURNAL.write("guild|130", 1, "kept");
    JOURNAL.write("guild|131", 1, "first", "second");
    OUTSIDE.execute("insert into dcm.guild_wakeup values (130, now()), (131, now())");

    assertThat(UPKEEP.drop(131)).isTrue();

    assertThat(UPKEEP.all()).contains(130L).doesNotContain(131L);
    assertThat(OUTSIDE.sequence(130)).containsExactly(1L);
    // the first finds no tables, the next that they are not its own any more
    JOURNAL.fail("guild|131", 3, "third");
    assertThat(JOURNAL.fail("guild|131", 3, "third")).isInstanceOf(Fenced.class);
    assertThat(UPKEEP.all()).as("and makes none, empty").doesNotContain(131L);
    assertThat(JOURNAL.recover("guild|131", 1)).isEmpty();
    JOURNAL.write("guild|131", 1, "anew");
    assertThat(OUTSIDE.sequence(131)).containsExactly(1L);
    assertThat(UPKEEP.drop(139)).isFalse();
  }

  @Test
  void whoever_served_a_guild_that_was_dropped_and_begun_anew_elsewhere_does_not_meddle() {
    JOURNAL.write("guild|132", 1, "old");
    try (var other = JournalProbe.on(DATABASE)) {
      UPKEEP.drop(132);
      JOURNAL.fail("guild|132", 2, "of another history");
      assertThat(JOURNAL.fail("guild|132", 2, "of another history")).isInstanceOf(Fenced.class);

      assertThat(other.recover("guild|132", 1)).isEmpty();
      other.write("guild|132", 1, "new");

      assertThat(JOURNAL.fail("guild|132", 2, "of another history")).isInstanceOf(Fenced.class);
      assertThat(OUTSIDE.sequence(132)).containsExactly(1L);
      other.write("guild|132", 2, "goes on");
    }
  }

  private static GuildEntry entry(long guild) {
    return UPKEEP.measured().stream()
        .filter(entry -> entry.guild() == guild)
        .findFirst()
        .orElseThrow();
  }

  /** A guild as the first version left it: with an event, and off the tree. */
  private static void old(long guild, String event) throws SQLException {
    JOURNAL.write("guild|" + guild, 1, event);
    OUTSIDE.execute("select dcm.detach(" + guild + ")");
    OUTSIDE.execute(
        "update dcm.guild_schemas set version = 1, router = null where guild_id = " + guild);
    OUTSIDE.execute("comment on schema guild_" + guild + " is 'dcm guild schema version 1'");
    // what later versions made
    OUTSIDE.execute("drop table guild_" + guild + ".processed_command");
  }
}
