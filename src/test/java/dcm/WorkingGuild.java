package dcm;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.bench.LatencyHistogram;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A guild in which several members add tasks, read the list and delete their tasks. */
final class WorkingGuild {
  private static final int MEMBERS = 4;
  private static final int TASKS = 50;
  private static final Duration INTERVAL = Duration.ofMillis(200);

  private final List<DashboardClient> members;

  private WorkingGuild(List<DashboardClient> members) {
    this.members = members;
  }

  static WorkingGuild create(SandboxClient discord, NodeProcess node, String name) {
    var guild = discord.createGuild(name, MEMBERS);
    var members = new ArrayList<DashboardClient>();
    for (JsonNode member : guild.get("members")) {
      members.add(DashboardClient.logIn(node, member.get("id").asText(), guild.get("id").asText()));
    }
    for (var number = 0; number < TASKS; number++) {
      members.getFirst().post("tasks", TestHttpClient.object("title", "task " + number));
    }
    return new WorkingGuild(List.copyOf(members));
  }

  /** The measurements of its members. */
  static final class Measurements {
    final LatencyHistogram creates = new LatencyHistogram();
    final LatencyHistogram lists = new LatencyHistogram();
    final AtomicLong served = new AtomicLong();
    final AtomicLong notServed = new AtomicLong();

    String summary() {
      return "create p50 %s p99 %s, list p50 %s p99 %s, %d served, %d not"
          .formatted(
              millis(creates, 50),
              millis(creates, 99),
              millis(lists, 50),
              millis(lists, 99),
              served.get(),
              notServed.get());
    }

    private static String millis(LatencyHistogram latencies, double percent) {
      return "%.1f ms".formatted(latencies.percentile(percent) / 1e6);
    }
  }

  /** Runs all members for this time. */
  Measurements runFor(Duration time) throws InterruptedException {
    var measurements = new Measurements();
    var until = System.nanoTime() + time.toNanos();
    var threads = new ArrayList<Thread>();
    for (var member : members) {
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                while (System.nanoTime() < until) {
                  round(member, measurements);
                }
              }));
    }
    for (var thread : threads) {
      thread.join();
    }
    return measurements;
  }

  private static void round(DashboardClient member, Measurements measurements) {
    try {
      var startedAt = System.nanoTime();
      var created = member.post("tasks", TestHttpClient.object("title", "one more"));
      if (created.status() == 401) {
        member.renew();
        return;
      }
      if (countServed(created, 201, measurements)) {
        measurements.creates.record(System.nanoTime() - startedAt);
      }
      LockSupport.parkNanos(INTERVAL.toNanos());
      startedAt = System.nanoTime();
      if (countServed(member.get("tasks?limit=50"), 200, measurements)) {
        measurements.lists.record(System.nanoTime() - startedAt);
      }
      LockSupport.parkNanos(INTERVAL.toNanos());
      if (created.status() == 201) {
        member
            .web()
            .send(
                "DELETE",
                created.header("Location"),
                null,
                member.with("If-Match", created.header("ETag")));
      }
    } catch (UncheckedIOException | AssertionError broken) {
      measurements.notServed.incrementAndGet();
      LockSupport.parkNanos(INTERVAL.toNanos());
    }
  }

  private static boolean countServed(
      TestHttpClient.Response response, int expectedStatus, Measurements measurements) {
    if (response.status() == expectedStatus) {
      measurements.served.incrementAndGet();
      return true;
    }
    measurements.notServed.incrementAndGet();
    return false;
  }
}
