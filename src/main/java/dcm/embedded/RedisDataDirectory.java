package dcm.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Data directory of the embedded Redis: port, password, configuration and data. */
record RedisDataDirectory(ServerDirectory files) {
  /** Creates the directory if it is missing; only its owner can read it. */
  static RedisDataDirectory openOrCreate(Path root) throws IOException {
    var files = ServerDirectory.open(root);
    files.setPermissions(files.root(), "rwx------");
    return new RedisDataDirectory(files);
  }

  Path root() {
    return files.root();
  }

  Path logFile() {
    return files.resolve("redis.log");
  }

  Path pidFile() {
    return files.resolve("redis.pid");
  }

  Path configurationFile() {
    return files.resolve("redis.conf");
  }

  Path binariesDirectory() throws IOException {
    return Files.createDirectories(files.resolve("program"));
  }

  /** The port of the first start. */
  int port() throws IOException {
    var saved = files.savedPort();
    return saved == 0 ? files.newPort() : saved;
  }

  String password() throws IOException {
    return ServerDirectory.readSecret(files.secretFile("password"));
  }

  void writeConfiguration(String host, int port) throws IOException {
    files.writePrivate(
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
                withForwardSlashes(root()),
                withForwardSlashes(logFile()),
                withForwardSlashes(pidFile())));
  }

  private static String withForwardSlashes(Path path) {
    return path.toString().replace('\\', '/');
  }
}
