package dcm.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server process that is shared by all processes that use the same directory. It survives a JVM
 * that is killed, and the next start adopts it. The last process to close it stops it.
 */
abstract class SharedServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SharedServer.class);

  /** A file lock excludes other processes only; a second lock in this process is an error. */
  private static final Object PROCESS_LOCK = new Object();

  private final String name;
  private final ServerDirectory directory;
  private final boolean isAdopted;
  private final FileChannel usersFile;
  private final FileLock useLock;

  /** Registers this process as a user; call it within {@link #whileLocked}. */
  SharedServer(String name, ServerDirectory directory, boolean isAdopted, int port)
      throws IOException {
    this.name = name;
    this.directory = directory;
    this.isAdopted = isAdopted;
    this.usersFile = openLockFile(directory.usersLock());
    // one byte per user: a process that can lock the whole file is the only one
    this.useLock = usersFile.lock(ThreadLocalRandom.current().nextLong(1L << 40), 1, false);
    LOG.info(
        "{} the embedded {} in {} on port {}",
        isAdopted ? "Adopted" : "Started",
        name,
        directory.root(),
        port);
  }

  /** Something that starts or stops a server. */
  @FunctionalInterface
  interface ServerAction<T> {
    T run() throws IOException;
  }

  /** Runs the action while no other process or thread starts, adopts or stops the server. */
  static <T> T whileLocked(ServerDirectory directory, ServerAction<T> action) throws IOException {
    synchronized (PROCESS_LOCK) {
      try (var startChannel = openLockFile(directory.startLock());
          var _ = startChannel.lock()) {
        return action.run();
      }
    }
  }

  /** True when it was already running: shared with a live process, or left by a killed one. */
  public final boolean isAdopted() {
    return isAdopted;
  }

  /** Stops the server unless another process still uses it. Has no effect the second time. */
  @Override
  public final void close() throws IOException {
    stopIfUnused(this::shutDown);
  }

  /** Stops the running server; returns when it has terminated. */
  abstract void shutDown() throws IOException;

  /** The action to stop a server. */
  @FunctionalInterface
  interface Shutdown {
    void run() throws IOException;
  }

  final synchronized void stopIfUnused(Shutdown shutdown) throws IOException {
    if (!useLock.isValid()) {
      return;
    }
    // no other process can start to use it between the check and the shutdown
    whileLocked(
        directory,
        () -> {
          useLock.release();
          try (usersFile;
              var exclusiveLock = usersFile.tryLock()) {
            if (exclusiveLock != null) {
              shutdown.run();
            }
          } catch (OverlappingFileLockException usedInThisProcess) {
            LOG.debug(
                "Embedded {} keeps running: this process still uses it", name, usedInThisProcess);
          }
          return true;
        });
  }

  private static FileChannel openLockFile(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }
}
