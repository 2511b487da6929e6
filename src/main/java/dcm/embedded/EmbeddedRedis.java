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

  private final RedisDataDirectory directory;
  private final RedisProbe probe;

  private EmbeddedRedis(
      RedisDataDirectory directory, RedisProbe probe, StartLock startLock, boolean isAdopted) {
    super("Redis", directory.files(), startLock, isAdopted);
    this.directory = directory;
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
    var redis = prepare(data, host);
    redis.launchOrClose();
    return redis;
  }

  /**
   * Reserves the directory {@code data/redis} and a port on 127.0.0.1; {@link #launch} starts or
   * adopts the Redis.
   */
  public static EmbeddedRedis prepare(Path data) throws IOException {
    return prepare(data, "127.0.0.1");
  }

  private static EmbeddedRedis prepare(Path data, String host) throws IOException {
    if (!InetAddress.getByName(host).isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "The embedded Redis serves this machine only, not "
              + host
              + ". To serve other machines, run a Redis server and set DCM_REDIS_URL.");
    }
    var directory = RedisDataDirectory.openOrCreate(data.resolve("redis"));
    return prepare(
        directory.files(),
        lock -> {
          var saved = new RedisProbe(host, directory.port(), directory.password());
          var adopted = saved.servesDirectory(directory.root());
          var probe =
              !adopted && saved.isListening()
                  ? new RedisProbe(host, directory.files().newPort(), saved.password())
                  : saved;
          return new EmbeddedRedis(directory, probe, lock, adopted);
        });
  }

  /** Value for {@code dcm.redis.url}; contains the password. */
  public String url() {
    return "redis://:" + probe.password() + "@" + probe.host() + ":" + probe.port();
  }

  @Override
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

  @Override
  void start() throws IOException {
    if (isAdopted()) {
      return;
    }
    directory.writeConfiguration(probe.host(), probe.port());
    var process = run(directory);
    var started =
        await(() -> !process.isAlive() || probe.servesDirectory(directory.root()), START_TIMEOUT);
    if (!started || !process.isAlive()) {
      process.destroyForcibly();
      throw startFailure(directory, null);
    }
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
