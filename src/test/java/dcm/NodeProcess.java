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
  private static final Duration READY_TIMEOUT = Duration.ofSeconds(90);

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
  NodeProcess withJvmOptions(String... jvm) {
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
    awaitExit();
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
    launchAsync();
    awaitReady();
  }

  /** As {@link #launch}, but returns at once. */
  void launchAsync() {
    try {
      Files.deleteIfExists(output);
      process = run(output, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void awaitReady() {
    Awaitility.await("ready")
        .atMost(READY_TIMEOUT)
        .failFast(() -> {
          if (!process.isAlive()) {
            throw new AssertionError("the node ended:\n" + log());
          }
        })
        .until(() -> log().contains("Ready"));
  }

  /** An operator's command beside the node, in its surroundings; what it prints, also of errors. */
  String command(String... arguments) {
    return command(true, arguments);
  }

  /** The same, and only its standard output, as a script reads it. */
  String output(String... arguments) {
    return command(false, arguments);
  }

  private String command(boolean withErrors, String... arguments) {
    try {
      var outputFile = Files.createTempFile(data, "command", ".log");
      var command = run(outputFile, withErrors, arguments);
      if (!command.waitFor(90, TimeUnit.SECONDS)) {
        command.destroyForcibly();
      }
      return Files.readString(outputFile) + "\nexit " + command.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Process run(Path outputFile, boolean withErrors, String... arguments) throws IOException {
    var jvmOptions =
        new ArrayList<>(
            List.of(
                // one machine plays many people here
                "-Ddcm.redis.limits.ip.default=1000000",
                "-Ddcm.redis.limits.member.default=1000000",
                "-Ddcm.redis.limits.member.max=1000000",
                "-Ddcm.redis.limits.guild.default=1000000",
                "-Ddcm.redis.limits.guild.max=1000000",
                "-Ddcm.sandbox.messages-per-5s=50"));
    jvmOptions.addAll(options);
    var command = NodeImage.command(jvmOptions);
    command.addAll(List.of(arguments));
    // where it stands, as a newcomer starts it: its data lie in ./data
    var builder =
        new ProcessBuilder(command)
            .directory(data.toFile())
            .redirectErrorStream(withErrors)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(outputFile.toFile()));
    if (!withErrors) {
      builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    }
    builder.environment().keySet().removeIf(name -> name.startsWith("DCM_"));
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** What it has printed since it was launched. */
  String log() {
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
      awaitExit();
    }
  }

  private void awaitExit() {
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
