package dcm.entity.wakeup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WakeUpSchedulerIT {
  private final ActorTestKit first = node();
  private final ActorTestKit second = node();

  @AfterEach
  void stop() {
    second.shutdownTestKit();
    first.shutdownTestKit();
  }

  @Test
  void one_node_of_the_cluster_wakes_the_guilds() {
    var settings = new WakeUpSettings(Duration.ofMillis(50), 10, 4, Duration.ofSeconds(60));
    var dueGuilds = new InMemoryDueGuilds();
    dueGuilds.plan(Instant.EPOCH, 7);
    var cluster = Cluster.get(first.system());
    Stream.of(first, second)
        .forEach(node ->
            Cluster.get(node.system()).manager().tell(Join.create(cluster.selfMember().address())));
    Stream.of(first, second)
        .forEach(node ->
            WakeUpScheduler.start(
                node.system(), dueGuilds, dueGuilds::decide, settings, InstantSource.system()));
    await().atMost(Duration.ofSeconds(30)).until(() -> !dueGuilds.requestedGuilds().isEmpty());
    int looks = dueGuilds.queries();
    await().atMost(Duration.ofSeconds(30)).until(() -> dueGuilds.queries() > looks + 5);
    assertThat(dueGuilds.requestedGuilds()).isEqualTo(List.of(7L));
  }

  private static ActorTestKit node() {
    return ActorTestKit.create(
        "test",
        ConfigFactory.parseString(
                """
                pekko.remote.artery.canonical { hostname = 127.0.0.1, port = 0 }
                pekko.cluster.roles = [guild]
                pekko.coordinated-shutdown { exit-jvm = off, run-by-actor-system-terminate = off }
                pekko.cluster.downing-provider-class = ""
                """)
            .withFallback(ConfigFactory.load()));
  }
}
