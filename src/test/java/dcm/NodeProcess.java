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

/** A node as a process of its own, by default with all services embedded. See {@link NodeImage}. */
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

  /** Starts a node with free ports and the given data directory; returns when it is ready. */
  static NodeProcess start(Path data) {
    return start(data, Map.of());
  }

  /**
   * Starts one of several nodes, with additional environment variables.
   *
   * @param data its own directory; shared services are set in the variables
   */
  static NodeProcess start(Path data, Map<String, String> more) {
    var node = prepare(data, more);
    node.launch();
    return node;
  }

  /** Prepares a node without launching it. */
  static NodeProcess prepare(Path data, Map<String, String> more) {
    var environment = new TreeMap<String, String>();
    environment.put("DCM_HTTP_PORT", Integer.toString(freePort()));
    environment.put("DCM_SANDBOX_PORT", Integer.toString(freePort()));
    environment.put("DCM_CLUSTER_PORT", Integer.toString(freePort()));
    environment.put("DCM_MANAGEMENT_PORT", Integer.toString(freePort()));
    environment.putAll(more);
    return new NodeProcess(data, environment);
  }

  /** Adds options of the JVM, which override the default ones. */
  NodeProcess withJvmOptions(String... jvm) {
    options = List.of(jvm);
    return this;
  }

  URI dashboard() {
    return URI.create("http://127.0.0.1:" + environment.get("DCM_HTTP_PORT"));
  }

  /** The public URL, the same for all nodes of a cluster. */
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

  /** Kills the process with SIGKILL, like the kernel's OOM killer. */
  void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  /** Stops the process with SIGTERM, like a supervisor. */
  void terminate() {
    process.destroy();
  }

  /** Sends a signal: STOP, CONT. */
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

  /** The exit code. */
  int exitCode() {
    return process.exitValue();
  }

  /** Restarts the node with the same ports and data. */
  void launch() {
    launchAsync();
    awaitReady();
  }

  /** Like {@link #launch}, but does not wait until the node is ready. */
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
            throw new AssertionError("the node stopped:\n" + log());
          }
        })
        .until(() -> log().contains("Ready"));
  }

  /**
   * Runs an operator's command with the node's environment; returns its output, including errors.
   */
  String command(String... arguments) {
    return command(true, arguments);
  }

  /** The same, but returns only the standard output. */
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
                // one address sends the requests of many users here
                "-Ddcm.redis.limits.ip.default=1000000",
                "-Ddcm.redis.limits.member.default=1000000",
                "-Ddcm.redis.limits.member.max=1000000",
                "-Ddcm.redis.limits.guild.default=1000000",
                "-Ddcm.redis.limits.guild.max=1000000",
                "-Ddcm.sandbox.messages-per-5s=50"));
    jvmOptions.addAll(options);
    var command = NodeImage.command(jvmOptions);
    command.addAll(List.of(arguments));
    // in its working directory, so that the data are in ./data
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

  /** Its output since it was launched. */
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
   * A free port below the ephemeral range, so that no outgoing connection occupies it before the
   * node does.
   */
  private static int freePort() {
    while (true) {
      var port = 20_000 + NEXT_PORT.getAndIncrement() % 10_000;
      try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        // try the next one
      }
    }
  }
}
