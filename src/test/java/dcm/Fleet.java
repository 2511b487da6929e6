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
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Several node processes on one ground, under load, and what is asked of them in the end. */
final class Fleet implements AutoCloseable {
  static final Duration AFTER_A_KILL = Duration.ofSeconds(30);
  static final Duration PLANNED = Duration.ofSeconds(2);
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
            .mapToObj(number -> ground.node("node" + number, more.apply(number)))
            .toList();
    var first = nodes.subList(0, up);
    first.forEach(NodeProcess::begin);
    first.forEach(NodeProcess::untilReady);
    return new Fleet(ground, nodes, Load.begin(ground.discord(), first, guilds));
  }

  /** Kills a node as the kernel does, and returns the moment, once every guild serves again. */
  void kill(int number) {
    var killed = System.nanoTime();
    nodes.get(number).kill();
    load.untilAllAreServed();
    var waited = load.witness().longestWait(killed, System.nanoTime());
    note("kill -9 of node %d of %d: longest wait %s".formatted(number, nodes.size(), text(waited)));
    assertThat(waited).isLessThan(AFTER_A_KILL);
  }

  /** Tells a node to stop and waits until it ended. */
  void terminate(int number) {
    var node = nodes.get(number);
    var told = System.nanoTime();
    node.terminate();
    await("it left").atMost(UNTIL_IT_LEFT).until(() -> !node.isAlive());
    load.untilAllAreServed();
    var waited = load.witness().longestWait(told, System.nanoTime());
    note("SIGTERM of node %d of %d: longest wait %s".formatted(number, nodes.size(), text(waited)));
    assertThat(node.exitCode()).isZero();
    assertThat(waited).isLessThan(PLANNED);
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
