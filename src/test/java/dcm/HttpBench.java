package dcm;

import dcm.bench.Latencies;
import dcm.bench.Tally;
import java.io.IOException;
import java.net.CookieManager;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What a member's knock costs from the first byte to the last: token, limits, permission, the
 * guild, and for a new task the journal. One node with everything embedded, one guild, and the
 * knocking side on the same machine.
 */
@Command(
    name = "http",
    description = "tasks made and listed over HTTP by one member",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class HttpBench implements Callable<Integer> {
  private static final int FURNITURE = 200;

  @Option(names = "--connections", description = "usually ${DEFAULT-VALUE}", split = ",")
  private List<Integer> connections = List.of(1, 4, 16, 64);

  @Option(names = "--rounds", description = "usually ${DEFAULT-VALUE}")
  private int rounds = 5;

  @Option(names = "--seconds", description = "per round; usually ${DEFAULT-VALUE}")
  private int seconds = 3;

  @Option(names = "--report", description = "default ${DEFAULT-VALUE}")
  private Path report = Path.of("target", "bench", "http.md");

  private final AtomicLong made = new AtomicLong();

  /** One way to knock. */
  private interface Knock {
    HttpRequest next();
  }

  @Override
  public Integer call() throws Exception {
    var lines =
        new StringBuilder(
            "| knock | connections | answers/s | p50 ms | p99 ms | failed |\n|---|---|---|---|---|---|\n");
    try (var node = NodeProcess.start(Files.createTempDirectory("dcm-http-bench"))) {
      var mate = Housemate.logIn(node, LocalDiscord.SANNE, LocalDiscord.HOUSE);
      Knock create = () -> create(node, mate);
      Knock list = () -> list(node, mate);
      for (var i = 0; i < FURNITURE; i++) {
        mate.web().send("POST", mate.path("tasks"), draft(), mate.with());
      }
      // the first seconds of a JVM belong to its compiler
      round(list, 16, 10, new Latencies());
      round(create, 16, 5, new Latencies());
      for (var count : connections) {
        lines.append(row("list of 50", list, count));
      }
      for (var count : connections) {
        mate.renew();
        lines.append(row("new task", create, count));
      }
    }
    System.out.println(lines);
    Files.createDirectories(report.toAbsolutePath().getParent());
    Files.writeString(report, lines);
    return 0;
  }

  private HttpRequest create(NodeProcess node, Housemate mate) {
    return request(node, mate, "tasks")
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", UUID.randomUUID().toString())
        .POST(HttpRequest.BodyPublishers.ofString(draft()))
        .build();
  }

  private HttpRequest list(NodeProcess node, Housemate mate) {
    return request(node, mate, "tasks?limit=50").GET().build();
  }

  private static HttpRequest.Builder request(NodeProcess node, Housemate mate, String rest) {
    return HttpRequest.newBuilder(node.dashboard().resolve(mate.path(rest)))
        .timeout(Duration.ofSeconds(20))
        .header("Authorization", "Bearer " + mate.token());
  }

  private String draft() {
    return "{\"title\":\"task %d\"}".formatted(made.incrementAndGet());
  }

  private String row(String name, Knock knock, int count) throws Exception {
    var rates = new ArrayList<Double>();
    var p50 = new ArrayList<Double>();
    var p99 = new ArrayList<Double>();
    long failed = 0;
    for (var i = 0; i < rounds; i++) {
      var latencies = new Latencies();
      var answers = round(knock, count, seconds, latencies);
      rates.add((double) answers.well() / seconds);
      p50.add(latencies.percentile(50) / 1e6);
      p99.add(latencies.percentile(99) / 1e6);
      failed += answers.failed();
    }
    var line =
        String.format(
            Locale.ROOT,
            "| %s | %d | %,.0f | %.1f | %.1f | %d |%n",
            name,
            count,
            Tally.median(rates),
            Tally.median(p50),
            Tally.median(p99),
            failed);
    System.out.print(line);
    return line;
  }

  private record Answers(long well, long failed) {}

  /** Each connection knocks again as soon as it is answered. */
  private static Answers round(Knock knock, int count, int seconds, Latencies latencies)
      throws InterruptedException, ExecutionException {
    var end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var client =
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .cookieHandler(new CookieManager())
                .build()) {
      var knocking = new ArrayList<Future<Answers>>();
      for (var i = 0; i < count; i++) {
        knocking.add(threads.submit(() -> knockUntil(end, client, knock, latencies)));
      }
      long well = 0;
      long failed = 0;
      for (var each : knocking) {
        well += each.get().well();
        failed += each.get().failed();
      }
      return new Answers(well, failed);
    }
  }

  private static Answers knockUntil(long end, HttpClient client, Knock knock, Latencies latencies)
      throws IOException, InterruptedException {
    long well = 0;
    long failed = 0;
    while (System.nanoTime() - end < 0) {
      var request = knock.next();
      var began = System.nanoTime();
      var answer = client.send(request, HttpResponse.BodyHandlers.discarding());
      latencies.count(System.nanoTime() - began);
      if (answer.statusCode() < 300) {
        well++;
      } else {
        failed++;
      }
    }
    return new Answers(well, failed);
  }
}
