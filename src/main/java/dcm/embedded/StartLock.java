package dcm.embedded;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * The right to start, adopt or stop the server of one directory, which one thread of all processes
 * has at a time. It belongs to no thread: another one may release it.
 */
final class StartLock implements AutoCloseable {
  /**
   * The directories whose lock this process holds or waits for. A file lock excludes other
   * processes only; a second lock in this process is an error.
   */
  private static final Set<Path> DIRECTORIES = new HashSet<>();

  private final Path directory;
  private final FileChannel channel;
  private final FileLock lock;

  private StartLock(Path directory, FileChannel channel, FileLock lock) {
    this.directory = directory;
    this.channel = channel;
    this.lock = lock;
  }

  /** Waits until no other process or thread has the lock. */
  static StartLock acquire(ServerDirectory directory) throws IOException {
    register(directory.root());
    FileChannel channel = null;
    try {
      channel = ServerDirectory.openLockFile(directory.startLock());
      return new StartLock(directory.root(), channel, channel.lock());
    } catch (IOException | RuntimeException failed) {
      if (channel != null) {
        channel.close();
      }
      unregister(directory.root());
      throw failed;
    }
  }

  private static void register(Path directory) throws IOException {
    synchronized (DIRECTORIES) {
      while (!DIRECTORIES.add(directory)) {
        try {
          DIRECTORIES.wait();
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          throw new InterruptedIOException("interrupted while another thread uses " + directory);
        }
      }
    }
  }

  private static void unregister(Path directory) {
    synchronized (DIRECTORIES) {
      DIRECTORIES.remove(directory);
      DIRECTORIES.notifyAll();
    }
  }

  /** Has no effect the second time. */
  @Override
  public void close() throws IOException {
    if (!lock.isValid()) {
      return;
    }
    try (channel) {
      lock.release();
    } finally {
      unregister(directory);
    }
  }
}
