package dcm.entity;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dcm.guild.Caller;
import dcm.guild.NotificationCommand;
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

class WakeUpsTest {
  private static final Instant START = Instant.parse("2026-05-01T10:00:00Z");
  private static final Config CONFIG =
      ManualTime.config()
          .withFallback(
              ConfigFactory.parseString(
                  "pekko.actor.provider = local, pekko.coordinated-shutdown.exit-jvm = off"))
          .withFallback(ConfigFactory.load());

  private final ActorTestKit testKit = ActorTestKit.create(CONFIG);
  private final ManualTime time = ManualTime.get(testKit.system());
  private final Agenda agenda = new Agenda();
  private volatile Instant now = START;
  private ActorRef<WakeUps.Message> sweeper;

  @BeforeEach
  void sweep() {
    var settings = new WakeUpSettings(Duration.ofSeconds(1), 3, 2, Duration.ofSeconds(8));
    // everything happens on the test's own thread: when a call returns, all has been said and done
    sweeper =
        testKit.spawn(
            WakeUps.create(agenda, agenda::decide, settings, () -> now),
            DispatcherSelector.fromConfig("pekko.test.calling-thread-dispatcher"));
  }

  @AfterEach
  void stop() {
    testKit.shutdownTestKit();
  }

  @Test
  void it_leaves_when_it_is_told_and_wakes_nobody_any_more() {
    agenda.plan(START.plusSeconds(2), 7);
    sweeper.tell(new WakeUps.Leave());
    testKit.createTestProbe().expectTerminated(sweeper);
    seconds(3);
    assertThat(agenda.knocked()).isEmpty();
  }

  @Test
  void a_guild_is_woken_by_the_clockwork_at_its_instant_and_not_before() {
    agenda.plan(START.plusSeconds(2), 7);
    seconds(1);
    assertThat(agenda.knocked()).isEmpty();
    seconds(1);
    assertKnocks(7);
    assertThat(agenda.knocks().getFirst())
        .satisfies(knock -> {
          assertThat(knock.caller()).isEqualTo(new Caller.Clockwork());
          assertThat(knock.command()).isEqualTo(new NotificationCommand.WakeUp());
          assertThat(knock.at()).isEqualTo(now);
        });
  }

  @Test
  void only_so_many_wake_at_the_same_time_and_all_in_the_end() {
    agenda.plan(START, LongStream.rangeClosed(1, 10).toArray());
    seconds(1);
    assertKnocks(1, 2);
    for (long guild = 1; guild <= 8; guild++) {
      agenda.wakes(guild);
      assertKnocks(LongStream.rangeClosed(1, guild + 2).toArray());
    }
  }

  @Test
  void a_sweep_goes_on_by_itself_while_more_is_due() {
    agenda.plan(START, LongStream.rangeClosed(1, 7).toArray());
    seconds(1);
    for (long guild = 1; guild <= 7; guild++) {
      agenda.wakes(guild);
    }
    assertThat(agenda.knocked()).hasSize(7);
  }

  @Test
  void sweeps_do_not_overlap() {
    var gate = new CompletableFuture<Void>();
    agenda.answerWhen(gate);
    agenda.plan(START, 1);
    seconds(1);
    seconds(5);
    gate.complete(null);
    assertKnocks(1);
    assertThat(agenda.looks()).isEqualTo(1);
  }

  @Test
  void a_guild_that_is_slow_to_wake_is_not_woken_twice_and_holds_up_nobody() {
    agenda.plan(START, 1);
    seconds(1);
    assertKnocks(1);
    agenda.plan(START.plusSeconds(1), 2);
    seconds(1);
    assertKnocks(1, 2);
    agenda.wakes(2);
    seconds(1);
    assertThat(agenda.knocked()).containsExactly(1L, 2L);
  }

  @Test
  void a_broken_guild_is_tried_less_and_less_often_but_for_ever() {
    agenda.plan(START, 1);
    var tries = new ArrayList<Long>();
    for (int second = 1; second <= 40; second++) {
      int before = agenda.knocked().size();
      seconds(1);
      if (agenda.knocked().size() > before) {
        tries.add(now.getEpochSecond() - START.getEpochSecond());
        agenda.breaks(1);
      }
    }
    assertThat(tries).containsExactly(1L, 2L, 4L, 8L, 16L, 24L, 32L, 40L);
  }

  @Test
  void broken_guilds_never_starve_the_others() {
    agenda.plan(START.minusSeconds(60), 1, 2, 3, 4, 5, 6);
    seconds(1);
    for (long guild = 1; guild <= 6; guild++) {
      agenda.breaks(guild);
    }
    agenda.plan(START, 99);
    long before = now.getEpochSecond();
    while (!agenda.knocked().contains(99L)) {
      for (long guild : waitingToBreak()) {
        agenda.breaks(guild);
      }
      seconds(1);
      assertThat(now.getEpochSecond() - before).isLessThan(10);
    }
  }

  @Test
  void a_guild_whose_row_stays_is_not_woken_each_second() {
    agenda.plan(START, 1);
    int times = 0;
    for (int second = 1; second <= 20; second++) {
      seconds(1);
      if (agenda.knocked().size() > times) {
        times++;
        agenda.turnsOver(1, 5);
      }
    }
    assertThat(times).isBetween(3, 6);
  }

  @Test
  void that_nothing_can_be_seen_is_said_once() {
    agenda.answerWhen(CompletableFuture.failedFuture(new IllegalStateException("no database")));
    LoggingTestKit.warn("what is due cannot be seen")
        .withOccurrences(1)
        .expect(
            testKit.system(),
            () -> {
              for (int look = 1; look <= 5; look++) {
                seconds(1);
              }
              return null;
            });
    agenda.answerWhen(CompletableFuture.completedFuture(null));
    agenda.plan(START, 1);
    LoggingTestKit.info("can be seen again")
        .expect(
            testKit.system(),
            () -> {
              seconds(1);
              assertKnocks(1);
              return null;
            });
  }

  private List<Long> waitingToBreak() {
    var last = agenda.knocked();
    return last.stream().filter(agenda::isWaking).distinct().toList();
  }

  private void seconds(int seconds) {
    for (int i = 0; i < seconds; i++) {
      now = now.plusSeconds(1);
      time.timePasses(Duration.ofSeconds(1));
    }
  }

  private void assertKnocks(long... guilds) {
    assertThat(agenda.knocked())
        .containsExactly(LongStream.of(guilds).boxed().toArray(Long[]::new));
  }
}
