package dcm.journal.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.LongRun;
import dcm.journal.JournalProbe;
import dcm.journal.jdbc.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.stream.IntStream;
import org.apache.pekko.persistence.JournalProtocol;
import org.apache.pekko.persistence.SnapshotProtocol;
import org.junit.jupiter.api.Test;

class ConcurrentRecoveriesIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(45);
  private static final int GUILDS = LongRun.or(1_000, 300);

  private final TestDatabase database = TestDatabase.fresh();

  @Test
  void hundreds_of_guilds_recovered_at_once_all_recover() throws Exception {
    try (var journal = JournalProbe.on(database)) {
      journal.write("guild|1", 1, "first");
    }
    copyGuild1();

    try (var journal = JournalProbe.on(database)) {
      IntStream.rangeClosed(1, GUILDS).forEach(guild -> journal.askLoad("guild|" + guild));
      for (var guild = 1; guild <= GUILDS; guild++) {
        journal.answers.expectMsgClass(TIMEOUT, SnapshotProtocol.LoadSnapshotResult.class);
      }
      IntStream.rangeClosed(1, GUILDS).forEach(guild -> journal.askReplay("guild|" + guild, 1, 9));
      var recovered = new HashSet<String>();
      for (var message = 1; message <= 2 * GUILDS; message++) {
        switch (journal.answers.expectMsgClass(TIMEOUT, Object.class)) {
          case JournalProtocol.ReplayedMessage event ->
              recovered.add(event.persistent().persistenceId());
          case Object end -> assertThat(end).isEqualTo(new JournalProtocol.RecoverySuccess(1));
        }
      }
      assertThat(recovered).hasSize(GUILDS);
    }
    try (var connection = database.connect();
        var statement = connection.createStatement();
        var acquired = statement.executeQuery("select count(*) from dcm.guild_epoch")) {
      acquired.next();
      assertThat(acquired.getLong(1)).isEqualTo(GUILDS);
    }
  }

  /** Creates guilds with the same event, without the journal. */
  private void copyGuild1() throws SQLException {
    var tables = new GuildTables(database.program());
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (var guild = 2; guild <= GUILDS; guild++) {
        tables.build(connection, new SchemaName(guild), "guild|" + guild);
        statement.execute(
            """
            insert into guild_%1$d.event_journal
              (persistence_id, sequence_number, writer, write_timestamp, adapter_manifest,
               event_ser_id, event_ser_manifest, event_payload)
            select 'guild|%1$d', sequence_number, writer, write_timestamp, adapter_manifest,
                   event_ser_id, event_ser_manifest, event_payload
              from guild_1.event_journal
            """
                .formatted(guild));
        if (guild % 100 == 0) {
          connection.commit();
        }
      }
      connection.commit();
    }
  }
}
