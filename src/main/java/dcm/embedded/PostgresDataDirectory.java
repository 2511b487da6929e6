package dcm.embedded;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;

/**
 * What the embedded PostgreSQL keeps: its cluster, the port it was given once and for all, its log,
 * and the passwords that only this user may read.
 */
record PostgresDataDirectory(Path root) {
  static PostgresDataDirectory open(Path root) throws IOException {
    var directory = Files.createDirectories(root).toRealPath();
    return new PostgresDataDirectory(directory);
  }

  Path cluster() {
    return root.resolve("cluster");
  }

  Path log() {
    return root.resolve("postgres.log");
  }

  Path usersLock() {
    return root.resolve("users.lock");
  }

  Path startLock() {
    return root.resolve("starting.lock");
  }

  Path superuserPassword() throws IOException {
    return secretFile("superuser-password");
  }

  Path programPassword() throws IOException {
    return secretFile("password");
  }

  Path ownerPassword() throws IOException {
    return secretFile("owner-password");
  }

  static String read(Path secret) throws IOException {
    return Files.readString(secret).strip();
  }

  boolean isInitialised() {
    // written last: an initialisation that was killed half-way starts again from nothing
    return Files.exists(root.resolve("initialised"));
  }

  void setInitialised() throws IOException {
    Files.createFile(root.resolve("initialised"));
  }

  /**
   * True when the process that the pid file names is alive and may be a PostgreSQL. Numbers of
   * processes are given again, in containers soon.
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

  /** PostgreSQL itself refuses to start while any process has the number in its pid file. */
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

  /** The port kept from an earlier start, or 0. */
  int savedPort() throws IOException {
    var saved = root.resolve("port");
    return Files.exists(saved) ? Integer.parseInt(Files.readString(saved).strip()) : 0;
  }

  /** The kept port when nobody else took it meanwhile, otherwise a free one, kept from now on. */
  int choosePort() throws IOException {
    var saved = savedPort();
    if (saved != 0 && isFree(saved)) {
      return saved;
    }
    try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Files.writeString(root.resolve("port"), Integer.toString(probe.getLocalPort()));
      return probe.getLocalPort();
    }
  }

  /** Writes the server's settings; those of the operator's {@code own.conf} come last and win. */
  void writeConfiguration(int port) throws IOException {
    var operatorConfiguration = root.resolve("own.conf");
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
    # a backup locks every table of every guild at once
    max_locks_per_transaction = 1024
    fsync = on
    synchronous_commit = on
    full_page_writes = on
    # after each checkpoint a guild's first event writes whole pages
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

  private Path secretFile(String name) throws IOException {
    var file = root.resolve(name);
    if (!Files.exists(file)) {
      var bytes = new byte[24];
      new SecureRandom().nextBytes(bytes);
      if (File.separatorChar == '/') {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } else {
        Files.createFile(file);
      }
      Files.writeString(
          file,
          HexFormat.of().formatHex(bytes),
          StandardCharsets.US_ASCII,
          StandardOpenOption.TRUNCATE_EXISTING);
    }
    return file;
  }
}
