package dcm.journal.schema;

import dcm.journal.jdbc.DatabaseSettings;
import dcm.journal.jdbc.JournalException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationVersion;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schema {@code dcm}, shared by all guilds and migrated by Flyway at start. Several nodes may
 * migrate concurrently: Flyway holds an advisory lock. Nodes of an older version may be running, so
 * a migration must be compatible with them (docs/adr/0026).
 */
public final class SharedSchema {
  private static final Logger LOG = LoggerFactory.getLogger(SharedSchema.class);
  private static final int SOCKET_TIMEOUT_SECONDS = 120;

  private static final String RUNNING_NODES =
      """
      select address, version from dcm.cluster_node
       where heartbeat_at > clock_timestamp() - interval '10 seconds'
       order by address
      """;

  private final DataSource source;
  private final Flyway flyway;

  private SharedSchema(DataSource source, Flyway flyway) {
    this.source = source;
    this.flyway = flyway;
  }

  /** Migrates like {@link #migrate()}. */
  public static void migrate(DatabaseSettings settings) {
    prepare(settings).migrate();
  }

  static void migrate(DatabaseSettings settings, String... locations) {
    prepare(settings, locations).migrate();
  }

  /**
   * Loads what a migration needs, without the database: this takes longer than to find that nothing
   * is to be migrated. Blocks.
   */
  public static SharedSchema prepare(DatabaseSettings settings) {
    return prepare(settings, "classpath:db/shared");
  }

  private static SharedSchema prepare(DatabaseSettings settings, String... locations) {
    // no pooled connection: a migration may run longer than statement-timeout
    var source = new PGSimpleDataSource();
    source.setURL(settings.url());
    source.setUser(settings.owner().user());
    source.setPassword(settings.owner().password());
    source.setSocketTimeout(SOCKET_TIMEOUT_SECONDS);
    source.setConnectTimeout(5);
    try {
      return new SharedSchema(
          source,
          Flyway.configure()
              .dataSource(source)
              .schemas("dcm")
              .locations(locations)
              .placeholders(Map.of("program", settings.program().quotedUser()))
              .connectRetries(3)
              .validateMigrationNaming(true)
              .cleanDisabled(true)
              .load());
    } catch (FlywayException failed) {
      throw JournalException.ofSharedSchema(failed);
    }
  }

  /**
   * Migrates the schema to this program's version and grants the privileges of its login. Blocks.
   *
   * @throws JournalException when PostgreSQL cannot be reached or rejects the owner's login, or the
   *     schema is newer or damaged
   */
  public void migrate() {
    try {
      var versions = flyway.info();
      rejectNewer(versions, source);
      logRunningNodes(versions, source);
      flyway.migrate();
    } catch (FlywayException failed) {
      throw JournalException.ofSharedSchema(failed);
    } catch (SQLException failed) {
      throw JournalException.of("dcm", failed);
    }
  }

  /** This program may misread tables of a newer version. */
  private static void rejectNewer(MigrationInfoService versions, DataSource source)
      throws SQLException {
    var newest =
        Arrays.stream(versions.applied())
            .filter(applied -> !applied.getState().isResolved())
            .map(MigrationInfo::getVersion)
            .filter(Objects::nonNull)
            .max(Comparator.naturalOrder());
    if (newest.isPresent()) {
      throw JournalException.ofNewerSharedSchema(
          newest.get().getVersion(), latestKnownVersion(versions), runningNodes(source, versions));
    }
  }

  /** Logs the nodes that keep running on the migrated tables. */
  private static void logRunningNodes(MigrationInfoService versions, DataSource source)
      throws SQLException {
    var current = versions.current();
    if (versions.pending().length > 0 && current != null) {
      var nodes = runningNodes(source, versions);
      if (!nodes.isEmpty()) {
        LOG.warn(
            "Migrating the shared schema from version {} to {} while nodes are running: {}. They"
                + " continue; once restarted, a program older than version {} will not start",
            current.getVersion(),
            latestKnownVersion(versions),
            String.join(", ", nodes),
            latestKnownVersion(versions));
      }
    }
  }

  private static String latestKnownVersion(MigrationInfoService versions) {
    return Arrays.stream(versions.all())
        .filter(migration -> migration.getState().isResolved() && migration.getVersion() != null)
        .map(MigrationInfo::getVersion)
        .max(Comparator.naturalOrder())
        .map(MigrationVersion::getVersion)
        .orElse("0");
  }

  /** Address and version of nodes with a heartbeat in the last 10 s. */
  private static List<String> runningNodes(DataSource source, MigrationInfoService versions)
      throws SQLException {
    if (versions.current() == null) {
      return List.of();
    }
    var nodes = new ArrayList<String>();
    try (var connection = source.getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(RUNNING_NODES)) {
      while (rows.next()) {
        nodes.add("%s (DCM %s)".formatted(rows.getString(1), rows.getString(2)));
      }
    }
    return nodes;
  }
}
