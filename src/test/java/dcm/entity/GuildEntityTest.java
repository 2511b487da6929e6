package dcm.entity;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dcm.JournalFailureClassifier;
import dcm.guild.Answer;
import dcm.guild.Caller;
import dcm.guild.CommandId;
import dcm.guild.Door;
import dcm.guild.GuildCommand;
import dcm.guild.GuildFixture;
import dcm.guild.GuildQuery;
import dcm.guild.GuildReply;
import dcm.guild.MemberId;
import dcm.guild.NotificationCommand;
import dcm.guild.Outcome;
import dcm.guild.Parcel;
import dcm.guild.Question;
import dcm.guild.Recorded;
import dcm.guild.Refusal;
import dcm.guild.RefusalEvent;
import dcm.guild.Request;
import dcm.guild.Standing;
import dcm.guild.Task;
import dcm.guild.TaskCommand;
import dcm.guild.TaskId;
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

  private final Queue<Parcel> carried = new ConcurrentLinkedQueue<>();
  private ActorTestKit kit;
  private PersistenceTestKit journal;
  private Guilds guilds;
  private long knocks;

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
    kit = ActorTestKit.create("house", config);
    journal = PersistenceTestKit.create(kit.system());
    Cluster cluster = Cluster.get(kit.system());
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    List<String> problems = new ArrayList<>();
    guilds =
        Guilds.open(
            kit.system(),
            EntitySettings.from(config, problems),
            carried::add,
            _ -> CompletableFuture.completedFuture(true),
            new JournalFailureClassifier(),
            new ProcessedCommandMap());
    assertThat(problems).isEmpty();
  }

  @AfterEach
  void close() {
    kit.shutdownTestKit();
  }

  private GuildReply decide(Request request) {
    return guilds.decide(request).toCompletableFuture().join();
  }

  private Request request(Caller caller, GuildCommand command) {
    return new Request(
        GuildFixture.GUILD,
        new CommandId(new UUID(4, ++knocks)),
        "f",
        Instant.parse("2026-11-23T09:00:00Z"),
        caller,
        command);
  }

  private static Caller anna() {
    return new Caller.Person(
        ANNA, new Standing.Witnessed("Anna", Set.of(), true, null), Door.DISCORD);
  }

  private void opened() {
    assertThat(decide(request(new Caller.Clockwork(), GuildFixture.observed())))
        .isInstanceOf(GuildReply.Done.class);
  }

  private TaskCommand.Create create(String title) {
    return new TaskCommand.Create(
        new TaskId(new UUID(7, ++knocks)), GuildFixture.once(title, "2026-11-25T11:00"));
  }

  @Test
  void a_guild_that_nobody_told_us_of_lets_nobody_in() {
    assertThat(decide(request(anna(), create("dishes"))))
        .isEqualTo(new GuildReply.Declined(new Refusal.UnknownGuild()));
  }

  @Test
  void what_was_decided_is_answered_with_its_outcome_and_asked_for_afterwards() {
    opened();
    TaskCommand.Create create = create("dishes");
    GuildReply.Done done = (GuildReply.Done) decide(request(anna(), create));
    Task task = ((Outcome.OfTask) done.outcome().subject()).task();
    assertThat(task.title()).isEqualTo("dishes");

    GuildReply reply =
        guilds
            .answer(
                new Question(
                    GuildFixture.GUILD,
                    Instant.parse("2026-11-23T09:00:00Z"),
                    anna(),
                    new GuildQuery.OneTask(GuildFixture.ref(create.id()))))
            .toCompletableFuture()
            .join();
    assertThat(reply)
        .isEqualTo(new GuildReply.Answered(new Answer.OneTask(task), done.outcome().revision()));
  }

  @Test
  void the_same_knock_is_answered_the_same_and_written_once() {
    opened();
    Request request = request(anna(), create("dishes"));
    GuildReply.Done first = (GuildReply.Done) decide(request);
    int written = written();
    assertThat(decide(request)).isEqualTo(new GuildReply.Done(first.outcome(), true));
    assertThat(written()).isEqualTo(written);
  }

  @Test
  void a_forbidden_knock_that_is_said_again_is_one_attempt() {
    opened();
    Caller bob =
        new Caller.Person(
            new MemberId(77), new Standing.Witnessed("Bob", Set.of(), false, null), Door.DISCORD);
    GuildCommand forbidden = new NotificationCommand.WakeUp();
    Request request = request(bob, forbidden);
    GuildReply reply = decide(request);
    assertThat(reply).isInstanceOf(GuildReply.Declined.class);
    assertThat(decide(request)).isEqualTo(reply);
    assertThat(attempts()).isEqualTo(1);
    decide(request(bob, forbidden));
    assertThat(attempts()).isEqualTo(2);
  }

  private long attempts() {
    return journal.persistedInStorage("guild|" + GuildFixture.GUILD).stream()
        .filter(event -> ((Recorded) event).event() instanceof RefusalEvent)
        .count();
  }

  @Test
  void every_event_is_published_with_its_revision_and_its_task() {
    TestProbe<Published> probe = kit.createTestProbe();
    guilds.listen(probe.getRef());
    opened();
    TaskCommand.Create create = create("dishes");
    decide(request(anna(), create));
    List<Published> heard = probe.receiveSeveralMessages(written(), Duration.ofSeconds(5));
    assertThat(heard).extracting(Published::revision).isSorted().doesNotHaveDuplicates();
    assertThat(heard.getFirst().revision()).isEqualTo(1);
    assertThat(heard)
        .filteredOn(published -> published.recorded().event().kind().equals("task.created"))
        .singleElement()
        .satisfies(published -> assertThat(published.task().open()).as("not opened yet").isNull());
    assertThat(heard)
        .filteredOn(published -> published.recorded().event().kind().equals("occurrence.opened"))
        .singleElement()
        .satisfies(published -> assertThat(published.task().open()).isNotNull());
  }

  private int written() {
    return journal.persistedInStorage("guild|" + GuildFixture.GUILD).size();
  }
}
