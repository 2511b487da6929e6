package dcm.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dcm.guild.Caller;
import dcm.guild.CommandId;
import dcm.guild.Door;
import dcm.guild.GuildCommand;
import dcm.guild.GuildFixture;
import dcm.guild.GuildReply;
import dcm.guild.MemberCommand;
import dcm.guild.NotificationCommand;
import dcm.guild.Parcel;
import dcm.guild.Recorded;
import dcm.guild.Request;
import dcm.guild.Schedule;
import dcm.guild.Standing;
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
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.pubsub.Topic;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.apache.pekko.persistence.testkit.javadsl.SnapshotTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One guild's actor, without a cluster around it. */
class GuildBreakdownTest {
  private static final String ID = "guild|" + GuildFixture.GUILD;
  private static final EntitySettings SETTINGS =
      new EntitySettings(
          Duration.ofSeconds(7),
          Duration.ofMinutes(10),
          5,
          3,
          Duration.ofMillis(10),
          Duration.ofMillis(20),
          Duration.ofMinutes(1),
          Duration.ofMinutes(1),
          GuildFixture.AMSTERDAM);

  private final ActorTestKit kit = ActorTestKit.create("house", config());
  private final PersistenceTestKit journal = PersistenceTestKit.create(kit.system());
  private final SnapshotTestKit snapshots = SnapshotTestKit.create(kit.system());
  private final TestProbe<GuildReply> replies = kit.createTestProbe();
  private final TestProbe<Topic.Command<Published>> news = kit.createTestProbe();
  private final TestProbe<ClusterSharding.ShardCommand> shard = kit.createTestProbe();
  private final DegradedGuilds degraded = new DegradedGuilds(kit.system());
  private final Queue<Parcel> carried = new ConcurrentLinkedQueue<>();
  private boolean certainlyNotWritten;
  private final FailureClassifier failures =
      new FailureClassifier() {
        @Override
        public boolean isTransient(Throwable failure) {
          return true;
        }

        @Override
        public boolean isCertainlyNotWritten(Throwable failure) {
          return certainlyNotWritten;
        }
      };
  private Instant now = GuildFixture.START;
  private long knocks;

  private static Config config() {
    return ConfigFactory.parseString("pekko.loglevel = OFF")
        .withFallback(PersistenceTestKitPlugin.getInstance().config())
        .withFallback(PersistenceTestKitSnapshotPlugin.config())
        .withFallback(ConfigFactory.defaultReference())
        .resolve();
  }

  @AfterEach
  void close() {
    kit.shutdownTestKit();
  }

  private ActorRef<GuildMessage> desk(Courier courier) {
    Premises premises =
        new Premises(
            SETTINGS,
            courier,
            news.getRef(),
            _ -> CompletableFuture.failedFuture(new IllegalStateException("nobody to ask")),
            failures,
            new ProcessedCommandMap(),
            degraded);
    return kit.spawn(GuildEntity.create(GuildFixture.GUILD, premises, shard.getRef()));
  }

  private ActorRef<GuildMessage> opened(Courier courier) {
    ActorRef<GuildMessage> desk = desk(courier);
    done(desk, new Caller.Clockwork(), GuildFixture.observed());
    done(
        desk,
        new Caller.Clockwork(),
        new MemberCommand.Observe(GuildFixture.BEN, "Ben", Set.of(), false));
    return desk;
  }

  private Request request(Caller caller, GuildCommand command) {
    CommandId id = new CommandId(new UUID(4, ++knocks));
    return new Request(GuildFixture.GUILD, id, "f", now, caller, command);
  }

  private static Caller ben() {
    Standing seen = new Standing.Witnessed("Ben", Set.of(), false, null);
    return new Caller.Person(GuildFixture.BEN, seen, Door.DISCORD);
  }

  private GuildReply.Done done(ActorRef<GuildMessage> desk, Caller caller, GuildCommand command) {
    desk.tell(new GuildMessage.Do(request(caller, command), replies.getRef()));
    return replies.expectMessageClass(GuildReply.Done.class);
  }

  private TaskCommand.Create dishes() {
    return new TaskCommand.Create(
        new TaskId(new UUID(7, ++knocks)),
        GuildFixture.draft(
            "dishes",
            new Schedule.Once(GuildFixture.at("2026-11-25T11:00")),
            GuildFixture.fixed(GuildFixture.BEN)));
  }

  @Test
  void who_would_wait_too_long_is_told_at_once() {
    ActorRef<GuildMessage> desk = desk(carried::add);
    int crowd = 50;
    for (int i = 0; i < crowd; i++) {
      desk.tell(
          new GuildMessage.Do(
              request(new Caller.Clockwork(), GuildFixture.observed()), replies.getRef()));
    }
    List<GuildReply> all = replies.receiveSeveralMessages(crowd, Duration.ofSeconds(10));
    assertThat(all).hasAtLeastOneElementOfType(GuildReply.Busy.class);
    assertThat(all).filteredOn(GuildReply.Done.class::isInstance).hasSizeGreaterThanOrEqualTo(3);
    done(desk, ben(), dishes());
  }

  @Test
  void a_failed_write_is_not_answered_and_the_guild_comes_back() {
    ActorRef<GuildMessage> desk = opened(carried::add);
    int before = journal.persistedInStorage(ID).size();
    Request request = request(ben(), dishes());
    journal.failNextPersisted(ID);
    desk.tell(new GuildMessage.Do(request, replies.getRef()));
    replies.expectNoMessage(Duration.ofMillis(300));
    assertThat(journal.persistedInStorage(ID)).hasSize(before);
    await()
        .untilAsserted(() -> {
          desk.tell(new GuildMessage.Do(request, replies.getRef()));
          replies.expectMessageClass(GuildReply.Done.class, Duration.ofSeconds(1));
        });
    // the line was not left full by what the breakdown swallowed
    for (int i = 0; i < 10; i++) {
      done(desk, ben(), dishes());
    }
  }

  @Test
  void a_write_that_certainly_had_no_effect_is_answered_so() {
    certainlyNotWritten = true;
    ActorRef<GuildMessage> desk = opened(carried::add);
    journal.failNextPersisted(ID);
    desk.tell(new GuildMessage.Do(request(ben(), dishes()), replies.getRef()));
    replies.expectMessageClass(GuildReply.Unavailable.class);
  }

  @Test
  void who_waits_for_a_journal_that_stays_away_is_told_so_and_nothing_is_done_later() {
    ActorRef<GuildMessage> desk = opened(carried::add);
    kit.stop(desk);
    journal.failNextNReads(ID, 4);
    ActorRef<GuildMessage> again = desk(carried::add);
    Request refused = request(ben(), dishes());
    again.tell(new GuildMessage.Do(refused, replies.getRef()));
    replies.expectMessageClass(GuildReply.Unavailable.class, Duration.ofSeconds(10));
    Request later = request(ben(), dishes());
    await()
        .untilAsserted(() -> {
          again.tell(new GuildMessage.Do(later, replies.getRef()));
          replies.expectMessageClass(GuildReply.Done.class, Duration.ofSeconds(1));
        });
    assertThat(journal.persistedInStorage(ID))
        .map(event -> ((Recorded) event).command())
        .contains(later.id())
        .doesNotContain(refused.id());
  }

  @Test
  void a_restarted_guild_knows_everything_and_keeps_two_snapshots() {
    ActorRef<GuildMessage> desk = opened(carried::add);
    Request last = request(ben(), dishes());
    for (int i = 0; i < 10; i++) {
      done(desk, ben(), dishes());
    }
    desk.tell(new GuildMessage.Do(last, replies.getRef()));
    GuildReply.Done answer = replies.expectMessageClass(GuildReply.Done.class);
    await()
        .untilAsserted(
            () -> assertThat(snapshots.persistedInStorage(ID)).isNotEmpty().hasSizeLessThan(4));
    kit.stop(desk);
    desk(carried::add).tell(new GuildMessage.Do(last, replies.getRef()));
    assertThat(replies.expectMessageClass(GuildReply.Done.class))
        .isEqualTo(new GuildReply.Done(answer.outcome(), true));
  }

  @Test
  void what_is_owed_is_handed_out_once_it_is_written_and_again_when_nobody_settled_it() {
    ActorRef<GuildMessage> desk = opened(carried::add);
    done(desk, ben(), dishes());
    now = GuildFixture.instant("2026-11-24T11:00");
    done(desk, new Caller.Clockwork(), new NotificationCommand.WakeUp());
    assertThat(carried)
        .singleElement()
        .satisfies(parcel -> {
          assertThat(parcel.task().title()).isEqualTo("dishes");
          assertThat(parcel.delivery().attempts()).isEqualTo(1);
        });
    kit.stop(desk);
    ActorRef<GuildMessage> again = desk(carried::add);
    done(again, new Caller.Clockwork(), new NotificationCommand.WakeUp());
    assertThat(carried).as("recovery hands out nothing").hasSize(1);
    now = now.plusSeconds(15);
    done(again, new Caller.Clockwork(), new NotificationCommand.WakeUp());
    assertThat(carried).extracting(parcel -> parcel.delivery().attempts()).containsExactly(1, 2);
  }

  @Test
  void a_courier_who_stumbles_does_not_take_the_guild_along() {
    ActorRef<GuildMessage> desk =
        opened(_ -> {
          throw new IllegalStateException("no hands");
        });
    done(desk, ben(), dishes());
    now = GuildFixture.instant("2026-11-24T11:00");
    done(desk, new Caller.Clockwork(), new NotificationCommand.WakeUp());
    done(desk, ben(), dishes());
  }

  @Test
  void settings_say_everything_that_is_wrong_with_them() {
    Config bad =
        ConfigFactory.parseString(
                """
                dcm.entity {
                  patience = 0s, idle = 0s, snapshot-every = 0, waiting = 0
                  backoff-least = 0s, backoff-most = -1s, confirm-after = 0s, degraded-rest = 0s
                }
                """)
            .withFallback(ConfigFactory.defaultReference())
            .resolve();
    List<String> problems = new ArrayList<>();
    EntitySettings.from(bad, problems);
    assertThat(problems).hasSize(8).allMatch(problem -> problem.startsWith("dcm.entity."));
  }
}
