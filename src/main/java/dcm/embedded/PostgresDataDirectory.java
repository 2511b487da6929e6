package dcm.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;

/** Data directory of the embedded PostgreSQL: cluster, log, port and passwords. */
record PostgresDataDirectory(ServerDirectory files) {
  static PostgresDataDirectory open(Path root) throws IOException {
    return new PostgresDataDirectory(ServerDirectory.open(root));
  }

  Path cluster() {
    return files.resolve("cluster");
  }

  Path log() {
    return files.resolve("postgres.log");
  }

  Path superuserPassword() throws IOException {
    return files.secretFile("superuser-password");
  }

  Path programPassword() throws IOException {
    return files.secretFile("password");
  }

  Path ownerPassword() throws IOException {
    return files.secretFile("owner-password");
  }

  boolean isInitialised() {
    // written last: an initialisation that was interrupted starts from scratch
    return Files.exists(files.resolve("initialised"));
  }

  void setInitialised() throws IOException {
    Files.createFile(files.resolve("initialised"));
  }

  /**
   * True when the process named in the pid file is alive and may be a PostgreSQL. Process ids are
   * reused, in containers soon.
   */
  boolean mayBeRunning() throws IOException {
    try {
      var lines = Files.readAllLines(pidFile());
      return !lines.isEmpty()
          && ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
              .filter(PostgresDataDirectory::isMaybePostgres)
              .isPresent();
    } catch (NoSuchFileException missing) {
      return false;
    }
  }

  /** Deletes a stale pid file: PostgreSQL does not start while any process has that id. */
  void deleteStalePidFile() throws IOException {
    if (!mayBeRunning()) {
      Files.deleteIfExists(pidFile());
    }
  }

  void clearCluster() throws IOException {
    if (Files.exists(cluster())) {
      try (var files = Files.walk(cluster())) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private Path pidFile() {
    return cluster().resolve("postmaster.pid");
  }

  private static boolean isMaybePostgres(ProcessHandle process) {
    return process
        .info()
        .command()
        .map(command -> Path.of(command).getFileName().toString().startsWith("postgres"))
        .orElse(true);
  }

  /** The saved port if it is free, otherwise a new one. */
  int choosePort() throws IOException {
    var saved = files.savedPort();
    return saved != 0 && isFree(saved) ? saved : files.newPort();
  }

  /** Writes the server's settings; those of the operator's {@code own.conf} override them. */
  void writeConfiguration(int port) throws IOException {
    var operatorConfiguration = files.resolve("own.conf");
    Files.writeString(
        cluster().resolve("postgresql.auto.conf"),
        defaultConfiguration(port)
            + (Files.exists(operatorConfiguration) ? Files.readString(operatorConfiguration) : ""));
  }

  private static String defaultConfiguration(int port) {
    return """
    listen_addresses = '127.0.0.1'
    port = %d
    unix_socket_directories = ''
    password_encryption = 'scram-sha-256'
    max_connections = 100
    # pg_dump locks every table of every guild at once
    max_locks_per_transaction = 1024
    fsync = on
    synchronous_commit = on
    full_page_writes = on
    # after each checkpoint the first event of a guild writes full pages
    wal_compression = on
    checkpoint_timeout = 15min
    max_wal_size = 2GB
    shared_buffers = 128MB
    timezone = 'UTC'
    log_timezone = 'UTC'
    """
        .formatted(port);
  }

  private static boolean isFree(int port) {
    try (var probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
