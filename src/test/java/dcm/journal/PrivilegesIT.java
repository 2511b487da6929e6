package dcm.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.journal.jdbc.TestDatabase;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Privileges of the program's login. */
class PrivilegesIT {
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final String PERMISSION_DENIED = "42501";

  @BeforeAll
  static void write() {
    try (var journal = JournalProbe.on(DATABASE)) {
      journal.write("guild|1", 1, "first", "second");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update guild_1.event_journal set deleted = true",
        "delete from guild_1.event_journal",
        "truncate guild_1.event_journal",
        "drop table guild_1.event_journal",
        "alter table guild_1.event_journal disable trigger all",
        "create table guild_1.mine (x int)",
        "create schema mine",
        "create temporary table mine (x int)",
        "create table dcm.mine (x int)",
        "create table public.mine (x int)",
        "update dcm.event_journal set deleted = true",
        "delete from dcm.event_journal",
        "select * from dcm.event_journal",
        "update dcm.guild_epoch set epoch = 0",
        "delete from dcm.guild_schemas",
        "select dcm.attach_partition(1, 'guild|1')",
        "select dcm.detach_partition(1)",
        "update dcm.signing_key set not_after = now()",
        "delete from dcm.signing_key",
        "truncate dcm.signing_key",
        "select set_config('lock_timeout', '0', false)",
      })
  void the_programs_login_may_not(String statement) {
    assertThatThrownBy(() -> executeAsProgram(statement))
        .isInstanceOfSatisfying(
            SQLException.class,
            refused ->
                assertThat(refused.getSQLState()).as(refused.getMessage()).isIn(PERMISSION_DENIED));
  }

  @Test
  void it_may_read_a_journal() {
    assertThatCode(() -> executeAsProgram("select * from guild_1.event_journal"))
        .doesNotThrowAnyException();
  }

  @Test
  void it_may_add_and_read_signing_keys_but_not_replace_them() {
    var insert =
        """
        insert into dcm.signing_key (kid, created_at, not_after, public_jwk, encrypted_private)
        values ('privileges', now(), now(), '{"a":%d}', '') on conflict (kid) do nothing
        """;
    assertThatCode(() -> executeAsProgram(insert.formatted(1))).doesNotThrowAnyException();
    assertThatCode(() -> executeAsProgram(insert.formatted(2))).doesNotThrowAnyException();
    assertThatThrownBy(() ->
            executeAsProgram(
                insert.formatted(3).replace("do nothing", "do update set not_after = now()")))
        .isInstanceOf(SQLException.class);
    assertThatCode(
            () -> executeAsProgram("select 1 / (public_jwk->>'a')::int from dcm.signing_key"))
        .doesNotThrowAnyException();
  }

  @Test
  void its_lanes_may_warm_up_the_partitions_without_reading_them() {
    assertThatCode(() ->
            executeAsProgram(
                "select dcm.warm_up_partitions(lane, 3) from generate_series(0, 2) lane"))
        .doesNotThrowAnyException();
  }

  private static void executeAsProgram(String sql) throws SQLException {
    try (var connection = DATABASE.connectAsProgram();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
