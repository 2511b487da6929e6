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
 * A guild whose members fill it with long descriptions, ask for all of it on many WebSockets and
 * connections at once, and read nothing, or one byte a second. Whoever is sent away comes back.
 */
final class AttackingGuild {
  private static final int MEMBERS = 4;
  private static final int DESCRIPTION = 4_000;
  private static final Duration HOLD = Duration.ofSeconds(8);
  private static final Duration BYTE = Duration.ofSeconds(1);
  private static final Duration BETWEEN_LISTS = Duration.ofMillis(250);

  private final NodeProcess node;
  private final String id;
  private final List<Housemate> members;
  private final List<Thread> people = new CopyOnWriteArrayList<>();
  private final AtomicLong sockets = new AtomicLong();
  private final AtomicLong lists = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private volatile boolean going = true;

  private AttackingGuild(NodeProcess node, String id, List<Housemate> members) {
    this.node = node;
    this.id = id;
    this.members = members;
  }

  static AttackingGuild found(LocalDiscord discord, NodeProcess node, String name) {
    var guild = discord.found(name, MEMBERS);
    var id = guild.get("id").asText();
    var members = new ArrayList<Housemate>();
    for (JsonNode member : guild.get("members")) {
      members.add(Housemate.logIn(node, member.get("id").asText(), id));
    }
    return new AttackingGuild(node, id, List.copyOf(members));
  }

  /** Tasks with descriptions as long as they may be, and no limit to how fast they are made. */
  void fill(int tasks) {
    var text = "x".repeat(DESCRIPTION);
    var threads = new ArrayList<Thread>();
    for (var member : members) {
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                for (var number = 0; number < tasks / MEMBERS; number++) {
                  var made =
                      member.post("tasks", Web.object("title", "t" + number, "description", text));
                  assertThat(made.status()).isIn(201, 429, 503);
                }
              }));
    }
    join(threads, Duration.ofMinutes(5));
  }

  /**
   * Attacks until {@link #end}.
   *
   * @param live WebSockets that begin at the first revision; every other one reads one byte a
   *     second
   * @param lists connections that ask for the longest list, one half of which reads it
   */
  void begin(int live, int lists) {
    for (var number = 0; number < live; number++) {
      var member = members.get(number % MEMBERS);
      var reads = number % 2 == 1;
      people.add(Thread.ofVirtual().start(() -> watch(member, reads)));
    }
    for (var number = 0; number < lists; number++) {
      var member = members.get(number % MEMBERS);
      var reads = number % 2 == 1;
      people.add(Thread.ofVirtual().start(() -> ask(member, reads)));
    }
  }

  private void watch(Housemate member, boolean reads) {
    while (going) {
      try {
        var said = member.post("ws-ticket", Web.object());
        if (said.status() == 401) {
          member.renew();
          continue;
        }
        if (said.status() != 200) {
          refused.incrementAndGet();
          LockSupport.parkNanos(BYTE.toNanos());
          continue;
        }
        try (var socket =
            UnreadSocket.live(node.dashboard(), id, said.body().get("ticket").asText())) {
          sockets.incrementAndGet();
          hold(socket, reads);
        }
      } catch (IOException | UncheckedIOException | AssertionError sentAway) {
        refused.incrementAndGet();
        LockSupport.parkNanos(BYTE.toNanos());
      }
    }
  }

  private void ask(Housemate member, boolean reads) {
    while (going) {
      try {
        if (reads) {
          var said = member.get("tasks?limit=200");
          if (said.status() == 200) {
            lists.incrementAndGet();
          } else {
            refused.incrementAndGet();
          }
          LockSupport.parkNanos(BETWEEN_LISTS.toNanos());
        } else {
          try (var socket =
              UnreadSocket.get(node.dashboard(), member.path("tasks?limit=200"), member.token())) {
            lists.incrementAndGet();
            hold(socket, true);
          }
        }
      } catch (IOException | UncheckedIOException sentAway) {
        refused.incrementAndGet();
        LockSupport.parkNanos(BYTE.toNanos());
      }
    }
  }

  private void hold(UnreadSocket socket, boolean reads) {
    var until = System.nanoTime() + HOLD.toNanos();
    while (going && System.nanoTime() < until) {
      if (reads && !socket.readsOneByte()) {
        return;
      }
      LockSupport.parkNanos(BYTE.toNanos());
    }
  }

  void end() {
    going = false;
    join(people, Duration.ofMinutes(1));
  }

  /** Whether its first member is served, who reads. */
  boolean isServed() {
    return members.getFirst().get("tasks?limit=1").status() == 200;
  }

  String words() {
    return "%d sockets, %d lists, %d refused".formatted(sockets.get(), lists.get(), refused.get());
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
