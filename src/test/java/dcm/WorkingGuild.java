package dcm;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.bench.Latencies;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A guild in which a few members add tasks, look at the list and delete what they added. */
final class WorkingGuild {
  private static final int MEMBERS = 4;
  private static final int TASKS = 50;
  private static final Duration BETWEEN = Duration.ofMillis(200);

  private final List<Housemate> members;

  private WorkingGuild(List<Housemate> members) {
    this.members = members;
  }

  static WorkingGuild found(LocalDiscord discord, NodeProcess node, String name) {
    var guild = discord.found(name, MEMBERS);
    var members = new ArrayList<Housemate>();
    for (JsonNode member : guild.get("members")) {
      members.add(Housemate.logIn(node, member.get("id").asText(), guild.get("id").asText()));
    }
    for (var number = 0; number < TASKS; number++) {
      members.getFirst().post("tasks", Web.object("title", "task " + number));
    }
    return new WorkingGuild(List.copyOf(members));
  }

  /** What its members saw while they worked. */
  static final class Seen {
    final Latencies creates = new Latencies();
    final Latencies lists = new Latencies();
    final AtomicLong served = new AtomicLong();
    final AtomicLong notServed = new AtomicLong();

    String words() {
      return "create p50 %s p99 %s, list p50 %s p99 %s, %d served, %d not"
          .formatted(
              millis(creates, 50),
              millis(creates, 99),
              millis(lists, 50),
              millis(lists, 99),
              served.get(),
              notServed.get());
    }

    private static String millis(Latencies of, double percent) {
      return "%.1f ms".formatted(of.percentile(percent) / 1e6);
    }
  }

  /** All members work for so long. */
  Seen works(Duration time) throws InterruptedException {
    var seen = new Seen();
    var until = System.nanoTime() + time.toNanos();
    var threads = new ArrayList<Thread>();
    for (var member : members) {
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                while (System.nanoTime() < until) {
                  round(member, seen);
                }
              }));
    }
    for (var thread : threads) {
      thread.join();
    }
    return seen;
  }

  private static void round(Housemate member, Seen seen) {
    try {
      var began = System.nanoTime();
      var made = member.post("tasks", Web.object("title", "one more"));
      if (made.status() == 401) {
        member.renew();
        return;
      }
      if (counted(made, 201, seen)) {
        seen.creates.count(System.nanoTime() - began);
      }
      LockSupport.parkNanos(BETWEEN.toNanos());
      began = System.nanoTime();
      if (counted(member.get("tasks?limit=50"), 200, seen)) {
        seen.lists.count(System.nanoTime() - began);
      }
      LockSupport.parkNanos(BETWEEN.toNanos());
      if (made.status() == 201) {
        member
            .web()
            .send(
                "DELETE",
                made.header("Location"),
                null,
                member.with("If-Match", made.header("ETag")));
      }
    } catch (UncheckedIOException | AssertionError broken) {
      seen.notServed.incrementAndGet();
      LockSupport.parkNanos(BETWEEN.toNanos());
    }
  }

  private static boolean counted(Web.Said said, int wanted, Seen seen) {
    if (said.status() == wanted) {
      seen.served.incrementAndGet();
      return true;
    }
    seen.notServed.incrementAndGet();
    return false;
  }
}
