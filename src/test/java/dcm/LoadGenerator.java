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
final class LoadGenerator {
  private static final int LOGIN_PARALLELISM = 4;
  private static final Duration TASK_INTERVAL = Duration.ofMillis(700);

  /** Everybody reads the whole list: it must not grow as fast for as long as a test goes on. */
  private static final int TASKS_PER_SLOWDOWN = 50;

  private static final Duration READ_INTERVAL = Duration.ofMillis(300);
  private static final Duration PINNED_READ_INTERVAL = Duration.ofMillis(100);
  private static final Duration ALL_SERVED_TIMEOUT = Duration.ofMinutes(1);

  private final List<GuildLoadClient> clients;
  private final List<NodeUrl> nodeUrls = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final OutageRecorder recorder = new OutageRecorder();
  private volatile boolean running = true;

  private LoadGenerator(List<GuildLoadClient> clients) {
    this.clients = clients;
  }

  /** Founds the guilds and begins; returns when all people are there. */
  static LoadGenerator start(SandboxClient discord, List<NodeProcess> nodes, int guilds) {
    try (var threads = Executors.newFixedThreadPool(LOGIN_PARALLELISM)) {
      var starting =
          IntStream.range(0, guilds)
              .mapToObj(number ->
                  CompletableFuture.supplyAsync(
                      () ->
                          GuildLoadClient.start(discord, nodes.get(number % nodes.size()), number),
                      threads))
              .toList();
      var load = new LoadGenerator(starting.stream().map(CompletableFuture::join).toList());
      nodes.forEach(load::use);
      load.clients.forEach(load::startClient);
      return load;
    }
  }

  private void startClient(GuildLoadClient client) {
    start(() -> {
      for (var number = 0; running; number++) {
        client.add("task " + number, this::any, recorder);
        pause(TASK_INTERVAL.multipliedBy(1 + number / TASKS_PER_SLOWDOWN));
      }
    });
    start(() -> {
      while (running) {
        client.readList(() -> Optional.of(any()), recorder);
        pause(READ_INTERVAL);
      }
    });
  }

  private void start(Runnable work) {
    threads.add(Thread.ofVirtual().start(work));
  }

  /** Some people of each guild ask at this node first, or only there, until it ends. */
  void pinTo(NodeProcess node) {
    var pinned = NodeUrl.of(node);
    var titlePrefix = "insisted at " + node.dashboard().getPort() + ", ";
    var pinnedRecorder = recorder.withSameHistory();
    for (var client : clients) {
      start(() -> {
        while (running && node.isAlive()) {
          client.readList(
              () -> node.isAlive() ? Optional.of(pinned) : Optional.empty(), pinnedRecorder);
          pause(PINNED_READ_INTERVAL);
        }
      });
      start(() -> {
        for (var number = 0; running && node.isAlive(); number++) {
          var tries = List.of(pinned).iterator();
          Supplier<NodeUrl> firstPinned = () -> tries.hasNext() ? tries.next() : any();
          client.add(titlePrefix + number, firstPinned, pinnedRecorder);
          pause(TASK_INTERVAL);
        }
      });
    }
  }

  private NodeUrl any() {
    return nodeUrls.get(ThreadLocalRandom.current().nextInt(nodeUrls.size()));
  }

  void use(NodeProcess node) {
    nodeUrls.add(NodeUrl.of(node));
  }

  /** As a balancer does that finds it silent. */
  void avoid(NodeProcess node) {
    nodeUrls.removeIf(nodeUrl -> nodeUrl.node() == node);
  }

  /** Waits until every guild has served somebody who began to ask from now on. */
  void untilAllAreServed() {
    var now = System.nanoTime();
    await("every guild serves")
        .atMost(ALL_SERVED_TIMEOUT)
        .until(() -> recorder.guildsServedSince(now).size() == clients.size());
  }

  OutageRecorder recorder() {
    return recorder;
  }

  /** The load goes on for a while. */
  void runFor(Duration time) {
    pause(time);
  }

  /** Nobody begins anything more; returns when everybody has their answer. */
  void stop() {
    running = false;
    for (var thread : threads) {
      try {
        if (!thread.join(Duration.ofMinutes(2))) {
          throw new AssertionError("somebody still waits for an answer");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  /** Everybody goes away, with or without an answer. */
  void abort() {
    running = false;
    threads.forEach(Thread::interrupt);
  }

  /** Each guild's tasks when all is over. */
  Map<String, List<String>> finalTasks() {
    var finalTasks = new HashMap<String, List<String>>();
    var aliveUrl =
        nodeUrls.stream().filter(nodeUrl -> nodeUrl.node().isAlive()).findFirst().orElseThrow();
    clients.forEach(client -> finalTasks.put(client.guild(), client.items(aliveUrl)));
    return finalTasks;
  }

  private static void pause(Duration pause) {
    LockSupport.parkNanos(pause.toNanos());
  }
}
