package dcm.bench;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dcm.InProcessGuilds;
import dcm.guild.value.GuildId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Latency of guilds on the node of a faulty guild. */
@Command(
    name = "noisy-neighbour",
    description = "latency of other guilds on the node of a faulty one",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class NoisyNeighbourBench implements Callable<Integer> {
  private static final String DATABASE = "noisy_neighbour";
  private static final String HEAD =
      """
      | the other guild is | requests | errors | p50 ms without fault | with fault | p99 ms without fault | with fault | ratio of p99 (least–most) | it served, refused, recovered |
      |---|---|---|---|---|---|---|---|---|
      """;

  @Option(
      names = "--rounds",
      description = "rounds without and with the fault; default ${DEFAULT-VALUE}",
      defaultValue = "5")
  private int rounds;

  @Option(
      names = "--seconds",
      description = "seconds without, and again with the fault; default ${DEFAULT-VALUE}",
      defaultValue = "10")
  private int seconds;

  @Option(
      names = "--guilds",
      description = "number of other guilds; default ${DEFAULT-VALUE}",
      defaultValue = "40")
  private int guilds;

  @Option(
      names = "--rate",
      description = "their requests per second, in total; default ${DEFAULT-VALUE}",
      defaultValue = "100")
  private int rate;

  @Option(names = "--only", description = "LOCKED, RENAMED, REPLAYING or POISONED", split = ",")
  private List<InjectedFault> faults = List.of(InjectedFault.values());

  @Option(names = "--data", description = "default ${DEFAULT-VALUE}", defaultValue = "target/bench")
  private Path data;

  /** The results of one round. */
  private record Round(MetricLine baseline, MetricLine withFault, MetricLine faulty) {
    double ratio() {
      return withFault.get("p99") / baseline.get("p99");
    }
  }

  @Override
  public Integer call() throws Exception {
    var report = new StringBuilder(HEAD);
    try (var server = BenchmarkPostgres.forMeasurement(data)) {
      server.migrate("dcm");
      create(server);
      // the poisoned guild is recovered all the time
      try (var inProcessGuilds =
          new InProcessGuilds(config(server), "dcm.entity.degraded-retry-interval = 1s")) {
        for (var fault : faults) {
          createGuild(inProcessGuilds, fault.guild());
          try (var owner = server.owner(DATABASE)) {
            fault.prepare(owner);
          }
        }
        IntStream.range(0, guilds)
            .forEach(i -> createGuild(inProcessGuilds, InProcessGuilds.guild(i)));
        try (var load = new OpenLoopLoad(inProcessGuilds, guilds, rate)) {
          // JIT warm-up
          load.measure(Duration.ofSeconds(20));
          for (var fault : faults) {
            report.append(line(fault, measure(server, inProcessGuilds, load, fault)));
            System.out.println(report);
          }
        }
      }
    }
    Files.writeString(data.resolve("noisy-neighbour.md"), report.toString());
    return 0;
  }

  /** On a busy machine the first requests may time out. */
  private static void createGuild(InProcessGuilds inProcessGuilds, GuildId guild) {
    var created =
        EntityPool.awaitCondition(
            Duration.ofMinutes(1),
            () -> {
              try {
                inProcessGuilds.createGuild(guild);
                return true;
              } catch (CompletionException late) {
                return false;
              }
            });
    if (!created) {
      throw new IllegalStateException("Guild " + guild + " could not be created");
    }
  }

  private List<Round> measure(
      BenchmarkPostgres server,
      InProcessGuilds inProcessGuilds,
      OpenLoopLoad load,
      InjectedFault fault)
      throws SQLException {
    var measured = new ArrayList<Round>();
    // warms up the code that only this fault uses
    try (var owner = server.owner(DATABASE);
        var _ = new FaultyGuild(inProcessGuilds, fault, owner)) {
      load.measure(Duration.ofSeconds(15));
    }
    for (var round = 0; round < rounds; round++) {
      load.measure(Duration.ofSeconds(3));
      var baseline = load.measure(Duration.ofSeconds(seconds));
      try (var owner = server.owner(DATABASE);
          var faulty = new FaultyGuild(inProcessGuilds, fault, owner)) {
        var withFault = load.measure(Duration.ofSeconds(seconds));
        measured.add(new Round(baseline, withFault, faulty.metrics()));
      }
      System.out.println(fault + " " + measured.getLast());
    }
    return measured;
  }

  private static String line(InjectedFault fault, List<Round> rounds) {
    var ratios = rounds.stream().mapToDouble(Round::ratio).summaryStatistics();
    return String.format(
        Locale.ROOT,
        "| %s | %,.0f | %.0f | %.1f | %.1f | %.1f | %.1f | %.2f (%.2f–%.2f) | %.0f, %.0f, %.0f |%n",
        fault.name().toLowerCase(Locale.ROOT),
        rounds.stream().mapToDouble(round -> round.withFault().get("requests")).sum(),
        rounds.stream()
            .mapToDouble(round -> round.withFault().get("errors") + round.baseline().get("errors"))
            .sum(),
        median(rounds, round -> round.baseline().get("p50")),
        median(rounds, round -> round.withFault().get("p50")),
        median(rounds, round -> round.baseline().get("p99")),
        median(rounds, round -> round.withFault().get("p99")),
        median(rounds, Round::ratio),
        ratios.getMin(),
        ratios.getMax(),
        median(rounds, round -> round.faulty().get("served")),
        median(rounds, round -> round.faulty().get("refused")),
        median(rounds, round -> round.faulty().get("recovered")));
  }

  private static double median(List<Round> rounds, Function<Round, Double> metric) {
    return Rounds.median(rounds.stream().map(metric).toList());
  }

  private static void create(BenchmarkPostgres server) throws Exception {
    try (var superuser = server.connectAsSuperuser("postgres");
        var statement = superuser.createStatement()) {
      statement.execute("drop database if exists " + DATABASE + " with (force)");
      statement.execute(
          "create database %s template dcm owner %s".formatted(DATABASE, server.owner().user()));
    }
  }

  private static Config config(BenchmarkPostgres server) {
    return ConfigFactory.parseMap(
            Map.ofEntries(
                Map.entry("dcm.journal.db.url", server.url(DATABASE)),
                Map.entry("dcm.journal.db.user", server.program().user()),
                Map.entry("dcm.journal.db.password", server.program().password()),
                Map.entry("dcm.journal.db.owner.user", server.owner().user()),
                Map.entry("dcm.journal.db.owner.password", server.owner().password()),
                Map.entry("pekko.coordinated-shutdown.exit-jvm", "off"),
                Map.entry("pekko.loglevel", "ERROR")))
        .withFallback(ConfigFactory.load());
  }
}
