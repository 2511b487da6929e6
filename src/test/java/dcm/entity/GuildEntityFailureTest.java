package dcm.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dcm.entity.recovery.DegradedGuilds;
import dcm.guild.Guild;
import dcm.guild.GuildFixture;
import dcm.guild.command.CommandEnvelope;
import dcm.guild.command.GuildCommand;
import dcm.guild.command.MemberCommand;
import dcm.guild.command.NotificationCommand;
import dcm.guild.command.TaskCommand;
import dcm.guild.event.RecordedEvent;
import dcm.guild.reply.GuildReply;
import dcm.guild.value.Caller;
import dcm.guild.value.CommandId;
import dcm.guild.value.DeliveryDetails;
import dcm.guild.value.MembershipEvidence;
import dcm.guild.value.Origin;
import dcm.guild.value.Schedule;
import dcm.guild.value.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One guild's actor without a cluster. */
class GuildEntityFailureTest {
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

  private final ActorTestKit kit = ActorTestKit.create("test", config());
  private final PersistenceTestKit journal = PersistenceTestKit.create(kit.system());
  private final Queue<Guild> snapshots = new ConcurrentLinkedQueue<>();
  private final AtomicInteger snapshotsInProgress = new AtomicInteger();
  private volatile int snapshotBytes = 1;
  private final TestProbe<GuildReply> replies = kit.createTestProbe();
  private final TestProbe<ClusterSharding.ShardCommand> shard = kit.createTestProbe();
  private final DegradedGuilds degraded = new DegradedGuilds(kit.system());
  private final Queue<DeliveryDetails> handled = new ConcurrentLinkedQueue<>();
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
  private long lastId;

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

  private ActorRef<GuildMessage> entity(DeliveryHandler deliveryHandler) {
    EntityDependencies dependencies =
        new EntityDependencies(
            SETTINGS,
            deliveryHandler,
            _ -> CompletableFuture.failedFuture(new IllegalStateException("ownership unknown")),
            failures,
            new InMemoryProcessedCommandStore(),
            (_, guild) -> saveSnapshot(guild),
            degraded,
            () -> BoardListener.NONE,
            () -> Pseudonymization.UNAVAILABLE);
    return kit.spawn(GuildEntity.create(GuildFixture.GUILD, dependencies, shard.getRef()));
  }

  private ActorRef<GuildMessage> opened(DeliveryHandler deliveryHandler) {
    ActorRef<GuildMessage> entity = entity(deliveryHandler);
    done(entity, new Caller.SystemCaller(), GuildFixture.observed());
    done(
        entity,
        new Caller.SystemCaller(),
        new MemberCommand.Observe(GuildFixture.BEN, "Ben", Set.of(), false));
    return entity;
  }

  private CommandEnvelope envelope(Caller caller, GuildCommand command) {
    CommandId id = new CommandId(new UUID(4, ++lastId));
    return new CommandEnvelope(GuildFixture.GUILD, id, "f", now, caller, command);
  }

  private static Caller ben() {
    MembershipEvidence seen = new MembershipEvidence.FromDiscord("Ben", Set.of(), false, null);
    return new Caller.Person(GuildFixture.BEN, seen, Origin.DISCORD);
  }

  private GuildReply.Done done(ActorRef<GuildMessage> entity, Caller caller, GuildCommand command) {
    entity.tell(new GuildMessage.HandleCommand(envelope(caller, command), replies.getRef()));
    return replies.expectMessageClass(GuildReply.Done.class);
  }

  private TaskCommand.Create dishes() {
    return new TaskCommand.Create(
        new TaskId(new UUID(7, ++lastId)),
        GuildFixture.taskFields(
            "dishes",
            new Schedule.Once(GuildFixture.at("2026-11-25T11:00")),
            GuildFixture.fixed(GuildFixture.BEN)));
  }

  @Test
  void requests_beyond_the_limit_are_answered_busy_at_once() {
    ActorRef<GuildMessage> entity = entity(handled::add);
    int count = 50;
    for (int i = 0; i < count; i++) {
      entity.tell(
          new GuildMessage.HandleCommand(
              envelope(new Caller.SystemCaller(), GuildFixture.observed()), replies.getRef()));
    }
    List<GuildReply> all = replies.receiveSeveralMessages(count, Duration.ofSeconds(10));
    assertThat(all).hasAtLeastOneElementOfType(GuildReply.Busy.class);
    assertThat(all).filteredOn(GuildReply.Done.class::isInstance).hasSizeGreaterThanOrEqualTo(3);
    done(entity, ben(), dishes());
  }

  @Test
  void a_failed_write_is_not_answered_and_the_entity_restarts() {
    ActorRef<GuildMessage> entity = opened(handled::add);
    int before = journal.persistedInStorage(ID).size();
    CommandEnvelope envelope = envelope(ben(), dishes());
    journal.failNextPersisted(ID);
    entity.tell(new GuildMessage.HandleCommand(envelope, replies.getRef()));
    replies.expectNoMessage(Duration.ofMillis(300));
    assertThat(journal.persistedInStorage(ID)).hasSize(before);
    await()
        .untilAsserted(() -> {
          entity.tell(new GuildMessage.HandleCommand(envelope, replies.getRef()));
          replies.expectMessageClass(GuildReply.Done.class, Duration.ofSeconds(1));
        });
    // requests lost by the failure do not count as pending
    for (int i = 0; i < 10; i++) {
      done(entity, ben(), dishes());
    }
  }

  @Test
  void a_write_without_effect_is_answered_unavailable() {
    certainlyNotWritten = true;
    ActorRef<GuildMessage> entity = opened(handled::add);
    journal.failNextPersisted(ID);
    entity.tell(new GuildMessage.HandleCommand(envelope(ben(), dishes()), replies.getRef()));
    replies.expectMessageClass(GuildReply.Unavailable.class);
  }

  @Test
  void requests_during_a_long_outage_are_answered_and_have_no_later_effect() {
    ActorRef<GuildMessage> entity = opened(handled::add);
    kit.stop(entity);
    journal.failNextNReads(ID, 4);
    ActorRef<GuildMessage> restarted = entity(handled::add);
    CommandEnvelope refused = envelope(ben(), dishes());
    restarted.tell(new GuildMessage.HandleCommand(refused, replies.getRef()));
    replies.expectMessageClass(GuildReply.Unavailable.class, Duration.ofSeconds(10));
    CommandEnvelope later = envelope(ben(), dishes());
    await()
        .untilAsserted(() -> {
          restarted.tell(new GuildMessage.HandleCommand(later, replies.getRef()));
          replies.expectMessageClass(GuildReply.Done.class, Duration.ofSeconds(1));
        });
    assertThat(journal.persistedInStorage(ID))
        .map(event -> ((RecordedEvent) event).command())
        .contains(later.id())
        .doesNotContain(refused.id());
  }

  @Test
  void a_restarted_entity_recovers_its_state() {
    ActorRef<GuildMessage> entity = opened(handled::add);
    CommandEnvelope last = envelope(ben(), dishes());
    entity.tell(new GuildMessage.HandleCommand(last, replies.getRef()));
    GuildReply.Done answer = replies.expectMessageClass(GuildReply.Done.class);
    kit.stop(entity);
    entity(handled::add).tell(new GuildMessage.HandleCommand(last, replies.getRef()));
    assertThat(replies.expectMessageClass(GuildReply.Done.class))
        .isEqualTo(new GuildReply.Done(answer.outcome(), true));
  }

  @Test
  void a_snapshot_is_due_after_five_events() {
    snapshotBytes = 1;
    ActorRef<GuildMessage> entity = opened(handled::add);
    for (int i = 0; i < 20; i++) {
      done(entity, ben(), dishes());
      await().until(() -> snapshotsInProgress.get() == 0);
    }
    assertThat(snapshots).hasSizeGreaterThan(5);
    long before = 0;
    for (Guild snapshot : snapshots) {
      assertThat(snapshot.revision()).isGreaterThanOrEqualTo(before + 5);
      before = snapshot.revision();
    }
  }

  @Test
  void a_snapshot_is_due_after_as_many_bytes_of_events_as_the_last_one_has() {
    snapshotBytes = 1_000_000;
    ActorRef<GuildMessage> entity = opened(handled::add);
    for (int i = 0; i < 20; i++) {
      done(entity, ben(), dishes());
    }
    assertThat(snapshots).hasSize(1);
  }

  @Test
  void a_failed_snapshot_does_not_affect_the_guild() {
    snapshotBytes = 0;
    ActorRef<GuildMessage> entity = opened(handled::add);
    await()
        .untilAsserted(() -> {
          done(entity, ben(), dishes());
          assertThat(snapshots).as("it is attempted again").hasSizeGreaterThan(1);
        });
  }

  /** Completes elsewhere, as the real one does. */
  private CompletableFuture<Integer> saveSnapshot(Guild guild) {
    snapshots.add(guild);
    snapshotsInProgress.incrementAndGet();
    return CompletableFuture.supplyAsync(() -> {
      snapshotsInProgress.decrementAndGet();
      if (snapshotBytes == 0) {
        throw new IllegalStateException("disk full");
      }
      return snapshotBytes;
    });
  }

  @Test
  void a_delivery_is_handed_out_after_the_write_and_again_until_settled() {
    ActorRef<GuildMessage> entity = opened(handled::add);
    done(entity, ben(), dishes());
    now = GuildFixture.instant("2026-11-24T11:00");
    done(entity, new Caller.SystemCaller(), new NotificationCommand.WakeUp());
    assertThat(handled)
        .singleElement()
        .satisfies(details -> {
          assertThat(details.task().title()).isEqualTo("dishes");
          assertThat(details.delivery().attempts()).isEqualTo(1);
        });
    kit.stop(entity);
    ActorRef<GuildMessage> restarted = entity(handled::add);
    done(restarted, new Caller.SystemCaller(), new NotificationCommand.WakeUp());
    assertThat(handled).as("recovery dispatches nothing").hasSize(1);
    now = now.plusSeconds(15);
    done(restarted, new Caller.SystemCaller(), new NotificationCommand.WakeUp());
    assertThat(handled).extracting(details -> details.delivery().attempts()).containsExactly(1, 2);
  }

  @Test
  void a_failing_delivery_handler_does_not_fail_the_guild() {
    ActorRef<GuildMessage> entity =
        opened(_ -> {
          throw new IllegalStateException("handler failed");
        });
    done(entity, ben(), dishes());
    now = GuildFixture.instant("2026-11-24T11:00");
    done(entity, new Caller.SystemCaller(), new NotificationCommand.WakeUp());
    done(entity, ben(), dishes());
  }

  @Test
  void all_invalid_settings_are_reported_together() {
    Config bad =
        ConfigFactory.parseString(
                """
                dcm.entity {
                  ask-timeout = 0s, passivate-after = 0s, snapshot-every = 0, max-pending-requests = 0
                  min-backoff = 0s, max-backoff = -1s, ownership-check-interval = 0s, degraded-retry-interval = 0s
                }
                """)
            .withFallback(ConfigFactory.defaultReference())
            .resolve();
    List<String> problems = new ArrayList<>();
    EntitySettings.from(bad, problems);
    assertThat(problems).hasSize(8).allMatch(problem -> problem.startsWith("dcm.entity."));
  }
}
