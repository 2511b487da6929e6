package dcm.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** DCM's journal and pekko-persistence-jdbc, alternating on one server. */
@Command(
    name = "journal",
    description = "DCM's journal and pekko-persistence-jdbc on one server",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class JournalBench implements Callable<Integer> {
  // JIT warm-up: both journals become faster for this long
  private static final int UNMEASURED_REPLAYS = 10;
  private static final int UNMEASURED_MILLIS = 20_000;

  @Option(names = "--quick", description = "two small cases in half a minute")
  private boolean quick;

  @Option(names = "--schemas", description = "number of schemas, with --entities")
  private int schemas;

  @Option(
      names = "--entities",
      description = "only these cases: numbers of writing guilds",
      split = ",")
  private List<Integer> entities = List.of();

  @Option(names = "--rounds", description = "rounds per variant; default 5", defaultValue = "0")
  private int rounds;

  @Option(names = "--seconds", description = "seconds per round; default 5", defaultValue = "0")
  private int seconds;

  @Option(names = "--only", description = "OURS or PEER")
  private JournalVariant onlyVariant;

  @Option(names = "--cold", description = "only the cases right after a server restart")
  private boolean cold;

  @Option(names = "--as-is", description = "reuse the databases of the last run")
  private boolean reuseData;

  @Option(names = "--replay", description = "only replay")
  private boolean replayOnly;

  @Option(names = "--ours", description = "key=value of DCM's configuration, may be repeated")
  private List<String> ourOptions = new ArrayList<>();

  @Option(
      names = "--peer",
      description = "key=value of pekko-persistence-jdbc's configuration, may be repeated")
  private List<String> peerOptions = new ArrayList<>();

  @Option(
      names = "--data",
      description = "kept between runs; default ${DEFAULT-VALUE}",
      defaultValue = "target/bench")
  private Path data;

  @Override
  public Integer call() throws Exception {
    rounds = rounds > 0 ? rounds : quick ? 2 : 5;
    seconds = seconds > 0 ? seconds : quick ? 2 : 5;
    var cases = cases();
    if (!reuseData) {
      generateData(cases);
    }
    var report = new JournalReport();
    try (var server = BenchmarkPostgres.forMeasurement(data)) {
      for (var benchmarkCase : cases) {
        server.migrate(benchmarkCase.dataSet().database());
        runCase(server, benchmarkCase, report);
      }
    }
    Files.writeString(data.resolve("journal.md"), report.toString());
    return 0;
  }

  private void generateData(List<BenchmarkCase> cases) throws IOException, SQLException {
    try (var server = BenchmarkPostgres.forGeneration(data)) {
      server.migrate("dcm");
      for (var benchmarkCase : cases) {
        new DataSetGenerator(server).generate(benchmarkCase.dataSet());
      }
    }
  }

  private List<BenchmarkCase> cases() {
    if (!entities.isEmpty()) {
      var all = entities.stream().mapToInt(Integer::intValue).sum();
      var dataSet = new DataSet(Math.max(schemas, all));
      var cases = new ArrayList<BenchmarkCase>();
      var first = 0;
      for (var writing : entities) {
        cases.add(new BenchmarkCase(dataSet, first, writing, variants(), cold));
        first += writing;
      }
      return cases;
    }
    return quick ? BenchmarkCase.quick(variants()) : BenchmarkCase.all(variants());
  }

  private List<JournalVariant> variants() {
    return onlyVariant == null ? List.of(JournalVariant.values()) : List.of(onlyVariant);
  }

  private void runCase(BenchmarkPostgres server, BenchmarkCase benchmarkCase, JournalReport report)
      throws IOException, InterruptedException {
    var replays = new Rounds();
    var writes = new Rounds();
    System.out.println(benchmarkCase);
    if (benchmarkCase.cold()) {
      for (var round = 0; round < Math.min(rounds, 3); round++) {
        for (var variant : benchmarkCase.variants()) {
          var emptied = server.restartCold();
          report.pageCacheEmptied(emptied);
          try (var worker = startWorker(variant, benchmarkCase, server)) {
            record(
                variant,
                replays,
                worker.start(
                    benchmarkCase.dataSet(), benchmarkCase.first(), benchmarkCase.entities()));
            record(variant, writes, worker.write(0, seconds * 1000L));
          }
        }
      }
    } else {
      var workers = new EnumMap<JournalVariant, WorkerHandle>(JournalVariant.class);
      try {
        for (var variant : benchmarkCase.variants()) {
          workers.put(variant, startWorker(variant, benchmarkCase, server));
        }
        runWarm(benchmarkCase, workers, replays, writes);
      } finally {
        for (var worker : workers.values()) {
          worker.close();
        }
      }
    }
    report.add(benchmarkCase, replays, writes);
    System.out.println(report);
  }

  private void runWarm(
      BenchmarkCase benchmarkCase,
      Map<JournalVariant, WorkerHandle> workers,
      Rounds replays,
      Rounds writes) {
    var unmeasured = quick ? 1 : UNMEASURED_REPLAYS;
    for (var round = 0; round < unmeasured + rounds; round++) {
      for (var entry : workers.entrySet()) {
        var worker = entry.getValue();
        var replay =
            worker.start(benchmarkCase.dataSet(), benchmarkCase.first(), benchmarkCase.entities());
        if (round >= unmeasured) {
          record(entry.getKey(), replays, replay);
        }
        worker.stop();
      }
    }
    if (replayOnly) {
      return;
    }
    for (var worker : workers.values()) {
      worker.start(benchmarkCase.dataSet(), benchmarkCase.first(), benchmarkCase.entities());
      worker.write(0, quick ? 2000 : UNMEASURED_MILLIS);
    }
    for (var round = 0; round < rounds; round++) {
      for (var entry : workers.entrySet()) {
        record(entry.getKey(), writes, entry.getValue().write(1000, seconds * 1000L));
      }
    }
    for (var entry : workers.entrySet()) {
      var worker = entry.getValue();
      var acknowledged = worker.stop().get("events");
      var replayed =
          worker
              .start(benchmarkCase.dataSet(), benchmarkCase.first(), benchmarkCase.entities())
              .get("events");
      if (acknowledged == 0) {
        throw new IllegalStateException(entry.getKey() + " wrote nothing; see its log");
      }
      if (replayed < acknowledged) {
        throw new IllegalStateException(
            "%s lost %,.0f acknowledged events".formatted(entry.getKey(), acknowledged - replayed));
      }
    }
  }

  private WorkerHandle startWorker(
      JournalVariant variant, BenchmarkCase benchmarkCase, BenchmarkPostgres server)
      throws IOException {
    return new WorkerHandle(
        variant,
        benchmarkCase.dataSet(),
        server,
        variant == JournalVariant.OURS ? ourOptions : peerOptions);
  }

  private static void record(JournalVariant variant, Rounds results, MetricLine metrics) {
    System.out.println(variant + " " + metrics);
    results.add(variant, metrics);
  }
}
