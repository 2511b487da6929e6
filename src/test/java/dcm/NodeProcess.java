package dcm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/**
 * DCM as an operator runs it: a process of its own, with everything embedded. See {@link
 * NodeImage}.
 */
final class NodeProcess implements AutoCloseable {
  private static final AtomicInteger NEXT_PORT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(10_000));
  private static final Duration UNTIL_READY = Duration.ofSeconds(90);

  private final Path data;
  private final Path output;
  private final Map<String, String> environment;
  private List<String> options = List.of();
  private Process process;

  private NodeProcess(Path data, Map<String, String> environment) {
    this.data = data;
    this.output = data.resolve("node.log");
    this.environment = environment;
  }

  /** Starts with free ports and the given data directory, and returns when it says it is ready. */
  static NodeProcess start(Path data) {
    return start(data, Map.of());
  }

  /**
   * The same with more environment variables, as one of several nodes.
   *
   * @param data its own directory; what nodes share is said in the variables
   */
  static NodeProcess start(Path data, Map<String, String> more) {
    var node = prepare(data, more);
    node.launch();
    return node;
  }

  /** One that is not launched yet. */
  static NodeProcess prepare(Path data, Map<String, String> more) {
    var environment = new TreeMap<String, String>();
    environment.put("DCM_HTTP_PORT", Integer.toString(freePort()));
    environment.put("DCM_SANDBOX_PORT", Integer.toString(freePort()));
    environment.put("DCM_CLUSTER_PORT", Integer.toString(freePort()));
    environment.put("DCM_MANAGEMENT_PORT", Integer.toString(freePort()));
    environment.putAll(more);
    return new NodeProcess(data, environment);
  }

  /** With further options of the JVM; they count more than the usual ones. */
  NodeProcess with(String... jvm) {
    options = List.of(jvm);
    return this;
  }

  URI dashboard() {
    return URI.create("http://127.0.0.1:" + environment.get("DCM_HTTP_PORT"));
  }

  /** Under which browsers would find it, and all nodes of a cluster. */
  URI publicUrl() {
    return environment.containsKey("DCM_PUBLIC_URL")
        ? URI.create(environment.get("DCM_PUBLIC_URL"))
        : dashboard();
  }

  URI discord() {
    return environment.containsKey("DCM_DISCORD_URL")
        ? URI.create(environment.get("DCM_DISCORD_URL"))
        : URI.create("http://127.0.0.1:" + environment.get("DCM_SANDBOX_PORT"));
  }

  URI management() {
    return URI.create("http://127.0.0.1:" + environment.get("DCM_MANAGEMENT_PORT"));
  }

  /** As the kernel's OOM killer does it: kill -9. */
  void kill() {
    process.destroyForcibly();
    await();
  }

  /** Tells it to stop, as a supervisor does: SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** A signal by its name: STOP, CONT. */
  void signal(String name) {
    try {
      var kill =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException("kill -" + name + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What it ended with. */
  int exitCode() {
    return process.exitValue();
  }

  /** The same process again, on the same ports and data. */
  void launch() {
    begin();
    untilReady();
  }

  /** As {@link #launch}, but returns at once. */
  void begin() {
    try {
      Files.deleteIfExists(output);
      process = run(output, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void untilReady() {
    Awaitility.await("ready")
        .atMost(UNTIL_READY)
        .failFast(() -> {
          if (!process.isAlive()) {
            throw new AssertionError("the node ended:\n" + said());
          }
        })
        .until(() -> said().contains("Ready"));
  }

  /** An operator's command beside the node, in its surroundings; what it prints, also of errors. */
  String command(String... words) {
    return command(true, words);
  }

  /** The same, and only its standard output, as a script reads it. */
  String output(String... words) {
    return command(false, words);
  }

  private String command(boolean errors, String... words) {
    try {
      var printed = Files.createTempFile(data, "command", ".log");
      var command = run(printed, errors, words);
      if (!command.waitFor(90, TimeUnit.SECONDS)) {
        command.destroyForcibly();
      }
      return Files.readString(printed) + "\nexit " + command.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Process run(Path printed, boolean errors, String... words) throws IOException {
    var all =
        new ArrayList<>(
            List.of(
                // one machine plays many people here
                "-Ddcm.redis.limits.ip.requests=1000000",
                "-Ddcm.redis.limits.member.requests=1000000",
                "-Ddcm.redis.limits.member.most=1000000",
                "-Ddcm.redis.limits.guild.requests=1000000",
                "-Ddcm.redis.limits.guild.most=1000000",
                "-Ddcm.sandbox.messages-per-5s=50"));
    all.addAll(options);
    var command = NodeImage.command(all);
    command.addAll(List.of(words));
    // where it stands, as a newcomer starts it: its data lie in ./data
    var builder =
        new ProcessBuilder(command)
            .directory(data.toFile())
            .redirectErrorStream(errors)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(printed.toFile()));
    if (!errors) {
      builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    }
    builder.environment().keySet().removeIf(name -> name.startsWith("DCM_"));
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** What it has printed since it was launched. */
  String said() {
    try {
      return Files.exists(output) ? Files.readString(output) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path data() {
    return data;
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroy();
      await();
    }
  }

  private void await() {
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * Below those that the system gives to whoever connects: nobody takes it by chance before the
   * node does.
   */
  private static int freePort() {
    while (true) {
      var port = 20_000 + NEXT_PORT.getAndIncrement() % 10_000;
      try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        // the next one
      }
    }
  }
}
