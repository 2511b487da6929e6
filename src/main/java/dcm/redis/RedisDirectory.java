package dcm.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** What the embedded Redis keeps in {@code DCM_DATA/redis}: port, password, configuration, data. */
record RedisDirectory(Path root) {
  /** Makes the directory, for its owner alone, where it is missing. */
  static RedisDirectory in(Path root) throws IOException {
    Files.createDirectories(root);
    var directory = new RedisDirectory(root.toRealPath());
    directory.forOwner(directory.root, "rwx------");
    return directory;
  }

  Path log() {
    return root.resolve("redis.log");
  }

  Path pid() {
    return root.resolve("redis.pid");
  }

  Path configuration() {
    return root.resolve("redis.conf");
  }

  Path starting() {
    return root.resolve("starting.lock");
  }

  Path users() {
    return root.resolve("users.lock");
  }

  Path programs() throws IOException {
    return Files.createDirectories(root.resolve("program"));
  }

  /** The port of the first start, for as long as nobody else took it. */
  int port() throws IOException {
    var kept = root.resolve("port");
    return Files.exists(kept) ? Integer.parseInt(Files.readString(kept).strip()) : newPort();
  }

  int newPort() throws IOException {
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Files.writeString(root.resolve("port"), Integer.toString(free.getLocalPort()));
      return free.getLocalPort();
    }
  }

  String password() throws IOException {
    var kept = root.resolve("password");
    if (!Files.exists(kept)) {
      write(kept, OpaqueToken.fresh().secret());
    }
    return Files.readString(kept).strip();
  }

  void configure(String host, int port) throws IOException {
    write(
        configuration(),
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
            .formatted(host, port, password(), slashes(root), slashes(log()), slashes(pid())));
  }

  private void write(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(file);
    forOwner(file, "rw-------");
    Files.writeString(file, text);
  }

  private void forOwner(Path file, String permissions) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
  }

  private static String slashes(Path path) {
    return path.toString().replace('\\', '/');
  }
}
