package dcm.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/**
 * An embedded Redis: data, port and password are kept in one directory. It listens on loopback only
 * and requires a password.
 */
public final class EmbeddedRedis extends SharedServer {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

  private final RedisProbe probe;

  private EmbeddedRedis(RedisDataDirectory directory, RedisProbe probe, boolean isAdopted)
      throws IOException {
    super("Redis", directory.files(), isAdopted, probe.port());
    this.probe = probe;
  }

  /**
   * Starts or adopts the Redis kept in {@code data/redis} on 127.0.0.1; returns when it accepts
   * commands. Blocks for a fraction of a second.
   *
   * @throws IOException with a message for the operator when it cannot run on this machine
   */
  public static EmbeddedRedis start(Path data) throws IOException {
    return start(data, "127.0.0.1");
  }

  /**
   * The same on another loopback address.
   *
   * @throws IllegalArgumentException when the address can be reached from other machines
   */
  public static EmbeddedRedis start(Path data, String host) throws IOException {
    if (!InetAddress.getByName(host).isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "The embedded Redis serves this machine only, not "
              + host
              + ". To serve other machines, run a Redis server and set DCM_REDIS_URL.");
    }
    var directory = RedisDataDirectory.openOrCreate(data.resolve("redis"));
    return whileLocked(directory.files(), () -> startOrAdopt(directory, host));
  }

  private static EmbeddedRedis startOrAdopt(RedisDataDirectory directory, String host)
      throws IOException {
    var probe = new RedisProbe(host, directory.port(), directory.password());
    var adopted = probe.servesDirectory(directory.root());
    return new EmbeddedRedis(directory, adopted ? probe : launch(directory, host, probe), adopted);
  }

  /** Value for {@code dcm.redis.url}; contains the password. */
  public String url() {
    return "redis://:" + probe.password() + "@" + probe.host() + ":" + probe.port();
  }

  public int port() {
    return probe.port();
  }

  @Override
  void shutDown() throws IOException {
    if (probe.isListening()) {
      probe.shutDown();
      await(() -> !probe.isListening(), STOP_TIMEOUT);
    }
  }

  private static RedisProbe launch(RedisDataDirectory directory, String host, RedisProbe previous)
      throws IOException {
    var probe =
        previous.isListening()
            ? new RedisProbe(host, directory.files().newPort(), previous.password())
            : previous;
    directory.writeConfiguration(host, probe.port());
    var process = run(directory);
    var started =
        await(() -> !process.isAlive() || probe.servesDirectory(directory.root()), START_TIMEOUT);
    if (!started || !process.isAlive()) {
      process.destroyForcibly();
      throw startFailure(directory, null);
    }
    return probe;
  }

  /** Redirects the output to files: a pipe would break when this JVM is killed. */
  private static Process run(RedisDataDirectory directory) throws IOException {
    try {
      var program =
          ExecutableProvider.newJarResourceProvider(directory.binariesDirectory().toFile()).get();
      return new ProcessBuilder(program.toString(), directory.configurationFile().toString())
          .directory(directory.root().toFile())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.logFile().toFile()))
          .start();
    } catch (IOException | RuntimeException noProgram) {
      throw startFailure(directory, noProgram);
    }
  }

  private static IOException startFailure(RedisDataDirectory directory, @Nullable Exception cause) {
    return new IOException(
        "The embedded Redis cannot run on this machine ("
            + (cause == null ? lastLogLine(directory) : cause.getMessage())
            + "). Install Redis 6.2 or later and set DCM_REDIS_URL=redis://127.0.0.1:6379.",
        cause);
  }

  private static String lastLogLine(RedisDataDirectory directory) {
    try (var lines = Files.lines(directory.logFile())) {
      return lines.reduce((_, last) -> last).orElse("no log output");
    } catch (IOException unreadable) {
      return "see " + directory.logFile();
    }
  }

  private static boolean await(BooleanSupplier condition, Duration timeout) {
    var deadline = System.nanoTime() + timeout.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    return true;
  }
}
