package dcm.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dcm.journal.jdbc.TestDatabase;
import java.time.Duration;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.Persistence;
import org.apache.pekko.persistence.SaveSnapshotSuccess;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotProtocol;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.junit.jupiter.api.Test;

/** pekko-persistence-jdbc can use a guild's schema unchanged. */
class PekkoJdbcCompatibilityIT {
  private static final String GUILD = "guild|7001";
  private static final int EVENTS = 1000;

  private final TestDatabase database = TestDatabase.fresh();

  @Test
  void it_replays_dcms_events_and_writes_more() {
    try (var ours = JournalProbe.on(database)) {
      for (var first = 1; first <= EVENTS; first += 100) {
        ours.write(GUILD, first, JournalProbe.numbered(first, first + 99));
      }
    }
    try (var theirs = new JournalProbe(official(), "jdbc-journal")) {
      var replay = theirs.replay(GUILD, 1);
      assertThat(replay.payloads()).containsExactly(JournalProbe.numbered(1, EVENTS));
      assertThat(replay.highest()).isEqualTo(EVENTS);
      theirs.write(GUILD, EVENTS + 1, "written by the other");
    }
    try (var ours = JournalProbe.on(database)) {
      var replay = ours.replay(GUILD, EVENTS);
      assertThat(replay.payloads()).containsExactly("event " + EVENTS, "written by the other");
    }
  }

  @Test
  void it_loads_dcms_snapshot() {
    try (var ours = JournalProbe.on(database)) {
      ours.write(GUILD, 1, "first");
      snapshots(ours.system, "dcm.snapshot")
          .tell(
              new SnapshotProtocol.SaveSnapshot(new SnapshotMetadata(GUILD, 1L, 0L), "state"),
              ours.answers.getRef());
      ours.answers.expectMsgClass(Duration.ofSeconds(45), SaveSnapshotSuccess.class);
    }
    try (var theirs = new JournalProbe(official(), "jdbc-journal")) {
      snapshots(theirs.system, "jdbc-snapshot-store")
          .tell(
              new SnapshotProtocol.LoadSnapshot(
                  GUILD, SnapshotSelectionCriteria.latest(), Long.MAX_VALUE),
              theirs.answers.getRef());
      var loaded =
          theirs.answers.expectMsgClass(
              Duration.ofSeconds(45), SnapshotProtocol.LoadSnapshotResult.class);
      assertThat(loaded.snapshot().get().snapshot()).isEqualTo("state");
    }
  }

  private static ActorRef snapshots(ActorSystem system, String plugin) {
    return Persistence.get(system).snapshotStoreFor(plugin, ConfigFactory.empty());
  }

  private Config official() {
    return ConfigFactory.parseString(
            """
            official {
              profile = "slick.jdbc.PostgresProfile$"
              db {
                url = "%s"
                user = "%s"
                password = "%s"
                driver = "org.postgresql.Driver"
                numThreads = 2
                maxConnections = 2
                minConnections = 1
              }
            }
            jdbc-journal.slick = ${official}
            jdbc-journal.tables.event_journal.schemaName = "guild_7001"
            jdbc-snapshot-store.slick = ${official}
            jdbc-snapshot-store.tables.snapshot.schemaName = "guild_7001"
            """
                .formatted(database.url(), database.owner().user(), database.owner().password()))
        .withFallback(database.config())
        .resolve();
  }
}
