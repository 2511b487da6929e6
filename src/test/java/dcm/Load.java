package dcm;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Dozens of guilds, in each of which somebody adds a task every so often and somebody else looks at
 * the list, each time at any of the nodes. Nobody tells them that a node died; who finds no one
 * asks elsewhere.
 */
final class Load {
  private static final int AT_THE_DOOR = 4;
  private static final Duration BETWEEN_TASKS = Duration.ofMillis(700);

  /** Everybody reads the whole list: it must not grow as fast for as long as a test goes on. */
  private static final int TASKS_UNTIL_SLOWER = 50;

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);
  private static final Duration BETWEEN_INSISTING = Duration.ofMillis(100);
  private static final Duration UNTIL_ALL_ARE_SERVED = Duration.ofMinutes(1);

  private final List<Resident> residents;
  private final List<Entrance> entrances = new CopyOnWriteArrayList<>();
  private final List<Thread> people = new CopyOnWriteArrayList<>();
  private final Witness witness = new Witness();
  private volatile boolean going = true;

  private Load(List<Resident> residents) {
    this.residents = residents;
  }

  /** Founds the guilds and begins; returns when all people are there. */
  static Load begin(LocalDiscord discord, List<NodeProcess> nodes, int guilds) {
    try (var threads = Executors.newFixedThreadPool(AT_THE_DOOR)) {
      var settling =
          IntStream.range(0, guilds)
              .mapToObj(number ->
                  CompletableFuture.supplyAsync(
                      () -> Resident.settle(discord, nodes.get(number % nodes.size()), number),
                      threads))
              .toList();
      var load = new Load(settling.stream().map(CompletableFuture::join).toList());
      nodes.forEach(load::use);
      load.residents.forEach(load::lives);
      return load;
    }
  }

  private void lives(Resident resident) {
    begin(() -> {
      for (var number = 0; going; number++) {
        resident.add("task " + number, this::any, witness);
        pause(BETWEEN_TASKS.multipliedBy(1 + number / TASKS_UNTIL_SLOWER));
      }
    });
    begin(() -> {
      while (going) {
        resident.look(() -> Optional.of(any()), witness);
        pause(BETWEEN_LOOKS);
      }
    });
  }

  private void begin(Runnable life) {
    people.add(Thread.ofVirtual().start(life));
  }

  /** Some people of each guild ask at this node first, or only there, until it ends. */
  void insistOn(NodeProcess node) {
    var only = Entrance.of(node);
    var there = "insisted at " + node.dashboard().getPort() + ", ";
    var aside = witness.aside();
    for (var resident : residents) {
      begin(() -> {
        while (going && node.isAlive()) {
          resident.look(() -> node.isAlive() ? Optional.of(only) : Optional.empty(), aside);
          pause(BETWEEN_INSISTING);
        }
      });
      begin(() -> {
        for (var number = 0; going && node.isAlive(); number++) {
          var tries = List.of(only).iterator();
          Supplier<Entrance> firstThere = () -> tries.hasNext() ? tries.next() : any();
          resident.add(there + number, firstThere, aside);
          pause(BETWEEN_TASKS);
        }
      });
    }
  }

  private Entrance any() {
    return entrances.get(ThreadLocalRandom.current().nextInt(entrances.size()));
  }

  void use(NodeProcess node) {
    entrances.add(Entrance.of(node));
  }

  /** As a balancer does that finds it silent. */
  void avoid(NodeProcess node) {
    entrances.removeIf(entrance -> entrance.node() == node);
  }

  /** Waits until every guild has served somebody who began to ask from now on. */
  void untilAllAreServed() {
    var now = System.nanoTime();
    await("every guild serves")
        .atMost(UNTIL_ALL_ARE_SERVED)
        .until(() -> witness.servedSince(now).size() == residents.size());
  }

  Witness witness() {
    return witness;
  }

  /** The load goes on for a while. */
  void goesOnFor(Duration time) {
    pause(time);
  }

  /** Nobody begins anything more; returns when everybody has their answer. */
  void end() {
    going = false;
    for (var person : people) {
      try {
        if (!person.join(Duration.ofMinutes(2))) {
          throw new AssertionError("somebody still waits for an answer");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  /** Everybody goes away, with or without an answer. */
  void breakOff() {
    going = false;
    people.forEach(Thread::interrupt);
  }

  /** Each guild's tasks when all is over. */
  Map<String, List<String>> ends() {
    var ends = new HashMap<String, List<String>>();
    var alive =
        entrances.stream().filter(entrance -> entrance.node().isAlive()).findFirst().orElseThrow();
    residents.forEach(resident -> ends.put(resident.guild(), resident.items(alive)));
    return ends;
  }

  private static void pause(Duration pause) {
    LockSupport.parkNanos(pause.toNanos());
  }
}
