package dcm.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A primary and its synchronous standby: what the primary acknowledged, the standby has. */
public final class ReplicatedPostgres implements AutoCloseable {
  private final DedicatedPostgres primary;
  private final PostgresDataDirectory standby;
  private final PostgresBinaries binaries;

  private ReplicatedPostgres(
      DedicatedPostgres primary, PostgresDataDirectory standby, PostgresBinaries binaries) {
    this.primary = primary;
    this.standby = standby;
    this.binaries = binaries;
  }

  /** Starts both with the shared schema; the standby begins as a copy of the stopped primary. */
  public static ReplicatedPostgres start(Path directory) throws Exception {
    var primaryData = directory.resolve("primary");
    var primary = DedicatedPostgres.start(primaryData);
    primary.crash();

    var primaryRoot = primaryData.resolve("postgres");
    var standbyRoot = Files.createDirectories(directory.resolve("standby")).resolve("postgres");
    copy(primaryRoot, standbyRoot);
    Files.writeString(primaryRoot.resolve("own.conf"), "synchronous_standby_names = 'standby'\n");

    var standby = PostgresDataDirectory.open(standbyRoot);
    standby.deleteStalePidFile();
    Files.createFile(standby.cluster().resolve("standby.signal"));
    Files.writeString(
        standbyRoot.resolve("own.conf"),
        """
        primary_conninfo = 'host=127.0.0.1 port=%d user=%s password=%s application_name=standby sslmode=disable'
        wal_retrieve_retry_interval = 100ms
        """
            .formatted(
                primary.port(),
                PostgresBootstrap.SUPERUSER,
                ServerDirectory.readSecret(standby.superuserPassword())));
    standby.writeConfiguration(standby.files().newPort());
    var binaries = PostgresBinaries.unpackInto(DedicatedPostgres.BINARIES);
    var replicated = new ReplicatedPostgres(primary, standby, binaries);
    // the standby first: the primary's first commit waits for it
    replicated.control("start", "-l", standby.log().toString());
    primary.restart();
    return replicated;
  }

  /** The owner, the settings and the time stamps stay as they are. */
  private static void copy(Path from, Path to) throws IOException, InterruptedException {
    var copying = new ProcessBuilder("cp", "-a", from.toString(), to.toString()).start();
    if (!copying.waitFor(60, TimeUnit.SECONDS) || copying.exitValue() != 0) {
      throw new IOException("cannot copy " + from);
    }
  }

  /** Stops the primary as a crash does, and promotes the standby. */
  public void failOver() throws IOException {
    primary.crash();
    control("promote");
  }

  /** Environment variables of a node; its URL names both servers. */
  public Map<String, String> environment() throws IOException {
    var environment = new HashMap<>(primary.environment());
    environment.put(
        "DCM_DB_URL",
        "jdbc:postgresql://127.0.0.1:%d,127.0.0.1:%d/%s?targetServerType=primary&sslmode=disable"
            .formatted(primary.port(), standby.files().savedPort(), PostgresBootstrap.DATABASE));
    return environment;
  }

  private void control(String command, String... options) throws IOException {
    EmbeddedPostgres.runPgCtl(standby, binaries, command, options);
  }

  @Override
  public void close() throws IOException {
    try {
      control("stop", "-m", "immediate");
    } finally {
      primary.close();
    }
  }
}
