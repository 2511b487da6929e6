package dcm.embedded;

import dcm.redis.OpaqueToken;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** What the embedded Redis keeps in {@code DCM_DATA/redis}: port, password, configuration, data. */
record RedisDataDirectory(Path root) {
  /** Makes the directory, for its owner alone, where it is missing. */
  static RedisDataDirectory openOrCreate(Path root) throws IOException {
    Files.createDirectories(root);
    var directory = new RedisDataDirectory(root.toRealPath());
    directory.setPermissions(directory.root, "rwx------");
    return directory;
  }

  Path logFile() {
    return root.resolve("redis.log");
  }

  Path pidFile() {
    return root.resolve("redis.pid");
  }

  Path configurationFile() {
    return root.resolve("redis.conf");
  }

  Path startLockFile() {
    return root.resolve("starting.lock");
  }

  Path usersLockFile() {
    return root.resolve("users.lock");
  }

  Path binariesDirectory() throws IOException {
    return Files.createDirectories(root.resolve("program"));
  }

  /** The port of the first start, for as long as nobody else took it. */
  int port() throws IOException {
    var file = root.resolve("port");
    return Files.exists(file) ? Integer.parseInt(Files.readString(file).strip()) : newPort();
  }

  int newPort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Files.writeString(root.resolve("port"), Integer.toString(socket.getLocalPort()));
      return socket.getLocalPort();
    }
  }

  String password() throws IOException {
    var file = root.resolve("password");
    if (!Files.exists(file)) {
      write(file, OpaqueToken.generate().secret());
    }
    return Files.readString(file).strip();
  }

  void writeConfiguration(String host, int port) throws IOException {
    write(
        configurationFile(),
        """
        bind %s
        port %d
        protected-mode yes
        requirepass %s
        dir "%s"
        logfile "%s"
        pidfile "%s"
        save ""
        appendonly yes
        appendfsync everysec
        maxmemory 256mb
        maxmemory-policy volatile-ttl
        """
            .formatted(
                host,
                port,
                password(),
                withForwardSlashes(root),
                withForwardSlashes(logFile()),
                withForwardSlashes(pidFile())));
  }

  private void write(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(file);
    setPermissions(file, "rw-------");
    Files.writeString(file, text);
  }

  private void setPermissions(Path file, String permissions) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
  }

  private static String withForwardSlashes(Path path) {
    return path.toString().replace('\\', '/');
  }
}
