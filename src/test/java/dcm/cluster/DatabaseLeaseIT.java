package dcm.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dcm.journal.jdbc.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.coordination.lease.LeaseSettings;
import org.apache.pekko.coordination.lease.TimeoutSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class DatabaseLeaseIT {
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final ActorTestKit KIT = ActorTestKit.create("leases", DATABASE.config());
  private static final AtomicInteger NAMES = new AtomicInteger();

  private final String name = "lease-" + NAMES.incrementAndGet();

  @AfterAll
  static void end() {
    KIT.shutdownTestKit();
  }

  @Test
  void an_acquired_lease_is_held_until_released() {
    var first = lease("a", Duration.ofSeconds(8));
    var second = lease("b", Duration.ofSeconds(8));
    assertThat(first.checkLease()).isFalse();
    assertThat(join(first.acquire())).isTrue();
    assertThat(first.checkLease()).isTrue();
    assertThat(join(first.acquire())).isTrue();
    assertThat(join(second.acquire())).isFalse();
    assertThat(second.checkLease()).isFalse();

    assertThat(join(first.release())).isTrue();
    assertThat(first.checkLease()).isFalse();
    assertThat(join(second.acquire())).isTrue();
  }

  @Test
  void it_is_renewed_beyond_its_timeout() {
    var holder = lease("a", Duration.ofSeconds(2));
    var other = lease("b", Duration.ofSeconds(2));
    assertThat(join(holder.acquire())).isTrue();
    await()
        .during(Duration.ofSeconds(5))
        .atMost(Duration.ofSeconds(6))
        .until(() -> holder.checkLease() && !join(other.acquire()));
  }

  @Test
  void the_lease_of_a_dead_holder_is_acquired_after_its_timeout() {
    var system = ActorTestKit.create("gone", DATABASE.config());
    var holder = lease(system, "a", Duration.ofSeconds(2));
    var other = lease("b", Duration.ofSeconds(2));
    assertThat(join(holder.acquire())).isTrue();
    assertThat(join(other.acquire())).isFalse();
    // without a release, like a process that is killed
    system.shutdownTestKit();
    await().atMost(Duration.ofSeconds(10)).until(() -> join(other.acquire()));
    assertThat(holder.checkLease()).isFalse();
  }

  @Test
  void a_restarted_process_is_another_owner() {
    assertThat(join(lease("same", Duration.ofSeconds(8)).acquire())).isTrue();
    assertThat(join(lease("same", Duration.ofSeconds(8)).acquire())).isFalse();
  }

  @Test
  void the_loss_of_a_lease_is_reported() throws SQLException {
    var holder = lease("a", Duration.ofSeconds(2));
    var lostCalls = new AtomicInteger();
    assertThat(join(holder.acquire(_ -> lostCalls.incrementAndGet()))).isTrue();
    try (var connection = DATABASE.connect();
        var steal =
            connection.prepareStatement("update dcm.lease set owner = 'thief' where name = ?")) {
      steal.setString(1, name);
      steal.executeUpdate();
    }
    await().atMost(Duration.ofSeconds(5)).until(() -> lostCalls.get() == 1);
    assertThat(holder.checkLease()).isFalse();
  }

  @Test
  void concurrent_acquirers_never_hold_it_together() {
    var contenders =
        IntStream.range(0, 8).mapToObj(i -> lease("c" + i, Duration.ofSeconds(4))).toList();
    var holders = new ConcurrentLinkedQueue<Long>();
    for (int round = 0; round < 10; round++) {
      var acquired = contenders.stream().map(DatabaseLease::acquire).toList();
      holders.add(acquired.stream().filter(DatabaseLeaseIT::join).count());
      holders.add(contenders.stream().filter(DatabaseLease::checkLease).count());
      contenders.forEach(lease -> join(lease.release()));
    }
    assertThat(List.copyOf(holders)).containsOnly(1L);
  }

  private DatabaseLease lease(String owner, Duration timeout) {
    return lease(KIT, owner, timeout);
  }

  private DatabaseLease lease(ActorTestKit kit, String owner, Duration timeout) {
    Config timeouts =
        ConfigFactory.parseString(
            "heartbeat-timeout = %dms, heartbeat-interval = %dms, lease-operation-timeout = 10s"
                .formatted(timeout.toMillis(), timeout.toMillis() / 4));
    return new DatabaseLease(
        new LeaseSettings(name, owner, TimeoutSettings.apply(timeouts), timeouts),
        (ExtendedActorSystem) kit.system().classicSystem());
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
