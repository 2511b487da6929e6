package dcm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A guild whose members fill it with long descriptions, request all of it on many WebSockets and
 * connections concurrently, and read nothing, or one byte a second. Rejected clients reconnect.
 */
final class AttackingGuild {
  private static final int MEMBERS = 4;
  private static final int DESCRIPTION = 4_000;
  private static final Duration HOLD_TIME = Duration.ofSeconds(8);
  private static final Duration BYTE_INTERVAL = Duration.ofSeconds(1);
  private static final Duration LIST_INTERVAL = Duration.ofMillis(250);

  private final NodeProcess node;
  private final String id;
  private final List<DashboardClient> members;
  private final List<Thread> attackers = new CopyOnWriteArrayList<>();
  private final AtomicLong sockets = new AtomicLong();
  private final AtomicLong lists = new AtomicLong();
  private final AtomicLong rejected = new AtomicLong();
  private volatile boolean running = true;

  private AttackingGuild(NodeProcess node, String id, List<DashboardClient> members) {
    this.node = node;
    this.id = id;
    this.members = members;
  }

  static AttackingGuild create(SandboxClient discord, NodeProcess node, String name) {
    var guild = discord.createGuild(name, MEMBERS);
    var id = guild.get("id").asText();
    var members = new ArrayList<DashboardClient>();
    for (JsonNode member : guild.get("members")) {
      members.add(DashboardClient.logIn(node, member.get("id").asText(), id));
    }
    return new AttackingGuild(node, id, List.copyOf(members));
  }

  /** Creates tasks with descriptions of maximum length, as fast as possible. */
  void fill(int tasks) {
    var text = "x".repeat(DESCRIPTION);
    var threads = new ArrayList<Thread>();
    for (var member : members) {
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                for (var number = 0; number < tasks / MEMBERS; number++) {
                  var created =
                      member.post(
                          "tasks",
                          TestHttpClient.object("title", "t" + number, "description", text));
                  assertThat(created.status()).isIn(201, 429, 503);
                }
              }));
    }
    join(threads, Duration.ofMinutes(5));
  }

  /**
   * Attacks until {@link #stop}.
   *
   * @param webSockets number of WebSockets that start at the first revision; every other one reads
   *     one byte a second
   * @param lists number of connections that request the longest list; half of them read it
   */
  void start(int webSockets, int lists) {
    for (var number = 0; number < webSockets; number++) {
      var member = members.get(number % MEMBERS);
      var reads = number % 2 == 1;
      attackers.add(Thread.ofVirtual().start(() -> watch(member, reads)));
    }
    for (var number = 0; number < lists; number++) {
      var member = members.get(number % MEMBERS);
      var reads = number % 2 == 1;
      attackers.add(Thread.ofVirtual().start(() -> requestLists(member, reads)));
    }
  }

  private void watch(DashboardClient member, boolean reads) {
    while (running) {
      try {
        var response = member.post("ws-ticket", TestHttpClient.object());
        if (response.status() == 401) {
          member.renew();
          continue;
        }
        if (response.status() != 200) {
          rejected.incrementAndGet();
          LockSupport.parkNanos(BYTE_INTERVAL.toNanos());
          continue;
        }
        try (var socket =
            SlowReadingSocket.openWebSocket(
                node.dashboard(), id, response.body().get("ticket").asText())) {
          sockets.incrementAndGet();
          hold(socket, reads);
        }
      } catch (IOException | UncheckedIOException | AssertionError sentAway) {
        rejected.incrementAndGet();
        LockSupport.parkNanos(BYTE_INTERVAL.toNanos());
      }
    }
  }

  private void requestLists(DashboardClient member, boolean reads) {
    while (running) {
      try {
        if (reads) {
          var response = member.get("tasks?limit=200");
          if (response.status() == 200) {
            lists.incrementAndGet();
          } else {
            rejected.incrementAndGet();
          }
          LockSupport.parkNanos(LIST_INTERVAL.toNanos());
        } else {
          try (var socket =
              SlowReadingSocket.startRequest(
                  node.dashboard(), member.path("tasks?limit=200"), member.token())) {
            lists.incrementAndGet();
            hold(socket, true);
          }
        }
      } catch (IOException | UncheckedIOException sentAway) {
        rejected.incrementAndGet();
        LockSupport.parkNanos(BYTE_INTERVAL.toNanos());
      }
    }
  }

  private void hold(SlowReadingSocket socket, boolean reads) {
    var until = System.nanoTime() + HOLD_TIME.toNanos();
    while (running && System.nanoTime() < until) {
      if (reads && !socket.readsOneByte()) {
        return;
      }
      LockSupport.parkNanos(BYTE_INTERVAL.toNanos());
    }
  }

  void stop() {
    running = false;
    join(attackers, Duration.ofMinutes(1));
  }

  /** Whether its first member, who reads responses, is served. */
  boolean isServed() {
    return members.getFirst().get("tasks?limit=1").status() == 200;
  }

  String summary() {
    return "%d sockets, %d lists, %d refused".formatted(sockets.get(), lists.get(), rejected.get());
  }

  private static void join(List<Thread> threads, Duration within) {
    try {
      for (var thread : threads) {
        assertThat(thread.join(within)).isTrue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
