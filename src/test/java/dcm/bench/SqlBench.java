package dcm.bench;

import dcm.journal.GuildPersistenceId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The group append statement in plain JDBC, without Pekko. */
@Command(
    name = "sql",
    description = "the group append statement and its alternatives",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class SqlBench implements Callable<Integer> {
  private static final DataSet DATA_SET = BenchmarkCase.LARGE_DATA_SET;

  @Option(names = "--rounds", description = "default ${DEFAULT-VALUE}", defaultValue = "3")
  private int rounds;

  @Option(names = "--millis", description = "per cell; default ${DEFAULT-VALUE}")
  private int millis = 1500;

  @Option(names = "--guilds", description = "default ${DEFAULT-VALUE}", split = ",")
  private List<Integer> guilds = List.of(200, 2_000, 10_000);

  @Option(names = "--lanes", description = "default ${DEFAULT-VALUE}", split = ",")
  private List<Integer> lanes = List.of(2, 4);

  @Option(names = "--batch", description = "default ${DEFAULT-VALUE}", split = ",")
  private List<Integer> batches = List.of(100, 500);

  @Option(
      names = "--data",
      description = "kept between runs; default ${DEFAULT-VALUE}",
      defaultValue = "target/bench")
  private Path data;

  private final StringBuilder report = new StringBuilder(head());

  @Override
  public Integer call() throws Exception {
    try (var server = BenchmarkPostgres.forGeneration(data)) {
      server.migrate("dcm");
      new DataSetGenerator(server).generate(DATA_SET);
    }
    try (var server = BenchmarkPostgres.forMeasurement(data)) {
      try (var superuser = server.connectAsSuperuser(DATA_SET.database())) {
        SqlVariant.prepare(superuser, server.program().user());
      }
      for (var count : guilds) {
        for (var lane : lanes) {
          for (var batch : batches) {
            row(server, count, lane, batch);
          }
        }
      }
    }
    Files.writeString(data.resolve("sql.md"), report);
    return 0;
  }

  private static String head() {
    var head = new StringBuilder("| guilds | lanes | in one call |");
    for (var variant : SqlVariant.values()) {
      head.append(' ').append(variant.name().toLowerCase(Locale.ROOT)).append(" |");
    }
    return head + "\n|---|---|---" + "|---".repeat(SqlVariant.values().length) + "|\n";
  }

  private void row(BenchmarkPostgres server, int count, int lane, int batch) throws Exception {
    Map<SqlVariant, List<Double>> rates = new EnumMap<>(SqlVariant.class);
    Map<SqlVariant, List<Double>> micros = new EnumMap<>(SqlVariant.class);
    for (var round = 0; round < rounds; round++) {
      for (var variant : SqlVariant.values()) {
        var metrics = cell(server, variant, count, lane, batch);
        rates.computeIfAbsent(variant, key -> new ArrayList<>()).add(metrics.get("rate"));
        micros.computeIfAbsent(variant, key -> new ArrayList<>()).add(metrics.get("server"));
      }
    }
    var line = new StringBuilder("| %,d | %d | %d |".formatted(count, lane, batch));
    for (var variant : SqlVariant.values()) {
      line.append(
          String.format(
              Locale.ROOT,
              " %.1f (%,.0f) |",
              Rounds.median(micros.get(variant)),
              Rounds.median(rates.get(variant))));
    }
    System.out.println(line);
    report.append(line).append('\n');
  }

  private static List<List<SqlWorker.Guild>> guildsOf(Connection connection, int count, int lanes)
      throws SQLException {
    var sql =
        """
        select guild_id, partition_number, epoch from dcm.guild_schemas join dcm.guild_epoch using (guild_id)
        order by guild_id limit %d
        """
            .formatted(count);
    var found = new ArrayList<List<SqlWorker.Guild>>();
    for (var lane = 0; lane < lanes; lane++) {
      found.add(new ArrayList<>());
    }
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        var guild = rows.getLong(1);
        found
            .get(rows.getInt(2) % lanes)
            .add(new SqlWorker.Guild(guild, GuildPersistenceId.of(guild), rows.getLong(3)));
      }
    }
    return found;
  }

  private MetricLine cell(
      BenchmarkPostgres server, SqlVariant variant, int count, int laneCount, int batch)
      throws Exception {
    var connections = new ArrayList<Connection>();
    try (var threads = Executors.newFixedThreadPool(laneCount);
        var reader = open(server)) {
      var workers = new ArrayList<SqlWorker>();
      for (var group : guildsOf(reader, count, laneCount)) {
        var connection = open(server);
        connections.add(connection);
        workers.add(new SqlWorker(connection, variant, group, batch));
      }
      for (var warmedUp :
          threads.invokeAll(workers.stream().map(lane -> (Callable<Long>) lane::warmUp).toList())) {
        warmedUp.get();
      }
      var before = ResourceUsage.now(server.processes());
      var end = System.nanoTime() + millis * 1_000_000L;
      double events = 0;
      for (var written :
          threads.invokeAll(
              workers.stream().map(lane -> (Callable<Long>) () -> lane.writeUntil(end)).toList())) {
        events += written.get();
      }
      var used = ResourceUsage.now(server.processes()).since(before);
      return new MetricLine(
          Map.of("rate", events / used.seconds(), "server", used.serverMicros() / events));
    } finally {
      for (var connection : connections) {
        connection.close();
      }
    }
  }

  private static Connection open(BenchmarkPostgres server) throws SQLException {
    return DriverManager.getConnection(
        server.url(DATA_SET.database()), server.program().user(), server.program().password());
  }
}
