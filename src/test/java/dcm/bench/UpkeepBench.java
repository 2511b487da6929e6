package dcm.bench;

import com.typesafe.config.ConfigFactory;
import dcm.journal.DatabaseSettings;
import dcm.journal.GuildsOfOld;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What an operator waits for: schemas of the first version, brought up to date. */
@Command(
    name = "upkeep",
    description = "dcm guild migrate --all",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class UpkeepBench implements Callable<Integer> {
  private static final String DATABASE = "upkeep";
  private static final int AT_ONCE = 200;
  private static final long FIRST = 700_000_000_000_000_000L;

  @Option(names = "--schemas", description = "usually ${DEFAULT-VALUE}", defaultValue = "5000")
  private int schemas;

  @Option(names = "--connections", description = "usually ${DEFAULT-VALUE}", defaultValue = "4")
  private int connections;

  @Option(
      names = "--data",
      description = "kept between runs; default ${DEFAULT-VALUE}",
      defaultValue = "target/bench")
  private Path data;

  @Override
  public Integer call() throws Exception {
    try (var server = Server.furnishing(data)) {
      server.migrate("dcm");
      try (var superuser = server.superuser("postgres");
          var statement = superuser.createStatement()) {
        statement.execute("drop database if exists " + DATABASE);
        statement.execute(
            "create database " + DATABASE + " template dcm owner " + server.owner().user());
      }
      furnish(server);
    }
    try (var server = Server.measured(data)) {
      var settings = settings(server);
      for (var what : new String[] {"from version 1", "up to date already"}) {
        var used = server.processes().cpuMicros();
        var before = System.nanoTime();
        var failed = GuildsOfOld.migrate(settings, connections);
        System.out.printf(
            "%,d schemas %s, %d connections: %.1f s, PostgreSQL's processor %.1f s, %d failed%n",
            schemas,
            what,
            connections,
            (System.nanoTime() - before) / 1e9,
            (server.processes().cpuMicros() - used) / 1e6,
            failed);
      }
    }
    return 0;
  }

  private void furnish(Server server) throws SQLException {
    try (var owner = server.owner(DATABASE)) {
      owner.setAutoCommit(false);
      for (var from = 0; from < schemas; from += AT_ONCE) {
        var to = Math.min(schemas, from + AT_ONCE);
        GuildsOfOld.build(
            owner,
            server.program(),
            LongStream.range(from, to).map(guild -> FIRST + guild).toArray());
      }
    }
  }

  private static DatabaseSettings settings(Server server) {
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
