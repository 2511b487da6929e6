package dcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Two guilds request as much as possible from a small node and read nothing, or one byte a second,
 * while a third guild works normally. The waiting times of the third guild are written to {@code
 * target/resilience.txt}; the test asserts that the node survives and serves it. The system
 * property {@code dcm.attack} is the duration of the attack.
 */
@Execution(ExecutionMode.CONCURRENT)
class LiveAttackIT {
  /** The heap of the manifests; less for a short attack. */
  private static final String HEAP = LongRun.or("700m", "256m");

  private static final int TASKS = LongRun.or(1_200, 240);
  private static final int SOCKETS = LongRun.or(70, 60);
  private static final int LISTS = LongRun.or(40, 30);
  private static final Duration ATTACK =
      Duration.parse(System.getProperty("dcm.attack", LongRun.or("PT10M", "PT8S")));
  private static final Duration BEFORE = LongRun.or(Duration.ofSeconds(60), Duration.ofSeconds(3));

  @TempDir Path directory;

  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void a_node_survives_two_guilds_that_request_much_and_read_nothing() throws Exception {
    try (var services = SharedServices.in(directory);
        var node =
            services
                .node("attacked", Map.of())
                .withJvmOptions(
                    "-Xmx" + HEAP,
                    "-XX:+ExitOnOutOfMemoryError",
                    // the maximum that an administrator may set
                    "-Ddcm.redis.limits.member.default=1200",
                    "-Ddcm.redis.limits.guild.default=12000")) {
      node.launch();
      var one = AttackingGuild.create(services.sandbox(), node, "One");
      var other = AttackingGuild.create(services.sandbox(), node, "Other");
      var third = WorkingGuild.create(services.sandbox(), node, "Third");
      one.fill(TASKS);
      other.fill(TASKS);
      var before = third.runFor(BEFORE);
      one.start(SOCKETS, LISTS);
      other.start(SOCKETS, LISTS);
      var during = third.runFor(ATTACK);
      NodeCluster.record(
          "attack of %s at %s: before %s; during %s; attackers %s and %s"
              .formatted(
                  ATTACK,
                  HEAP,
                  before.summary(),
                  during.summary(),
                  one.summary(),
                  other.summary()));
      assertThat(node.isAlive()).as(node.log()).isTrue();
      assertThat(during.served.get()).isPositive();
      one.stop();
      other.stop();
      await("the attackers are served when they read")
          .atMost(Duration.ofSeconds(30))
          .until(() -> one.isServed() && other.isServed());
      assertThat(node.log()).doesNotContain("OutOfMemoryError");
    }
  }
}
