package dcm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dcm.entity.EntitySettings;
import dcm.entity.Guilds;
import dcm.guild.command.CommandEnvelope;
import dcm.guild.command.SettingsCommand;
import dcm.guild.reply.GuildReply;
import dcm.guild.value.Caller;
import dcm.guild.value.CommandId;
import dcm.guild.value.GuildId;
import dcm.journal.EventLog;
import dcm.journal.fencing.OwnershipCheck;
import dcm.journal.jdbc.TestDatabase;
import dcm.node.Await;
import dcm.node.JournalFailureClassifier;
import dcm.node.ProcessedCommandStoreAdapter;
import dcm.node.SnapshotWriterAdapter;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The output of {@code dcm guild poison}. */
class PoisonCommandIT {
  private static final GuildId GUILD = new GuildId(5021);

  private final TestDatabase database = TestDatabase.fresh();
  private ActorSystem<Void> system;

  /** Writes a guild's journal: three events, and a snapshot after each. */
  @BeforeEach
  void write() {
    var config =
        ConfigFactory.parseString(
                """
                pekko.actor.provider = cluster
                pekko.cluster.roles = [guild]
                pekko.remote.artery.canonical { hostname = 127.0.0.1, port = 0 }
                dcm.entity.snapshot-every = 1
                """)
            .withFallback(database.config());
    system = ActorSystem.create(Behaviors.empty(), "poison", config);
    var cluster = Cluster.get(system);
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    var guilds =
        Guilds.open(
            system,
            EntitySettings.from(config, new ArrayList<>()),
            _ -> {},
            guild -> OwnershipCheck.of(system).isOwner(guild.value()),
            new JournalFailureClassifier(),
            ProcessedCommandStoreAdapter.of(system),
            SnapshotWriterAdapter.of(system));
    for (var name : new String[] {"a", "b", "c"}) {
      var observed = new SettingsCommand.ObserveGuild(name, Map.of(), "nl", null);
      var envelope =
          new CommandEnvelope(
              GUILD,
              new CommandId(UUID.randomUUID()),
              "f",
              Instant.now(),
              new Caller.SystemCaller(),
              observed);
      assertThat(Await.result(guilds.decide(envelope))).isInstanceOf(GuildReply.Done.class);
    }
  }

  @AfterEach
  void close() {
    system.terminate();
    Await.result(system.getWhenTerminated());
  }

  private void sql(String statement) {
    try (var connection = database.connect();
        var sql = connection.createStatement()) {
      sql.execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private PoisonSearch.Finding findPoison() {
    return new PoisonSearch(new EventLog(system), GUILD).find();
  }

  private String text() {
    var poison = (PoisonSearch.Poison) findPoison();
    assertThat(PoisonCommand.print(GUILD, poison)).as("exit code").isEqualTo(3);
    return PoisonCommand.text(GUILD, poison);
  }

  @Test
  void a_valid_and_an_empty_journal_have_no_poison() {
    assertThat(findPoison())
        .isInstanceOfSatisfying(
            PoisonSearch.Clean.class,
            clean -> assertThat(clean.events()).isGreaterThanOrEqualTo(3));
    assertThat(new PoisonSearch(new EventLog(system), new GuildId(5022)).find())
        .isEqualTo(new PoisonSearch.Clean(0));
    assertThat(PoisonCommand.print(GUILD, findPoison())).as("exit code").isZero();
  }

  @Test
  void an_unreadable_event_is_printed_as_stored() {
    sql(
        "update guild_5021.event_journal set event_payload = '{\"event\":{\"type\":\"no\"}}'"
            + " where sequence_number = 2");
    assertThat(text())
        .contains("sequence number  2", "InvalidTypeIdException")
        .containsPattern("written at       20\\d\\d-")
        .containsPattern("name             \\w+\\.\\w+")
        .contains("\n  \"event\" : {\n    \"type\" : \"no\"\n  }\n");
  }

  @Test
  void a_payload_that_is_not_json_is_printed_in_hexadecimal() {
    sql(
        "update guild_5021.event_journal set event_payload = '\\x00ff7b' where sequence_number ="
            + " 1");
    assertThat(text()).contains("sequence number  1").endsWith("payload          3 bytes\n00ff7b");
  }

  @Test
  void an_event_with_an_unknown_manifest_is_found() {
    sql(
        "update guild_5021.event_journal set event_ser_manifest = 'task.eaten' where"
            + " sequence_number = 3");
    assertThat(text()).contains("sequence number  3", "task.eaten", "NotSerializableException");
  }

  @Test
  void an_unreadable_snapshot_is_found() {
    await()
        .until(() -> Await.result(new EventLog(system).newestSnapshot("guild|5021")).isPresent());
    sql("update guild_5021.snapshot set snapshot_payload = 'broken'");
    assertThat(text()).contains("newest snapshot", "guild-snapshot.2.gz", "62726f6b656e");
  }

  @Test
  void missing_tables_are_found() {
    sql("alter table guild_5021.event_journal rename to hidden");
    assertThat(text()).contains("PostgreSQL cannot read the row", "tables are missing");
  }
}
