package dcm.journal;

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
 * The schema {@code dcm} that all guilds share, brought up to date by Flyway at start. Several
 * nodes may do so at once: Flyway holds an advisory lock meanwhile. Nodes of an older program may
 * run meanwhile, so a migration only adds what they can do without. See docs/adr/0026.
 */
public final class SharedSchema {
  private static final Logger LOG = LoggerFactory.getLogger(SharedSchema.class);
  private static final int PATIENCE_SECONDS = 120;

  /** The first version in which nodes leave heartbeats. */
  private static final String NODES_SINCE = "5";

  private static final String NODES =
      """
      select address, version from dcm.cluster_node
       where heartbeat_at > clock_timestamp() - interval '10 seconds'
       order by address
      """;

  private SharedSchema() {}

  /**
   * Blocks until the schema is that of this program, and its login may use it.
   *
   * @throws JournalFailure when PostgreSQL cannot be reached or does not let its owner in, or the
   *     schema is newer or damaged
   */
  public static void migrate(DatabaseSettings settings) {
    // apart from the pools: their statements give up after seconds, a migration may not
    var source = new PGSimpleDataSource();
    source.setURL(settings.url());
    source.setUser(settings.owner().user());
    source.setPassword(settings.owner().password());
    source.setSocketTimeout(PATIENCE_SECONDS);
    source.setConnectTimeout(5);
    try {
      var flyway =
          Flyway.configure()
              .dataSource(source)
              .schemas("dcm")
              .locations("classpath:db/shared")
              .placeholders(Map.of("program", settings.program().quoted()))
              .connectRetries(3)
              .validateMigrationNaming(true)
              .cleanDisabled(true)
              .load();
      var versions = flyway.info();
      refuseNewer(versions, source);
      sayWhoRuns(versions, source);
      flyway.migrate();
    } catch (FlywayException failed) {
      throw JournalFailure.ofShared(failed);
    } catch (SQLException failed) {
      throw JournalFailure.of("dcm", failed);
    }
  }

  /** What a newer program made of the tables, this one may misread. */
  private static void refuseNewer(MigrationInfoService versions, DataSource source)
      throws SQLException {
    var newest =
        Arrays.stream(versions.applied())
            .filter(applied -> !applied.getState().isResolved())
            .map(MigrationInfo::getVersion)
            .filter(Objects::nonNull)
            .max(Comparator.naturalOrder());
    if (newest.isPresent()) {
      throw JournalFailure.ofNewerShared(
          newest.get().getVersion(), known(versions), nodes(source, versions));
    }
  }

  /** They go on with tables that are changed under them, which a migration has to allow. */
  private static void sayWhoRuns(MigrationInfoService versions, DataSource source)
      throws SQLException {
    var current = versions.current();
    if (versions.pending().length > 0 && current != null) {
      var nodes = nodes(source, versions);
      if (!nodes.isEmpty()) {
        LOG.warn(
            "The shared schema goes from version {} to {} while nodes run: {}. They go on; started"
                + " again, a program that does not know version {} refuses",
            current.getVersion(),
            known(versions),
            String.join(", ", nodes),
            known(versions));
      }
    }
  }

  private static String known(MigrationInfoService versions) {
    return Arrays.stream(versions.all())
        .filter(known -> known.getState().isResolved() && known.getVersion() != null)
        .map(MigrationInfo::getVersion)
        .max(Comparator.naturalOrder())
        .map(MigrationVersion::getVersion)
        .orElse("0");
  }

  /** Address and program of those whose heart beats. */
  private static List<String> nodes(DataSource source, MigrationInfoService versions)
      throws SQLException {
    var current = versions.current();
    if (current == null || !current.getVersion().isAtLeast(NODES_SINCE)) {
      return List.of();
    }
    var nodes = new ArrayList<String>();
    try (var connection = source.getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(NODES)) {
      while (rows.next()) {
        nodes.add("%s (DCM %s)".formatted(rows.getString(1), rows.getString(2)));
      }
    }
    return nodes;
  }
}
