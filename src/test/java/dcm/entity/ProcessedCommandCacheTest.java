package dcm.entity;

import static dcm.guild.GuildFixture.ANNA;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dcm.guild.GuildFixture;
import dcm.guild.GuildSnapshot;
import dcm.guild.command.CommandEnvelope;
import dcm.guild.command.GuildCommand;
import dcm.guild.command.MemberCommand;
import dcm.guild.reply.GuildReply;
import dcm.guild.reply.Outcome;
import dcm.guild.reply.Refusal;
import dcm.guild.state.ProcessedCommands;
import dcm.guild.value.Caller;
import dcm.guild.value.CommandId;
import dcm.guild.value.MembershipEvidence;
import dcm.guild.value.Origin;
import dcm.node.JournalFailureClassifier;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.SnapshotMeta;
import org.apache.pekko.persistence.testkit.javadsl.SnapshotTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A guild with more commands in a day than its memory holds. */
class ProcessedCommandCacheTest {
  private static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");
  private static final List<String> ZONES =
      List.of("Europe/Paris", "Europe/London", "Europe/Rome", "Europe/Madrid", "Europe/Berlin");
  private static final int FULL = 10_000;
  private final CommandEnvelope first = person(name("the first"), "f");
  private Outcome answer;
  private final InMemoryProcessedCommandStore store = new InMemoryProcessedCommandStore();
  private ActorTestKit kit;
  private Guilds guilds;
  private long number;
  private long ids;

  @BeforeEach
  void open() {
    var config =
        ConfigFactory.parseString(
                """
                pekko.actor.provider = cluster
                pekko.remote.artery.canonical { hostname = 127.0.0.1, port = 0 }
                pekko.cluster.roles = [guild]
                pekko.cluster.jmx.enabled = off
                pekko.coordinated-shutdown.exit-jvm = off
                pekko.loglevel = WARNING
                pekko.log-dead-letters = off
                dcm.entity.snapshot-every = 1000000
                """)
            .withFallback(PersistenceTestKitPlugin.getInstance().config())
            .withFallback(PersistenceTestKitSnapshotPlugin.config())
            .withFallback(ConfigFactory.defaultReference())
            .resolve();
    kit = ActorTestKit.create("processed", config);
    var cluster = Cluster.get(kit.system());
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    guilds =
        Guilds.open(
            kit.system(),
            EntitySettings.from(config, new ArrayList<>()),
            _ -> {},
            _ -> CompletableFuture.completedFuture(true),
            new JournalFailureClassifier(),
            store,
            (_, _) -> CompletableFuture.completedFuture(1));
    recoverFrom(snapshot());
  }

  @AfterEach
  void close() {
    kit.shutdownTestKit();
  }

  /** Sends commands after the first one until memory is full. */
  private GuildSnapshot snapshot() {
    var fixture = GuildFixture.withMembers();
    fixture.now = NOW;
    fixture.accepted(first);
    answer = fixture.guild.outcome(first);
    var now = fixture.guild.snapshot();
    var processed = new ArrayList<>(now.processedCommands());
    long revision = now.revision();
    while (processed.size() < FULL) {
      revision++;
      processed.add(
          new ProcessedCommands.ProcessedCommand(
              fresh(), ANNA, "f", NOW, revision, new Outcome(revision, new Outcome.NoSubject())));
    }
    return new GuildSnapshot(
        now.guild(),
        revision,
        now.profile(),
        now.matrix(),
        now.matrixRevision(),
        now.members(),
        now.localeChosenBy(),
        now.tasks(),
        now.lastNumber(),
        now.groupings(),
        now.outbox(),
        now.inbox(),
        now.plannedWakeUp(),
        now.channelOutage(),
        processed,
        null,
        now.deferredReminders(),
        now.handovers(),
        now.workDeferredSince(),
        now.attachments(),
        now.bin(),
        now.workload(),
        now.swaps(),
        now.scores(),
        now.calendarTokens());
  }

  private void recoverFrom(GuildSnapshot snapshot) {
    SnapshotTestKit.create(kit.system())
        .persistForRecovery(
            "guild|" + GuildFixture.GUILD,
            List.of(Pair.create(SnapshotMeta.create(snapshot.revision()), snapshot)));
  }

  @Test
  void a_dropped_answer_is_returned_from_the_store() {
    assertThat(decide(first)).isEqualTo(new GuildReply.Done(answer, true));
    for (int i = 0; i < 150; i++) {
      assertThat(decide(person(fresh(), "f"))).isInstanceOf(GuildReply.Done.class);
    }
    assertThat(store.lookUps).as("a fresh id is not looked up").hasValue(0);

    assertThat(decide(first)).isEqualTo(new GuildReply.Done(answer, true));
    assertThat(store.lookUps).hasValue(1);
    assertThat(decide(person(first.id(), "another body")))
        .isEqualTo(new GuildReply.Refused(new Refusal.KeyReused()));
    assertThat(decide(person(name("a new one"), "f")))
        .isInstanceOfSatisfying(
            GuildReply.Done.class, done -> assertThat(done.repeated()).isFalse());

    store.unavailable = true;
    assertThat(decide(person(name("nobody can tell"), "f")))
        .isEqualTo(new GuildReply.Unavailable());
    // answers in memory need no store
    assertThat(decide(person(name("a new one"), "f")))
        .isInstanceOfSatisfying(
            GuildReply.Done.class, done -> assertThat(done.repeated()).isTrue());
  }

  @Test
  void no_answer_is_dropped_before_it_is_saved() {
    store.unavailable = true;
    assertThat(decide(person(fresh(), "f"))).isEqualTo(new GuildReply.Unavailable());
    assertThat(decide(first)).isEqualTo(new GuildReply.Done(answer, true));

    store.unavailable = false;
    assertThat(decide(person(fresh(), "f"))).isInstanceOf(GuildReply.Done.class);
    assertThat(store.answers).containsKey(first.id());
    assertThat(decide(first)).isEqualTo(new GuildReply.Done(answer, true));
  }

  private GuildReply decide(CommandEnvelope envelope) {
    return guilds.decide(envelope).toCompletableFuture().join();
  }

  private CommandEnvelope person(CommandId id, String fingerprint) {
    var anna =
        new Caller.Person(
            ANNA, new MembershipEvidence.FromDiscord("Anna", Set.of(), true, null), Origin.DISCORD);
    number++;
    // one further command each time, also when a command in between was refused
    var zone = ZoneId.of(ZONES.get((int) (number % ZONES.size())));
    return envelope(id, fingerprint, anna, new MemberCommand.EditProfile(ANNA, zone, null));
  }

  private static CommandEnvelope envelope(
      CommandId id, String fingerprint, Caller caller, GuildCommand command) {
    return new CommandEnvelope(GuildFixture.GUILD, id, fingerprint, NOW, caller, command);
  }

  private CommandId fresh() {
    return new CommandId(new UUID(4, ++ids));
  }

  private static CommandId name(String text) {
    return new CommandId(UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)));
  }
}
