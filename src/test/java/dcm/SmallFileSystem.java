package dcm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A file system in memory that can be filled up and freed again. */
final class SmallFileSystem implements AutoCloseable {
  private static final int BLOCK = 4096;

  private final Path root;

  private SmallFileSystem(Path root) {
    this.root = root;
  }

  /** Empty where it is not supported or not permitted. */
  static Optional<SmallFileSystem> at(Path root, int megabytes) {
    return run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "dcm-test", root.toString())
        ? Optional.of(new SmallFileSystem(root))
        : Optional.empty();
  }

  /** Fills it up. */
  void fill() throws IOException {
    var block = ByteBuffer.allocate(BLOCK);
    try (var channel =
        FileChannel.open(ballast(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (true) {
        block.clear();
        channel.write(block);
      }
    } catch (IOException full) {
      if (root.toFile().getUsableSpace() >= BLOCK) {
        throw full;
      }
    }
  }

  void free() throws IOException {
    Files.delete(ballast());
  }

  private Path ballast() {
    return root.resolve("ballast");
  }

  private static boolean run(String... command) {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException noSuchProgram) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (!run("umount", root.toString())) {
      throw new UncheckedIOException(new IOException(root + " stays mounted"));
    }
  }
}
