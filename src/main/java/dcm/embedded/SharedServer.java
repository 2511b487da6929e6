package dcm.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server process that is shared by all processes that use the same directory. It survives a JVM
 * that is killed, and the next start adopts it. The last process to close it stops it.
 *
 * <p>Its address is known before it runs: it is prepared first, which reserves its directory, and
 * then launched.
 */
abstract class SharedServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SharedServer.class);

  private final String name;
  private final ServerDirectory directory;
  private final StartLock startLock;
  private final boolean isAdopted;
  private @Nullable Use use;

  /**
   * @param startLock is released by {@link #launch} or {@link #close}
   * @param isAdopted whether it runs already
   */
  SharedServer(String name, ServerDirectory directory, StartLock startLock, boolean isAdopted) {
    this.name = name;
    this.directory = directory;
    this.startLock = startLock;
    this.isAdopted = isAdopted;
  }

  /** This process's use of the server: a lock on one byte of the file of users. */
  private record Use(FileChannel file, FileLock lock) {
    static Use of(ServerDirectory directory) throws IOException {
      var file = ServerDirectory.openLockFile(directory.usersLock());
      // one byte per user: a process that can lock the whole file is the only one
      return new Use(file, file.lock(ThreadLocalRandom.current().nextLong(1L << 40), 1, false));
    }
  }

  /** Something that prepares a server while its directory is reserved. */
  @FunctionalInterface
  interface Preparation<S> {
    S run(StartLock lock) throws IOException;
  }

  /** Reserves the directory for a server; releases it when the preparation fails. */
  static <S> S prepare(ServerDirectory directory, Preparation<S> preparation) throws IOException {
    var lock = StartLock.acquire(directory);
    try {
      return preparation.run(lock);
    } catch (IOException | RuntimeException failed) {
      lock.close();
      throw failed;
    }
  }

  /**
   * Starts the server unless it runs already; returns when it accepts connections. Blocks. Called
   * once.
   *
   * @throws IOException with a message for the operator when it cannot run on this machine
   */
  public final synchronized void launch() throws IOException {
    try (startLock) {
      start();
      use = Use.of(directory);
    }
    LOG.info(
        "{} the embedded {} in {} on port {}",
        isAdopted ? "Adopted" : "Started",
        name,
        directory.root(),
        port());
  }

  /** Launches it, and closes it when that fails. */
  final void launchOrClose() throws IOException {
    try {
      launch();
    } catch (IOException | RuntimeException failed) {
      close();
      throw failed;
    }
  }

  /** Starts the server unless it is adopted, and makes it usable. */
  abstract void start() throws IOException;

  /** Stops the running server; returns when it has terminated. */
  abstract void shutDown() throws IOException;

  /** The port on which it listens, or will listen. */
  public abstract int port();

  /** True when it was already running: shared with a live process, or left by a killed one. */
  public final boolean isAdopted() {
    return isAdopted;
  }

  /** Stops the server unless another process still uses it. Has no effect the second time. */
  @Override
  public final void close() throws IOException {
    stopIfUnused(this::shutDown);
  }

  /** The action to stop a server. */
  @FunctionalInterface
  interface Shutdown {
    void run() throws IOException;
  }

  final synchronized void stopIfUnused(Shutdown shutdown) throws IOException {
    startLock.close();
    if (use == null) {
      return;
    }
    // no other process can start to use it between the check and the shutdown
    try (var _ = StartLock.acquire(directory);
        var usersFile = use.file()) {
      use.lock().release();
      use = null;
      try (var exclusiveLock = usersFile.tryLock()) {
        if (exclusiveLock != null) {
          shutdown.run();
        }
      } catch (OverlappingFileLockException usedInThisProcess) {
        LOG.debug("Embedded {} keeps running: this process still uses it", name, usedInThisProcess);
      }
    }
  }
}
