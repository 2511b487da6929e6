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

/** What PostgreSQL itself can do, without Pekko: one call, many guilds. */
@Command(
    name = "sql",
    description = "the statement that writes many guilds, beside others",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class SqlBench implements Callable<Integer> {
  private static final Town TOWN = Game.CITY;

  @Option(names = "--rounds", description = "usually ${DEFAULT-VALUE}", defaultValue = "3")
  private int rounds;

  @Option(names = "--millis", description = "per cell; usually ${DEFAULT-VALUE}")
  private int millis = 1500;

  @Option(names = "--guilds", description = "usually ${DEFAULT-VALUE}", split = ",")
  private List<Integer> guilds = List.of(200, 2_000, 10_000);

  @Option(names = "--lanes", description = "usually ${DEFAULT-VALUE}", split = ",")
  private List<Integer> lanes = List.of(2, 4);

  @Option(names = "--batch", description = "usually ${DEFAULT-VALUE}", split = ",")
  private List<Integer> batches = List.of(100, 500);

  @Option(
      names = "--data",
      description = "kept between runs; default ${DEFAULT-VALUE}",
      defaultValue = "target/bench")
  private Path data;

  private final StringBuilder report = new StringBuilder(head());

  @Override
  public Integer call() throws Exception {
    try (var server = Server.furnishing(data)) {
      server.migrate("dcm");
      new Furnisher(server).furnish(TOWN);
    }
    try (var server = Server.measured(data)) {
      try (var superuser = server.superuser(TOWN.database())) {
        SqlWay.prepare(superuser, server.program().user());
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
    for (var way : SqlWay.values()) {
      head.append(' ').append(way.name().toLowerCase(Locale.ROOT)).append(" |");
    }
    return head + "\n|---|---|---" + "|---".repeat(SqlWay.values().length) + "|\n";
  }

  private void row(Server server, int count, int lane, int batch) throws Exception {
    Map<SqlWay, List<Double>> rates = new EnumMap<>(SqlWay.class);
    Map<SqlWay, List<Double>> micros = new EnumMap<>(SqlWay.class);
    for (var round = 0; round < rounds; round++) {
      for (var way : SqlWay.values()) {
        var figures = cell(server, way, count, lane, batch);
        rates.computeIfAbsent(way, w -> new ArrayList<>()).add(figures.get("rate"));
        micros.computeIfAbsent(way, w -> new ArrayList<>()).add(figures.get("server"));
      }
    }
    var line = new StringBuilder("| %,d | %d | %d |".formatted(count, lane, batch));
    for (var way : SqlWay.values()) {
      line.append(
          String.format(
              Locale.ROOT,
              " %.1f (%,.0f) |",
              Tally.median(micros.get(way)),
              Tally.median(rates.get(way))));
    }
    System.out.println(line);
    report.append(line).append('\n');
  }

  private static List<List<SqlLane.Guild>> guildsOf(Connection connection, int count, int lanes)
      throws SQLException {
    var sql =
        """
        select guild_id, router, epoch from dcm.guild_schemas join dcm.guild_fence using (guild_id)
        order by guild_id limit %d
        """
            .formatted(count);
    var found = new ArrayList<List<SqlLane.Guild>>();
    for (var lane = 0; lane < lanes; lane++) {
      found.add(new ArrayList<>());
    }
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        var guild = rows.getLong(1);
        found
            .get(rows.getInt(2) % lanes)
            .add(new SqlLane.Guild(guild, GuildPersistenceId.of(guild), rows.getLong(3)));
      }
    }
    return found;
  }

  private Figures cell(Server server, SqlWay way, int count, int laneCount, int batch)
      throws Exception {
    var connections = new ArrayList<Connection>();
    try (var threads = Executors.newFixedThreadPool(laneCount);
        var reader = open(server)) {
      var sqlLanes = new ArrayList<SqlLane>();
      for (var group : guildsOf(reader, count, laneCount)) {
        var connection = open(server);
        connections.add(connection);
        sqlLanes.add(new SqlLane(connection, way, group, batch));
      }
      for (var touched :
          threads.invokeAll(sqlLanes.stream().map(lane -> (Callable<Long>) lane::touch).toList())) {
        touched.get();
      }
      var before = Usage.now(server.processes());
      var end = System.nanoTime() + millis * 1_000_000L;
      double events = 0;
      for (var written :
          threads.invokeAll(
              sqlLanes.stream()
                  .map(lane -> (Callable<Long>) () -> lane.writeUntil(end))
                  .toList())) {
        events += written.get();
      }
      var used = Usage.now(server.processes()).since(before);
      return new Figures(
          Map.of("rate", events / used.seconds(), "server", used.serverMicros() / events));
    } finally {
      for (var connection : connections) {
        connection.close();
      }
    }
  }

  private static Connection open(Server server) throws SQLException {
    return DriverManager.getConnection(
        server.url(TOWN.database()), server.program().user(), server.program().password());
  }
}
