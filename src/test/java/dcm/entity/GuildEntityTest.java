package dcm.entity;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dcm.guild.GuildFixture;
import dcm.guild.command.CommandEnvelope;
import dcm.guild.command.GuildCommand;
import dcm.guild.command.NotificationCommand;
import dcm.guild.command.TaskCommand;
import dcm.guild.event.CommandRefused;
import dcm.guild.event.RecordedEvent;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryEnvelope;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.GuildReply;
import dcm.guild.reply.Outcome;
import dcm.guild.reply.Refusal;
import dcm.guild.value.Caller;
import dcm.guild.value.CommandId;
import dcm.guild.value.DeliveryDetails;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.guild.value.MembershipEvidence;
import dcm.guild.value.Origin;
import dcm.guild.value.Task;
import dcm.guild.value.TaskId;
import dcm.node.JournalFailureClassifier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GuildEntityTest {
  private static final MemberId ANNA = GuildFixture.ANNA;

  private final Queue<DeliveryDetails> handled = new ConcurrentLinkedQueue<>();
  private ActorTestKit kit;
  private PersistenceTestKit journal;
  private Guilds guilds;
  private long lastId;

  private static Config config() {
    return ConfigFactory.parseString(
            """
            pekko.actor.provider = cluster
            pekko.actor.serialize-messages = on
            pekko.remote.artery.canonical { hostname = 127.0.0.1, port = 0 }
            pekko.cluster.roles = [guild]
            pekko.cluster.jmx.enabled = off
            pekko.coordinated-shutdown.exit-jvm = off
            pekko.loglevel = WARNING
            pekko.log-dead-letters = off
            """)
        .withFallback(PersistenceTestKitPlugin.getInstance().config())
        .withFallback(PersistenceTestKitSnapshotPlugin.config())
        .withFallback(ConfigFactory.defaultReference())
        .resolve();
  }

  @BeforeEach
  void open() {
    Config config = config();
    kit = ActorTestKit.create("test", config);
    journal = PersistenceTestKit.create(kit.system());
    Cluster cluster = Cluster.get(kit.system());
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    List<String> problems = new ArrayList<>();
    guilds =
        Guilds.open(
            kit.system(),
            EntitySettings.from(config, problems),
            handled::add,
            _ -> CompletableFuture.completedFuture(true),
            new JournalFailureClassifier(),
            new InMemoryProcessedCommandStore(),
            (_, _) -> CompletableFuture.completedFuture(1));
    assertThat(problems).isEmpty();
  }

  @AfterEach
  void close() {
    kit.shutdownTestKit();
  }

  private GuildReply decide(CommandEnvelope envelope) {
    return guilds.decide(envelope).toCompletableFuture().join();
  }

  private CommandEnvelope envelope(Caller caller, GuildCommand command) {
    return new CommandEnvelope(
        GuildFixture.GUILD,
        new CommandId(new UUID(4, ++lastId)),
        "f",
        Instant.parse("2026-11-23T09:00:00Z"),
        caller,
        command);
  }

  private static Caller anna() {
    return new Caller.Person(
        ANNA, new MembershipEvidence.FromDiscord("Anna", Set.of(), true, null), Origin.DISCORD);
  }

  private void opened() {
    assertThat(decide(envelope(new Caller.SystemCaller(), GuildFixture.observed())))
        .isInstanceOf(GuildReply.Done.class);
  }

  private TaskCommand.Create create(String title) {
    return new TaskCommand.Create(
        new TaskId(new UUID(7, ++lastId)), GuildFixture.once(title, "2026-11-25T11:00"));
  }

  @Test
  void an_unknown_guild_refuses_every_person() {
    assertThat(decide(envelope(anna(), create("dishes"))))
        .isEqualTo(new GuildReply.Refused(new Refusal.UnknownGuild()));
  }

  @Test
  void a_command_is_answered_with_its_outcome_and_visible_to_queries() {
    opened();
    TaskCommand.Create create = create("dishes");
    GuildReply.Done done = (GuildReply.Done) decide(envelope(anna(), create));
    Task task = ((Outcome.TaskSubject) done.outcome().subject()).task();
    assertThat(task.title()).isEqualTo("dishes");

    GuildReply reply =
        guilds
            .answer(
                new QueryEnvelope(
                    GuildFixture.GUILD,
                    Instant.parse("2026-11-23T09:00:00Z"),
                    anna(),
                    new GuildQuery.OneTask(GuildFixture.ref(create.id()))))
            .toCompletableFuture()
            .join();
    assertThat(reply)
        .isEqualTo(
            new GuildReply.Answered(
                new QueryResult.OneTask(task, null, List.of()), done.outcome().revision()));
  }

  @Test
  void a_retried_command_is_answered_identically_and_persisted_once() {
    opened();
    CommandEnvelope envelope = envelope(anna(), create("dishes"));
    GuildReply.Done first = (GuildReply.Done) decide(envelope);
    int written = written();
    assertThat(decide(envelope)).isEqualTo(new GuildReply.Done(first.outcome(), true));
    assertThat(written()).isEqualTo(written);
  }

  @Test
  void a_repeated_forbidden_command_is_audited_once() {
    opened();
    Caller bob =
        new Caller.Person(
            new MemberId(77),
            new MembershipEvidence.FromDiscord("Bob", Set.of(), false, null),
            Origin.DISCORD);
    GuildCommand forbidden = new NotificationCommand.WakeUp();
    CommandEnvelope envelope = envelope(bob, forbidden);
    GuildReply reply = decide(envelope);
    assertThat(reply).isInstanceOf(GuildReply.Refused.class);
    assertThat(decide(envelope)).isEqualTo(reply);
    assertThat(attempts()).isEqualTo(1);
    decide(envelope(bob, forbidden));
    assertThat(attempts()).isEqualTo(2);
  }

  private long attempts() {
    return journal.persistedInStorage("guild|" + GuildFixture.GUILD).stream()
        .filter(event -> ((RecordedEvent) event).event() instanceof CommandRefused)
        .count();
  }

  @Test
  void every_event_is_published_with_its_revision_and_its_task() {
    TestProbe<SubscriberMessage> probe = kit.createTestProbe();
    guilds.subscribe(GuildFixture.GUILD, probe.getRef());
    assertThat(probe.receiveMessage())
        .isEqualTo(new SubscriberMessage.Subscribed(GuildFixture.GUILD, 0));
    opened();
    TaskCommand.Create create = create("dishes");
    decide(envelope(anna(), create));
    List<SubscriberMessage.PublishedEvent> received =
        probe.receiveSeveralMessages(written(), Duration.ofSeconds(5)).stream()
            .map(SubscriberMessage.PublishedEvent.class::cast)
            .toList();
    assertThat(received)
        .extracting(SubscriberMessage.PublishedEvent::revision)
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(received.getFirst().revision()).isEqualTo(1);
    assertThat(received)
        .filteredOn(published -> published.recorded().event().kind().equals("task.created"))
        .singleElement()
        .satisfies(published -> assertThat(published.task().open()).as("not opened yet").isNull());
    assertThat(received)
        .filteredOn(published -> published.recorded().event().kind().equals("occurrence.opened"))
        .singleElement()
        .satisfies(published -> assertThat(published.task().open()).isNotNull());
  }

  @Test
  void a_subscriber_of_another_guild_receives_nothing_and_a_renewal_confirms_the_revision() {
    TestProbe<SubscriberMessage> other = kit.createTestProbe();
    GuildId otherGuild = new GuildId(GuildFixture.GUILD.value() + 1);
    guilds.subscribe(otherGuild, other.getRef());
    assertThat(other.receiveMessage()).isEqualTo(new SubscriberMessage.Subscribed(otherGuild, 0));
    opened();
    TestProbe<SubscriberMessage> late = kit.createTestProbe();
    guilds.subscribe(GuildFixture.GUILD, late.getRef());
    assertThat(late.receiveMessage())
        .isEqualTo(new SubscriberMessage.Subscribed(GuildFixture.GUILD, written()));
    guilds.subscribe(otherGuild, other.getRef());
    assertThat(other.receiveMessage()).isEqualTo(new SubscriberMessage.Subscribed(otherGuild, 0));
  }

  private int written() {
    return journal.persistedInStorage("guild|" + GuildFixture.GUILD).size();
  }
}
