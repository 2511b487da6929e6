package dcm.redis;

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
  private static final Duration UNTIL_IT_ANSWERS = Duration.ofSeconds(15);
  private static final Duration UNTIL_IT_ENDS = Duration.ofSeconds(10);
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRedis.class);

  /** A lock on a file keeps out other processes only; in this one a second lock is an error. */
  private static final Object IN_THIS_PROCESS = new Object();

  private final RedisDirectory directory;
  private final RedisTalk talk;
  private final boolean adopted;
  private final FileChannel users;
  private final FileLock use;

  private EmbeddedRedis(
      RedisDirectory directory, RedisTalk talk, boolean adopted, FileChannel users, FileLock use) {
    this.directory = directory;
    this.talk = talk;
    this.adopted = adopted;
    this.users = users;
    this.use = use;
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
              + ". Run a Redis of your own for others and set DCM_REDIS_URL.");
    }
    var directory = RedisDirectory.in(data.resolve("redis"));
    // one process at a time decides between starting and adopting
    synchronized (IN_THIS_PROCESS) {
      try (var starting = open(directory.starting());
          var _ = starting.lock()) {
        return startOrAdopt(directory, host);
      }
    }
  }

  private static EmbeddedRedis startOrAdopt(RedisDirectory directory, String host)
      throws IOException {
    var talk = new RedisTalk(host, directory.port(), directory.password());
    var adopted = talk.isOurs(directory.root());
    if (!adopted) {
      talk = launch(directory, host, talk);
    }
    var users = open(directory.users());
    // a byte of our own: whoever can lock the whole file is alone
    var use = users.lock(ThreadLocalRandom.current().nextLong(1L << 40), 1, false);
    LOG.info(
        "{} the embedded Redis in {} on port {}",
        adopted ? "Adopted" : "Started",
        directory.root(),
        talk.port());
    return new EmbeddedRedis(directory, talk, adopted, users, use);
  }

  /** For {@code dcm.redis.url}; holds the password. */
  public String url() {
    return "redis://:" + talk.password() + "@" + talk.host() + ":" + talk.port();
  }

  public int port() {
    return talk.port();
  }

  /** Whether it was running already, left behind by a killed process or shared with a live one. */
  public boolean adopted() {
    return adopted;
  }

  /** Stops Redis, unless another process still uses it. */
  @Override
  public synchronized void close() throws IOException {
    if (!use.isValid()) {
      return;
    }
    // nobody may begin to use it between our looking and our stopping it
    synchronized (IN_THIS_PROCESS) {
      try (var starting = open(directory.starting());
          var _ = starting.lock()) {
        use.release();
        stopIfUnused();
      }
    }
  }

  private void stopIfUnused() throws IOException {
    try (users;
        var last = users.tryLock()) {
      if (last != null && talk.isTaken()) {
        talk.shutDown();
        await(() -> !talk.isTaken(), UNTIL_IT_ENDS);
      }
    } catch (OverlappingFileLockException usedInThisProcess) {
      LOG.debug("The embedded Redis stays: this process uses it once more", usedInThisProcess);
    }
  }

  private static RedisTalk launch(RedisDirectory directory, String host, RedisTalk kept)
      throws IOException {
    var talk = kept.isTaken() ? new RedisTalk(host, directory.newPort(), kept.password()) : kept;
    directory.configure(host, talk.port());
    var process = run(directory);
    var ours = await(() -> !process.isAlive() || talk.isOurs(directory.root()), UNTIL_IT_ANSWERS);
    if (!ours || !process.isAlive()) {
      process.destroyForcibly();
      throw cannotRun(directory, null);
    }
    return talk;
  }

  /** Its output goes to files, not to us: a pipe would break when this JVM is killed. */
  private static Process run(RedisDirectory directory) throws IOException {
    try {
      var program = ExecutableProvider.newJarResourceProvider(directory.programs().toFile()).get();
      return new ProcessBuilder(program.toString(), directory.configuration().toString())
          .directory(directory.root().toFile())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.log().toFile()))
          .start();
    } catch (IOException | RuntimeException noProgram) {
      throw cannotRun(directory, noProgram);
    }
  }

  private static IOException cannotRun(RedisDirectory directory, @Nullable Exception cause) {
    return new IOException(
        "The embedded Redis cannot run on this machine ("
            + (cause == null ? lastWords(directory) : cause.getMessage())
            + "). Install Redis 6.2 or later and set DCM_REDIS_URL=redis://127.0.0.1:6379.",
        cause);
  }

  private static String lastWords(RedisDirectory directory) {
    try (var lines = Files.lines(directory.log())) {
      return lines.reduce((_, last) -> last).orElse("it said nothing");
    } catch (IOException unreadable) {
      return "see " + directory.log();
    }
  }

  private static boolean await(BooleanSupplier done, Duration most) {
    var deadline = System.nanoTime() + most.toNanos();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    return true;
  }

  private static FileChannel open(Path lock) throws IOException {
    return FileChannel.open(
        lock, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }
}
