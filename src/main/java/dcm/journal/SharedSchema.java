package dcm.journal;

import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The schema {@code dcm} that all guilds share, brought up to date by Flyway at start. Several
 * nodes may do so at once: Flyway holds an advisory lock meanwhile.
 */
public final class SharedSchema {
  private static final int PATIENCE_SECONDS = 120;

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
      Flyway.configure()
          .dataSource(source)
          .schemas("dcm")
          .locations("classpath:db/shared")
          .placeholders(Map.of("program", settings.program().quoted()))
          .connectRetries(3)
          .validateMigrationNaming(true)
          .cleanDisabled(true)
          .load()
          .migrate();
    } catch (FlywayException failed) {
      throw JournalFailure.ofShared(failed);
    }
  }
}
