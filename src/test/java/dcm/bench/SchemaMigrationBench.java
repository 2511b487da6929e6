package dcm.bench;

import com.typesafe.config.ConfigFactory;
import dcm.journal.jdbc.DatabaseSettings;
import dcm.journal.schema.DetachedGuildSchemas;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Duration of {@code dcm guild migrate --all} on detached schemas. */
@Command(
    name = "schema-migration",
    description = "dcm guild migrate --all",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class SchemaMigrationBench implements Callable<Integer> {
  private static final String DATABASE = "schema_migration";
  private static final int BATCH_SIZE = 200;
  private static final long FIRST_GUILD = 700_000_000_000_000_000L;

  @Option(names = "--schemas", description = "default ${DEFAULT-VALUE}", defaultValue = "5000")
  private int schemas;

  @Option(names = "--connections", description = "default ${DEFAULT-VALUE}", defaultValue = "4")
  private int connections;

  @Option(
      names = "--data",
      description = "kept between runs; default ${DEFAULT-VALUE}",
      defaultValue = "target/bench")
  private Path data;

  @Override
  public Integer call() throws Exception {
    try (var server = BenchmarkPostgres.forGeneration(data)) {
      server.migrate("dcm");
      try (var superuser = server.connectAsSuperuser("postgres");
          var statement = superuser.createStatement()) {
        statement.execute("drop database if exists " + DATABASE);
        statement.execute(
            "create database " + DATABASE + " template dcm owner " + server.owner().user());
      }
      generateData(server);
    }
    try (var server = BenchmarkPostgres.forMeasurement(data)) {
      var settings = settings(server);
      for (var pass : new String[] {"detached", "up to date"}) {
        var used = server.processes().cpuMicros();
        var before = System.nanoTime();
        var failed = DetachedGuildSchemas.migrate(settings, connections);
        System.out.printf(
            "%,d schemas %s, %d connections: %.1f s, PostgreSQL's processor %.1f s, %d failed%n",
            schemas,
            pass,
            connections,
            (System.nanoTime() - before) / 1e9,
            (server.processes().cpuMicros() - used) / 1e6,
            failed);
      }
    }
    return 0;
  }

  private void generateData(BenchmarkPostgres server) throws SQLException {
    try (var owner = server.owner(DATABASE)) {
      owner.setAutoCommit(false);
      for (var from = 0; from < schemas; from += BATCH_SIZE) {
        var to = Math.min(schemas, from + BATCH_SIZE);
        DetachedGuildSchemas.build(
            owner,
            server.program(),
            LongStream.range(from, to).map(guild -> FIRST_GUILD + guild).toArray());
      }
    }
  }

  private static DatabaseSettings settings(BenchmarkPostgres server) {
    return DatabaseSettings.from(
        ConfigFactory.parseMap(
                Map.of(
                    "dcm.journal.db.url", server.url(DATABASE),
                    "dcm.journal.db.user", server.program().user(),
                    "dcm.journal.db.password", server.program().password(),
                    "dcm.journal.db.owner.user", server.owner().user(),
                    "dcm.journal.db.owner.password", server.owner().password()))
            .withFallback(ConfigFactory.load()),
        new ArrayList<>());
  }
}
