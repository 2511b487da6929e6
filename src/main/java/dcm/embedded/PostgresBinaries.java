package dcm.embedded;

import com.sun.security.auth.module.UnixSystem;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's binaries for this platform, unpacked from the class path into a directory named by
 * their checksum, so that a new version never overwrites one that is running.
 */
record PostgresBinaries(Path home) {
  private static final Duration RUN_TIMEOUT = Duration.ofSeconds(90);
  private static final String EXTERNAL_SERVER_HINT =
      " Alternatively, set DCM_DB_URL, DCM_DB_USER and DCM_DB_PASSWORD to use an external PostgreSQL.";

  /**
   * Unpacks the binaries unless they are there.
   *
   * @throws IOException with a message for the operator when there are none for this platform
   */
  static PostgresBinaries unpackInto(Path directory) throws IOException {
    var archive = archive();
    var home = directory.resolve("program-" + checksum(archive));
    if (!Files.isDirectory(home)) {
      var temporary = Files.createTempDirectory(Files.createDirectories(directory), "unpacking");
      unpack(archive, temporary);
      Files.move(temporary, home, StandardCopyOption.ATOMIC_MOVE);
    }
    return new PostgresBinaries(home);
  }

  /** Distinguishes versions; a CRC of these megabytes takes a tenth of the time of a SHA-256. */
  private static String checksum(byte[] archive) {
    var crc = new CRC32();
    crc.update(archive);
    return "%08x".formatted(crc.getValue());
  }

  /** Runs one program until it exits and appends its output to {@code log}; throws if it fails. */
  void run(Path log, String program, String... arguments) throws IOException {
    var command = new ArrayList<>(unprivilegedPrefix());
    command.add(home.resolve("bin").resolve(program).toString());
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("LC_ALL", "C");
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    var process = builder.start();
    try {
      if (!process.waitFor(RUN_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(program + " did not finish within " + RUN_TIMEOUT + "; see " + log);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      throw new IOException(program + " was interrupted", interrupted);
    }
    if (process.exitValue() != 0) {
      throw new IOException(
          "The embedded PostgreSQL's "
              + program
              + " exited with "
              + process.exitValue()
              + "; last lines of "
              + log
              + ":\n"
              + lastLines(log)
              + EXTERNAL_SERVER_HINT);
    }
  }

  /** PostgreSQL does not run as root; in a user namespace of its own the user is another. */
  private static List<String> unprivilegedPrefix() throws IOException {
    if (File.separatorChar == '\\' || new UnixSystem().getUid() != 0) {
      return List.of();
    }
    if (!LinuxUtils.isUnshareAvailable()) {
      throw new IOException(
          "PostgreSQL does not run as root, and `unshare -U` is not permitted here. Start DCM as"
              + " another user."
              + EXTERNAL_SERVER_HINT);
    }
    return List.of("unshare", "-U");
  }

  private static byte[] archive() throws IOException {
    var system = System.getProperty("os.name");
    var machine = System.getProperty("os.arch");
    var name = system.toLowerCase(Locale.ROOT).startsWith("win") ? "Windows" : system;
    try (var binary = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(name, machine)) {
      return binary.readAllBytes();
    } catch (IOException | IllegalStateException | NullPointerException missing) {
      throw new IOException(
          "There are no embedded PostgreSQL binaries for "
              + system
              + " on "
              + machine
              + "."
              + EXTERNAL_SERVER_HINT,
          missing);
    }
  }

  private static void unpack(byte[] archive, Path into) throws IOException {
    try (InputStream bytes = new XZInputStream(new ByteArrayInputStream(archive));
        var tar = new TarArchiveInputStream(bytes)) {
      for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
        var target = into.resolve(entry.getName()).normalize();
        if (!target.startsWith(into.normalize())) {
          throw new IOException("Archive entry outside the target directory: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(target);
          continue;
        }
        Files.createDirectories(target.resolveSibling("."));
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
          Files.copy(tar, target);
          if ((entry.getMode() & 0100) != 0 && File.separatorChar == '/') {
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
          }
        }
      }
    }
  }

  private static String lastLines(Path log) throws IOException {
    var lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 12), lines.size()));
  }
}
