package dcm.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.embedded.core.ExecutableProvider;

/**
 * A Redis of our own for whoever has none: it keeps its data, port and password in one directory,
 * listens on loopback only, and asks for a password.
 *
 * <p>It outlives a JVM that is killed, and the next start adopts it. Several processes with the
 * same directory share it; the last one to close stops it.
 */
public final class EmbeddedRedis implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRedis.class);

  /** A lock on a file keeps out other processes only; in this one a second lock is an error. */
  private static final Object PROCESS_LOCK = new Object();

  private final RedisDataDirectory directory;
  private final RedisProbe probe;
  private final boolean adopted;
  private final FileChannel usersFile;
  private final FileLock useLock;

  private EmbeddedRedis(
      RedisDataDirectory directory,
      RedisProbe probe,
      boolean adopted,
      FileChannel usersFile,
      FileLock useLock) {
    this.directory = directory;
    this.probe = probe;
    this.adopted = adopted;
    this.usersFile = usersFile;
    this.useLock = useLock;
  }

  /**
   * Starts or adopts the Redis kept in {@code data/redis} on 127.0.0.1; returns when it answers.
   * Blocks for a fraction of a second.
   *
   * @throws IOException with a sentence for the operator when it cannot run here
   */
  public static EmbeddedRedis start(Path data) throws IOException {
    return start(data, "127.0.0.1");
  }

  /**
   * The same on another loopback address.
   *
   * @throws IllegalArgumentException when others than this machine could reach the address
   */
  public static EmbeddedRedis start(Path data, String host) throws IOException {
    if (!InetAddress.getByName(host).isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "The embedded Redis serves this machine only, not "
              + host
              + ". To serve other machines, run a Redis server and set DCM_REDIS_URL.");
    }
    var directory = RedisDataDirectory.openOrCreate(data.resolve("redis"));
    // one process at a time decides between starting and adopting
    synchronized (PROCESS_LOCK) {
      try (var starting = openLockFile(directory.startLockFile());
          var _ = starting.lock()) {
        return startOrAdopt(directory, host);
      }
    }
  }

  private static EmbeddedRedis startOrAdopt(RedisDataDirectory directory, String host)
      throws IOException {
    var probe = new RedisProbe(host, directory.port(), directory.password());
    var adopted = probe.servesDirectory(directory.root());
    if (!adopted) {
      probe = launch(directory, host, probe);
    }
    var usersFile = openLockFile(directory.usersLockFile());
    // a byte of our own: whoever can lock the whole file is alone
    var useLock = usersFile.lock(ThreadLocalRandom.current().nextLong(1L << 40), 1, false);
    LOG.info(
        "{} the embedded Redis in {} on port {}",
        adopted ? "Adopted" : "Started",
        directory.root(),
        probe.port());
    return new EmbeddedRedis(directory, probe, adopted, usersFile, useLock);
  }

  /** For {@code dcm.redis.url}; holds the password. */
  public String url() {
    return "redis://:" + probe.password() + "@" + probe.host() + ":" + probe.port();
  }

  public int port() {
    return probe.port();
  }

  /** Whether it was running already, left behind by a killed process or shared with a live one. */
  public boolean adopted() {
    return adopted;
  }

  /** Stops Redis, unless another process still uses it. */
  @Override
  public synchronized void close() throws IOException {
    if (!useLock.isValid()) {
      return;
    }
    // nobody may begin to use it between our looking and our stopping it
    synchronized (PROCESS_LOCK) {
      try (var starting = openLockFile(directory.startLockFile());
          var _ = starting.lock()) {
        useLock.release();
        stopIfUnused();
      }
    }
  }

  private void stopIfUnused() throws IOException {
    try (usersFile;
        var last = usersFile.tryLock()) {
      if (last != null && probe.isListening()) {
        probe.shutDown();
        await(() -> !probe.isListening(), STOP_TIMEOUT);
      }
    } catch (OverlappingFileLockException usedInThisProcess) {
      LOG.debug("Embedded Redis keeps running: this process still uses it", usedInThisProcess);
    }
  }

  private static RedisProbe launch(RedisDataDirectory directory, String host, RedisProbe previous)
      throws IOException {
    var probe =
        previous.isListening()
            ? new RedisProbe(host, directory.newPort(), previous.password())
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

  /** Its output goes to files, not to us: a pipe would break when this JVM is killed. */
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

  private static FileChannel openLockFile(Path lock) throws IOException {
    return FileChannel.open(
        lock, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }
}
