package dcm.entity.wakeup;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dcm.guild.command.NotificationCommand;
import dcm.guild.value.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WakeUpSchedulerTest {
  private static final Instant START = Instant.parse("2026-05-01T10:00:00Z");
  private static final Config CONFIG =
      ManualTime.config()
          .withFallback(
              ConfigFactory.parseString(
                  "pekko.actor.provider = local, pekko.coordinated-shutdown.exit-jvm = off"))
          .withFallback(ConfigFactory.load());

  private final ActorTestKit testKit = ActorTestKit.create(CONFIG);
  private final ManualTime time = ManualTime.get(testKit.system());
  private final InMemoryDueGuilds dueGuilds = new InMemoryDueGuilds();
  private volatile Instant now = START;
  private ActorRef<WakeUpScheduler.Message> scheduler;

  @BeforeEach
  void start() {
    var settings = new WakeUpSettings(Duration.ofSeconds(1), 3, 2, Duration.ofSeconds(8));
    // everything runs on the test's thread: when a call returns, all effects are complete
    scheduler =
        testKit.spawn(
            WakeUpScheduler.create(dueGuilds, dueGuilds::decide, settings, () -> now),
            DispatcherSelector.fromConfig("pekko.test.calling-thread-dispatcher"));
  }

  @AfterEach
  void stop() {
    testKit.shutdownTestKit();
  }

  @Test
  void it_stops_on_request_and_wakes_no_guild_afterwards() {
    dueGuilds.plan(START.plusSeconds(2), 7);
    scheduler.tell(new WakeUpScheduler.Stop());
    testKit.createTestProbe().expectTerminated(scheduler);
    seconds(3);
    assertThat(dueGuilds.requestedGuilds()).isEmpty();
  }

  @Test
  void a_guild_is_woken_by_the_system_at_its_planned_instant() {
    dueGuilds.plan(START.plusSeconds(2), 7);
    seconds(1);
    assertThat(dueGuilds.requestedGuilds()).isEmpty();
    seconds(1);
    assertRequested(7);
    assertThat(dueGuilds.requests().getFirst())
        .satisfies(envelope -> {
          assertThat(envelope.caller()).isEqualTo(new Caller.SystemCaller());
          assertThat(envelope.command()).isEqualTo(new NotificationCommand.WakeUp());
          assertThat(envelope.at()).isEqualTo(now);
        });
  }

  @Test
  void parallel_wake_ups_are_limited_and_all_guilds_are_woken() {
    dueGuilds.plan(START, LongStream.rangeClosed(1, 10).toArray());
    seconds(1);
    assertRequested(1, 2);
    for (long guild = 1; guild <= 8; guild++) {
      dueGuilds.completeWakeUp(guild);
      assertRequested(LongStream.rangeClosed(1, guild + 2).toArray());
    }
  }

  @Test
  void a_sweep_continues_while_more_guilds_are_due() {
    dueGuilds.plan(START, LongStream.rangeClosed(1, 7).toArray());
    seconds(1);
    for (long guild = 1; guild <= 7; guild++) {
      dueGuilds.completeWakeUp(guild);
    }
    assertThat(dueGuilds.requestedGuilds()).hasSize(7);
  }

  @Test
  void sweeps_do_not_overlap() {
    var gate = new CompletableFuture<Void>();
    dueGuilds.answerWhen(gate);
    dueGuilds.plan(START, 1);
    seconds(1);
    seconds(5);
    gate.complete(null);
    assertRequested(1);
    assertThat(dueGuilds.queries()).isEqualTo(1);
  }

  @Test
  void a_slow_guild_is_not_woken_twice_and_delays_no_other() {
    dueGuilds.plan(START, 1);
    seconds(1);
    assertRequested(1);
    dueGuilds.plan(START.plusSeconds(1), 2);
    seconds(1);
    assertRequested(1, 2);
    dueGuilds.completeWakeUp(2);
    seconds(1);
    assertThat(dueGuilds.requestedGuilds()).containsExactly(1L, 2L);
  }

  @Test
  void a_failing_guild_is_retried_for_ever_with_growing_delays() {
    dueGuilds.plan(START, 1);
    var tries = new ArrayList<Long>();
    for (int second = 1; second <= 40; second++) {
      int before = dueGuilds.requestedGuilds().size();
      seconds(1);
      if (dueGuilds.requestedGuilds().size() > before) {
        tries.add(now.getEpochSecond() - START.getEpochSecond());
        dueGuilds.failWakeUp(1);
      }
    }
    assertThat(tries).containsExactly(1L, 2L, 4L, 8L, 16L, 24L, 32L, 40L);
  }

  @Test
  void failing_guilds_never_starve_the_others() {
    dueGuilds.plan(START.minusSeconds(60), 1, 2, 3, 4, 5, 6);
    seconds(1);
    for (long guild = 1; guild <= 6; guild++) {
      dueGuilds.failWakeUp(guild);
    }
    dueGuilds.plan(START, 99);
    long before = now.getEpochSecond();
    while (!dueGuilds.requestedGuilds().contains(99L)) {
      for (long guild : waitingToBreak()) {
        dueGuilds.failWakeUp(guild);
      }
      seconds(1);
      assertThat(now.getEpochSecond() - before).isLessThan(10);
    }
  }

  @Test
  void a_guild_without_progress_backs_off() {
    dueGuilds.plan(START, 1);
    int times = 0;
    for (int second = 1; second <= 20; second++) {
      seconds(1);
      if (dueGuilds.requestedGuilds().size() > times) {
        times++;
        dueGuilds.completeWithoutProgress(1, 5);
      }
    }
    assertThat(times).isBetween(3, 6);
  }

  @Test
  void a_failing_query_is_logged_once() {
    dueGuilds.answerWhen(CompletableFuture.failedFuture(new IllegalStateException("no database")));
    LoggingTestKit.warn("query for due guilds failed")
        .withOccurrences(1)
        .expect(
            testKit.system(),
            () -> {
              for (int second = 1; second <= 5; second++) {
                seconds(1);
              }
              return null;
            });
    dueGuilds.answerWhen(CompletableFuture.completedFuture(null));
    dueGuilds.plan(START, 1);
    LoggingTestKit.info("succeeds again")
        .expect(
            testKit.system(),
            () -> {
              seconds(1);
              assertRequested(1);
              return null;
            });
  }

  private List<Long> waitingToBreak() {
    var last = dueGuilds.requestedGuilds();
    return last.stream().filter(dueGuilds::isWaking).distinct().toList();
  }

  private void seconds(int seconds) {
    for (int i = 0; i < seconds; i++) {
      now = now.plusSeconds(1);
      time.timePasses(Duration.ofSeconds(1));
    }
  }

  private void assertRequested(long... guilds) {
    assertThat(dueGuilds.requestedGuilds())
        .containsExactly(LongStream.of(guilds).boxed().toArray(Long[]::new));
  }
}
