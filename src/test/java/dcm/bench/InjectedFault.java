package dcm.bench;

import dcm.InProcessGuilds;
import dcm.guild.value.GuildId;
import java.sql.Connection;
import java.sql.SQLException;

/** Faults of a single guild. Each has a guild of its own, which receives requests all the time. */
enum InjectedFault {
  /** Another session locks its journal. */
  LOCKED(10_001) {
    @Override
    void inject(Connection owner) throws SQLException {
      owner.setAutoCommit(false);
      execute(owner, "lock table " + schema() + ".event_journal in access exclusive mode");
    }

    @Override
    void remove(Connection owner) throws SQLException {
      owner.rollback();
      owner.setAutoCommit(true);
    }
  },

  /** Its schema is renamed. */
  RENAMED(10_002) {
    @Override
    void inject(Connection owner) throws SQLException {
      execute(owner, "alter schema " + schema() + " rename to " + schema() + "_renamed");
      forceRecovery(owner);
    }

    @Override
    void remove(Connection owner) throws SQLException {
      execute(owner, "alter schema " + schema() + "_renamed rename to " + schema());
    }
  },

  /** It replays its whole history repeatedly. */
  REPLAYING(10_003) {
    @Override
    void prepare(Connection owner) throws SQLException {
      execute(
          owner,
          """
          insert into %1$s.event_journal (persistence_id, sequence_number, writer, write_timestamp,
              adapter_manifest, event_ser_id, event_ser_manifest, event_payload)
          select persistence_id, number, writer, write_timestamp, adapter_manifest,
              event_ser_id, event_ser_manifest, event_payload
          from %1$s.event_journal cross join
              generate_series((select max(sequence_number) + 1 from %1$s.event_journal), %2$d)
                  as number
          where sequence_number = 1
          """
              .formatted(schema(), REPLAYED_EVENTS));
      forceRecovery(owner);
    }

    @Override
    void inject(Connection owner) throws SQLException {
      repeat(owner);
    }

    @Override
    void repeat(Connection owner) throws SQLException {
      execute(owner, "delete from " + schema() + ".snapshot");
      forceRecovery(owner);
    }

    @Override
    void remove(Connection owner) {}
  },

  /** An event of its history cannot be deserialized. */
  POISONED(10_004) {
    @Override
    void inject(Connection owner) throws SQLException {
      execute(owner, "delete from " + schema() + ".snapshot");
      // at the front: JSON parsers ignore trailing bytes
      updateSecondEvent(owner, "'broken'::bytea || event_payload");
      forceRecovery(owner);
    }

    @Override
    void remove(Connection owner) throws SQLException {
      updateSecondEvent(owner, "substr(event_payload, 7)");
    }

    private void updateSecondEvent(Connection owner, String payload) throws SQLException {
      execute(
          owner,
          "update %s.event_journal set event_payload = %s where sequence_number = 2"
              .formatted(schema(), payload));
    }
  };

  private static final int REPLAYED_EVENTS = 50_000;

  private final int number;

  /**
   * @param number index of the guild, far from those of other guilds
   */
  InjectedFault(int number) {
    this.number = number;
  }

  GuildId guild() {
    return InProcessGuilds.guild(number);
  }

  String schema() {
    return "guild_" + guild();
  }

  /** Called once, when the guild has been created. */
  void prepare(Connection owner) throws SQLException {}

  abstract void inject(Connection owner) throws SQLException;

  /** Called when the guild has recovered although the fault persists. */
  void repeat(Connection owner) throws SQLException {}

  abstract void remove(Connection owner) throws SQLException;

  /** Fences its next write, as if another node had recovered it in between. */
  void forceRecovery(Connection owner) throws SQLException {
    execute(
        owner, "update dcm.guild_epoch set epoch = epoch + 1 where guild_id = " + guild().value());
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
