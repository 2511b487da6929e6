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
 * Load of dozens of guilds. In each, one client adds tasks and another reads the list, each request
 * at a random node. Clients are not informed of dead nodes; they retry at another one.
 */
final class LoadGenerator {
  private static final int LOGIN_PARALLELISM = 4;
  private static final Duration TASK_INTERVAL = Duration.ofMillis(700);

  /**
   * The number of tasks after which a client slows down, because every read transfers the whole
   * list.
   */
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

  /** Creates the guilds and starts; returns when all clients have logged in. */
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

  /** Adds clients to each guild that use this node first, or only this node, until it stops. */
  void pinTo(NodeProcess node) {
    var pinned = NodeUrl.of(node);
    var titlePrefix = "pinned to " + node.dashboard().getPort() + ", ";
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

  /** Stops sending requests to this node, like a load balancer. */
  void avoid(NodeProcess node) {
    nodeUrls.removeIf(nodeUrl -> nodeUrl.node() == node);
  }

  /** Waits until every guild has served a request that started from now on. */
  void untilAllAreServed() {
    var now = System.nanoTime();
    await("every guild is served")
        .atMost(ALL_SERVED_TIMEOUT)
        .until(() -> recorder.guildsServedSince(now).size() == clients.size());
  }

  OutageRecorder recorder() {
    return recorder;
  }

  /** Keeps the load running for a time. */
  void runFor(Duration time) {
    pause(time);
  }

  /** Starts no more requests; returns when all are answered. */
  void stop() {
    running = false;
    for (var thread : threads) {
      try {
        if (!thread.join(Duration.ofMinutes(2))) {
          throw new AssertionError("a client still waits for a response");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  /** Stops all clients, without waiting for responses. */
  void abort() {
    running = false;
    threads.forEach(Thread::interrupt);
  }

  /** Each guild's tasks after the end. */
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
