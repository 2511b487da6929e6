package dcm.journal;

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
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's own programs for this platform, unpacked from the class path into a directory that
 * carries their checksum, so that a new version never overwrites one that runs.
 */
record PostgresProgram(Path home) {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String INSTEAD =
      " Set DCM_DB_URL (and DCM_DB_USER, DCM_DB_PASSWORD) to a PostgreSQL of your own instead.";

  /** Unpacks what is not there yet. Throws with a sentence for the operator where nothing fits. */
  static PostgresProgram unpackInto(Path directory) throws IOException {
    var archive = archive();
    var home = directory.resolve("program-" + checksum(archive).substring(0, 12));
    if (!Files.isDirectory(home)) {
      var half = Files.createTempDirectory(Files.createDirectories(directory), "unpacking");
      unpack(archive, half);
      Files.move(half, home, StandardCopyOption.ATOMIC_MOVE);
    }
    return new PostgresProgram(home);
  }

  /** Runs one program to its end, its output appended to {@code log}; throws when it fails. */
  void run(Path log, String program, String... arguments) throws IOException {
    var command = new ArrayList<>(asAnotherThanRoot());
    command.add(home.resolve("bin").resolve(program).toString());
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("LC_ALL", "C");
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    var process = builder.start();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(program + " did not finish within " + PATIENCE + "; see " + log);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      throw new IOException(program + " was interrupted", stopped);
    }
    if (process.exitValue() != 0) {
      throw new IOException(
          "The embedded PostgreSQL's "
              + program
              + " ended with "
              + process.exitValue()
              + "; the end of "
              + log
              + ":\n"
              + end(log)
              + INSTEAD);
    }
  }

  /** PostgreSQL refuses to run as root; a user namespace of its own makes it somebody else. */
  private static List<String> asAnotherThanRoot() throws IOException {
    if (File.separatorChar == '\\' || new UnixSystem().getUid() != 0) {
      return List.of();
    }
    if (!LinuxUtils.isUnshareAvailable()) {
      throw new IOException(
          "PostgreSQL does not run as root, and `unshare -U` is not permitted here. Start DCM as"
              + " another user."
              + INSTEAD);
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
          "There is no embedded PostgreSQL for " + system + " on " + machine + "." + INSTEAD,
          missing);
    }
  }

  private static void unpack(byte[] archive, Path into) throws IOException {
    try (InputStream bytes = new XZInputStream(new ByteArrayInputStream(archive));
        var tar = new TarArchiveInputStream(bytes)) {
      for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
        var target = into.resolve(entry.getName()).normalize();
        if (!target.startsWith(into.normalize())) {
          throw new IOException("An entry leaves its archive: " + entry.getName());
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

  private static String end(Path log) throws IOException {
    var lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 12), lines.size()));
  }

  private static String checksum(byte[] bytes) throws IOException {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IOException(impossible);
    }
  }
}
