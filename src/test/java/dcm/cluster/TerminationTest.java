package dcm.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class TerminationTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @Test
  void actors_that_do_not_stop_do_not_block_termination() {
    var started = new CountDownLatch(1);
    var released = new CountDownLatch(1);
    var system = system(endingAfter(started, released));
    try {
      // an actor that is stopped before it started receives no PostStop
      await().atMost(TIMEOUT).until(() -> started.getCount() == 0);
      var terminated = Termination.of(system).toCompletableFuture();
      system.terminate();
      await().atMost(TIMEOUT).until(terminated::isDone);
      assertThat(system.getWhenTerminated().toCompletableFuture()).isNotDone();
    } finally {
      released.countDown();
    }
    await().atMost(TIMEOUT).until(() -> system.getWhenTerminated().toCompletableFuture().isDone());
  }

  @Test
  void it_completes_when_the_actors_have_stopped() {
    var system = system(Behaviors.empty());
    var terminated = Termination.of(system).toCompletableFuture();
    assertThat(terminated).isNotDone();
    system.terminate();
    await().atMost(TIMEOUT).until(terminated::isDone);
    assertThat(system.getWhenTerminated().toCompletableFuture()).isDone();
  }

  private static Behavior<Void> endingAfter(CountDownLatch started, CountDownLatch released) {
    return Behaviors.setup(context -> {
      started.countDown();
      return Behaviors.receiveSignal((_, signal) -> {
        if (signal instanceof PostStop) {
          try {
            released.await();
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          }
        }
        return Behaviors.same();
      });
    });
  }

  private static ActorSystem<Void> system(Behavior<Void> guardian) {
    return ActorSystem.create(
        guardian,
        "dcm",
        ConfigFactory.parseString(
                "pekko.actor.provider = local, pekko.coordinated-shutdown.exit-jvm = off")
            .withFallback(ConfigFactory.load()));
  }
}
