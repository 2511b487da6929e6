package dcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Several node processes with shared services under load, and the assertions at the end. */
final class NodeCluster implements AutoCloseable {
  static final Duration MAX_WAIT_AFTER_KILL = Duration.ofSeconds(30);
  static final Duration MAX_WAIT_PLANNED = Duration.ofSeconds(2);

  /**
   * Generous, because all nodes and the test share one machine, which is busy while new processes
   * compile.
   */
  static final Duration WARM_UP_TIME = Duration.ofSeconds(20);

  static final Duration LEAVE_TIMEOUT = Duration.ofMinutes(1);
  static final int GUILDS = 24;

  private static final Path RESULTS_FILE = Path.of("target", "resilience.txt");

  final SharedServices services;
  final List<NodeProcess> nodes;
  final LoadGenerator load;

  private NodeCluster(SharedServices services, List<NodeProcess> nodes, LoadGenerator load) {
    this.services = services;
    this.nodes = nodes;
    this.load = load;
  }

  /** Starts this number of nodes with the default number of guilds. */
  static NodeCluster of(int size, SharedServices services) {
    return of(size, size, GUILDS, services, _ -> Map.of());
  }

  /**
   * @param size number of nodes to start
   * @param more additional environment variables, by the number of the node from 0
   */
  static NodeCluster of(
      int size,
      int started,
      int guilds,
      SharedServices services,
      IntFunction<Map<String, String>> more) {
    var nodes =
        IntStream.range(0, size)
            .mapToObj(number -> services.node("node" + number, environment(more.apply(number))))
            .toList();
    var first = nodes.subList(0, started);
    first.forEach(NodeProcess::launchAsync);
    first.forEach(NodeProcess::awaitReady);
    return new NodeCluster(services, nodes, LoadGenerator.start(services.sandbox(), first, guilds));
  }

  /** All nodes have the same public URL, so that tokens are valid at each. */
  private static Map<String, String> environment(Map<String, String> more) {
    var environment = new HashMap<>(more);
    environment.put("DCM_PUBLIC_URL", "http://127.0.0.1:8080");
    return environment;
  }

  /** Kills a node with SIGKILL; returns the longest wait after every guild is served again. */
  Duration kill(int number) {
    var killedAtNanos = System.nanoTime();
    nodes.get(number).kill();
    load.untilAllAreServed();
    return recordLongestWait("kill -9 of node " + number, killedAtNanos);
  }

  /**
   * Stops a node with SIGTERM; returns the longest wait after it stopped and every guild is served
   * again.
   */
  Duration terminate(int number) {
    var node = nodes.get(number);
    var toldAtNanos = System.nanoTime();
    node.terminate();
    await("the node stopped").atMost(LEAVE_TIMEOUT).until(() -> !node.isAlive());
    load.untilAllAreServed();
    assertThat(node.exitCode()).isZero();
    return recordLongestWait("SIGTERM of node " + number, toldAtNanos);
  }

  /** Records and returns the longest wait since then. */
  Duration recordLongestWait(String what, long sinceNanos) {
    var now = System.nanoTime();
    var waited = load.recorder().longestWait(sinceNanos, now);
    record(
        "%s of %d: longest wait %s, meanwhile %s"
            .formatted(
                what, nodes.size(), text(waited), load.recorder().failureCounts(sinceNanos, now)));
    return waited;
  }

  /** Stops the load, and checks the recorded operations against the final state. */
  void verify() {
    load.stop();
    var recorder = load.recorder();
    record(
        "%d operations, %d answers, %d of them asked again"
            .formatted(
                recorder.history().operations().size(),
                recorder.requestCount(),
                recorder.failures()));
    assertThat(recorder.history().check(load.finalTasks())).isEmpty();
  }

  /** The warnings in the nodes' logs, to explain waits. */
  String warnings() {
    return nodes.stream()
        .flatMap(node -> node.log().lines())
        .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
        .collect(Collectors.joining("\n"));
  }

  /** Records a line for docs/resilience.md. */
  static void record(String line) {
    try {
      Files.writeString(
          RESULTS_FILE, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Duration duration) {
    return "%d.%d s".formatted(duration.toSeconds(), duration.toMillisPart() / 100);
  }

  /** Kills all nodes; the shared services keep running. */
  @Override
  public void close() {
    load.abort();
    var closers = new ArrayList<Thread>();
    nodes.forEach(node -> closers.add(Thread.ofVirtual().start(node::close)));
    for (var closer : closers) {
      try {
        closer.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
