package dcm.node;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory {@code DCM_DATA}. It contains secrets and databases, so only its owner may access
 * it.
 */
final class DataDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  /** Names of entries that identify a data directory, whose mode may be changed. */
  private static final Set<String> KNOWN_ENTRIES =
      Set.of("secret.lock", "postgres", "redis", "sandbox.log");

  private static final int STICKY_BIT = 01000;

  private DataDirectory() {}

  /**
   * Creates it with mode 0700, or restricts the mode of an existing one; warns when that is not
   * possible.
   */
  static void prepare(Path data) throws IOException {
    var directory = data.toAbsolutePath().normalize();
    if (directory.getParent() != null) {
      Files.createDirectories(directory.getParent());
    }
    if (!Files.getFileStore(directory.getParent() == null ? directory : directory.getParent())
        .supportsFileAttributeView("posix")) {
      Files.createDirectories(directory);
      return;
    }
    try {
      Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    } catch (FileAlreadyExistsException existing) {
      if (!Files.isDirectory(directory)) {
        throw existing;
      }
      tighten(directory);
    }
  }

  private static void tighten(Path directory) throws IOException {
    var excess = EnumSet.noneOf(PosixFilePermission.class);
    excess.addAll(Files.getPosixFilePermissions(directory));
    excess.removeAll(OWNER_ONLY);
    if (excess.isEmpty()) {
      return;
    }
    if (isOurs(directory)) {
      try {
        Files.setPosixFilePermissions(directory, OWNER_ONLY);
        LOG.warn("DCM_DATA {} was accessible to other users; its mode is 0700 now", directory);
        return;
      } catch (IOException notPermitted) {
        LOG.debug("Changing the mode of {} failed", directory, notPermitted);
      }
    }
    LOG.warn(
        "DCM_DATA {} is accessible to other users of this machine: use a dedicated directory with"
            + " mode 0700",
        directory);
  }

  /**
   * Whether it is a data directory or empty. Others may need access to /tmp or to a directory with
   * other contents.
   */
  private static boolean isOurs(Path directory) throws IOException {
    if (((int) Files.getAttribute(directory, "unix:mode") & STICKY_BIT) != 0) {
      return false;
    }
    try (var entries = Files.list(directory)) {
      var names = entries.map(entry -> entry.getFileName().toString()).toList();
      return names.isEmpty() || names.stream().anyMatch(KNOWN_ENTRIES::contains);
    }
  }
}
