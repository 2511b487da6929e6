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

/** Several node processes on one ground, under load, and what is asked of them in the end. */
final class Fleet implements AutoCloseable {
  static final Duration AFTER_A_KILL = Duration.ofSeconds(30);
  static final Duration PLANNED = Duration.ofSeconds(2);

  /** All nodes and the test share one machine, which is busy while young processes compile. */
  static final Duration UNTIL_WARM = Duration.ofSeconds(20);

  static final Duration UNTIL_IT_LEFT = Duration.ofMinutes(1);
  static final int GUILDS = 24;

  private static final Path FIGURES = Path.of("target", "resilience.txt");

  final Ground ground;
  final List<NodeProcess> nodes;
  final Load load;

  private Fleet(Ground ground, List<NodeProcess> nodes, Load load) {
    this.ground = ground;
    this.nodes = nodes;
    this.load = load;
  }

  /** So many nodes, all of them up, and the usual number of guilds. */
  static Fleet of(int size, Ground ground) {
    return of(size, size, GUILDS, ground, _ -> Map.of());
  }

  /**
   * @param up how many of them are begun
   * @param more environment variables of each, by its number from 0
   */
  static Fleet of(
      int size, int up, int guilds, Ground ground, IntFunction<Map<String, String>> more) {
    var nodes =
        IntStream.range(0, size)
            .mapToObj(number -> ground.node("node" + number, environment(more.apply(number))))
            .toList();
    var first = nodes.subList(0, up);
    first.forEach(NodeProcess::begin);
    first.forEach(NodeProcess::untilReady);
    return new Fleet(ground, nodes, Load.begin(ground.discord(), first, guilds));
  }

  /** Tokens are good at every node that has the same public address. */
  private static Map<String, String> environment(Map<String, String> more) {
    var environment = new HashMap<>(more);
    environment.put("DCM_PUBLIC_URL", "http://127.0.0.1:8080");
    return environment;
  }

  /** Kills a node as the kernel does; once every guild serves again, the longest wait. */
  Duration kill(int number) {
    var killed = System.nanoTime();
    nodes.get(number).kill();
    load.untilAllAreServed();
    return waited("kill -9 of node " + number, killed);
  }

  /** Tells a node to stop; once it ended and every guild serves, the longest wait. */
  Duration terminate(int number) {
    var node = nodes.get(number);
    var told = System.nanoTime();
    node.terminate();
    await("it left").atMost(UNTIL_IT_LEFT).until(() -> !node.isAlive());
    load.untilAllAreServed();
    assertThat(node.exitCode()).isZero();
    return waited("SIGTERM of node " + number, told);
  }

  /** The longest that anybody waited since then, which is noted. */
  Duration waited(String what, long since) {
    var now = System.nanoTime();
    var waited = load.witness().longestWait(since, now);
    note(
        "%s of %d: longest wait %s, meanwhile %s"
            .formatted(what, nodes.size(), text(waited), load.witness().words(since, now)));
    return waited;
  }

  /** Ends the load, and holds what was seen against what is there. */
  void judge() {
    load.end();
    var witness = load.witness();
    note(
        "%d operations, %d answers, %d of them asked again"
            .formatted(witness.history().operations().size(), witness.asked(), witness.troubles()));
    assertThat(witness.history().judge(load.ends())).isEmpty();
  }

  /** What the nodes complained of, for whoever asks why somebody waited. */
  String warnings() {
    return nodes.stream()
        .flatMap(node -> node.said().lines())
        .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
        .collect(Collectors.joining("\n"));
  }

  /** A line for docs/resilience.md. */
  static void note(String line) {
    try {
      Files.writeString(FIGURES, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Duration duration) {
    return "%d.%d s".formatted(duration.toSeconds(), duration.toMillisPart() / 100);
  }

  /** All nodes end at once; the ground stays. */
  @Override
  public void close() {
    load.breakOff();
    var ending = new ArrayList<Thread>();
    nodes.forEach(node -> ending.add(Thread.ofVirtual().start(node::close)));
    for (var end : ending) {
      try {
        end.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
