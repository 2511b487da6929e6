package dcm.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Directory of one embedded server: lock files, the port, and secrets that only the current user
 * can read.
 */
record ServerDirectory(Path root) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SECRET_BYTES = 24;

  /** Creates the directory if it is missing. */
  static ServerDirectory open(Path root) throws IOException {
    return new ServerDirectory(Files.createDirectories(root).toRealPath());
  }

  Path resolve(String name) {
    return root.resolve(name);
  }

  /** Locked while a process starts, adopts or stops the server. */
  Path startLock() {
    return resolve("starting.lock");
  }

  /** Each process that uses the server locks one byte of it. */
  Path usersLock() {
    return resolve("users.lock");
  }

  static FileChannel openLockFile(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /** The port of an earlier start; 0 before the first. */
  int savedPort() throws IOException {
    var file = resolve("port");
    return Files.exists(file) ? Integer.parseInt(Files.readString(file).strip()) : 0;
  }

  /** Chooses a free port and saves it. */
  int newPort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Files.writeString(resolve("port"), Integer.toString(socket.getLocalPort()));
      return socket.getLocalPort();
    }
  }

  /** The file of a random secret, in hexadecimal; created if it is missing. */
  Path secretFile(String name) throws IOException {
    var file = resolve(name);
    try {
      createPrivate(file);
    } catch (FileAlreadyExistsException kept) {
      return file;
    }
    var bytes = new byte[SECRET_BYTES];
    RANDOM.nextBytes(bytes);
    Files.writeString(file, HexFormat.of().formatHex(bytes));
    return file;
  }

  static String readSecret(Path file) throws IOException {
    return Files.readString(file).strip();
  }

  /** Replaces a file that holds a secret. */
  void writePrivate(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    createPrivate(file);
    Files.writeString(file, text);
  }

  void setPermissions(Path file, String permissions) throws IOException {
    if (supportsPosix(file)) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
  }

  private static void createPrivate(Path file) throws IOException {
    if (supportsPosix(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } else {
      Files.createFile(file);
    }
  }

  private static boolean supportsPosix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
