package dcm;

import dcm.bench.LatencyHistogram;
import dcm.bench.Rounds;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The cost of a member's request from the first byte to the last: token, rate limits, permission,
 * the guild, and for a new task the journal. One node with embedded services and the client on the
 * same machine; the requests go to the guilds in turn.
 */
@Command(
    name = "http",
    description = "tasks made and listed over HTTP, by one member of each of many guilds in turn",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class HttpBench implements Callable<Integer> {
  @Option(names = "--guilds", description = "usually ${DEFAULT-VALUE}")
  private int guilds = 50;

  @Option(names = "--tasks", description = "of each guild before; usually ${DEFAULT-VALUE}")
  private int tasks = 200;

  @Option(names = "--connections", description = "usually ${DEFAULT-VALUE}", split = ",")
  private List<Integer> connections = List.of(1, 4, 16, 64);

  @Option(names = "--rounds", description = "usually ${DEFAULT-VALUE}")
  private int rounds = 5;

  @Option(names = "--seconds", description = "per round; usually ${DEFAULT-VALUE}")
  private int seconds = 3;

  @Option(names = "--report", description = "default ${DEFAULT-VALUE}")
  private Path report = Path.of("target", "bench", "http.md");

  private final AtomicLong created = new AtomicLong();
  private final AtomicInteger turn = new AtomicInteger();

  /** A kind of request. */
  private interface RequestFactory {
    HttpRequest next();
  }

  @Override
  public Integer call() throws Exception {
    var lines =
        new StringBuilder(
            "| request | connections | responses/s | p50 ms | p99 ms | failed |\n|---|---|---|---|---|---|\n");
    try (var node = NodeProcess.start(Files.createTempDirectory("dcm-http-bench"))) {
      var clients = logIn(node);
      RequestFactory create = () -> create(node, next(clients));
      RequestFactory list = () -> list(node, next(clients));
      // in its first seconds a JVM is busy compiling
      round(list, 16, 10, new LatencyHistogram());
      round(create, 16, 5, new LatencyHistogram());
      for (var count : connections) {
        lines.append(row("list of 50", list, count));
      }
      for (var count : connections) {
        clients.forEach(DashboardClient::renew);
        lines.append(row("new task", create, count));
      }
    }
    System.out.println(lines);
    Files.createDirectories(report.toAbsolutePath().getParent());
    Files.writeString(report, lines);
    return 0;
  }

  /** The owners of new guilds, each with its tasks. */
  private List<DashboardClient> logIn(NodeProcess node) {
    var sandbox = new SandboxClient(node.discord());
    var clients = new ArrayList<DashboardClient>();
    for (var i = 0; i < guilds; i++) {
      var guild = sandbox.createGuild("Bench " + i, "Owner " + i);
      var client =
          DashboardClient.logIn(node, guild.get("owner").textValue(), guild.get("id").textValue());
      for (var task = 0; task < tasks; task++) {
        client.web().send("POST", client.path("tasks"), draft(), client.with());
      }
      clients.add(client);
    }
    return clients;
  }

  private DashboardClient next(List<DashboardClient> clients) {
    return clients.get(Math.floorMod(turn.getAndIncrement(), clients.size()));
  }

  private HttpRequest create(NodeProcess node, DashboardClient client) {
    return request(node, client, "tasks")
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", UUID.randomUUID().toString())
        .POST(HttpRequest.BodyPublishers.ofString(draft()))
        .build();
  }

  private HttpRequest list(NodeProcess node, DashboardClient client) {
    return request(node, client, "tasks?limit=50&sort=due&status=open").GET().build();
  }

  private static HttpRequest.Builder request(
      NodeProcess node, DashboardClient client, String rest) {
    return HttpRequest.newBuilder(node.dashboard().resolve(client.path(rest)))
        .timeout(Duration.ofSeconds(20))
        .header("Authorization", "Bearer " + client.token());
  }

  private String draft() {
    return "{\"title\":\"task %d\"}".formatted(created.incrementAndGet());
  }

  private String row(String name, RequestFactory factory, int count) throws Exception {
    var rates = new ArrayList<Double>();
    var p50 = new ArrayList<Double>();
    var p99 = new ArrayList<Double>();
    long failed = 0;
    for (var i = 0; i < rounds; i++) {
      var latencies = new LatencyHistogram();
      var responses = round(factory, count, seconds, latencies);
      rates.add((double) responses.succeeded() / seconds);
      p50.add(latencies.percentile(50) / 1e6);
      p99.add(latencies.percentile(99) / 1e6);
      failed += responses.failed();
    }
    var line =
        String.format(
            Locale.ROOT,
            "| %s | %d | %,.0f | %.1f | %.1f | %d |%n",
            name,
            count,
            Rounds.median(rates),
            Rounds.median(p50),
            Rounds.median(p99),
            failed);
    System.out.print(line);
    return line;
  }

  private record Responses(long succeeded, long failed) {}

  /** Each connection sends the next request after the response to the previous one. */
  private static Responses round(
      RequestFactory factory, int count, int seconds, LatencyHistogram latencies)
      throws InterruptedException, ExecutionException {
    var end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var client =
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .cookieHandler(new CookieManager())
                .build()) {
      var futures = new ArrayList<Future<Responses>>();
      for (var i = 0; i < count; i++) {
        futures.add(threads.submit(() -> requestUntil(end, client, factory, latencies)));
      }
      long succeeded = 0;
      long failed = 0;
      for (var each : futures) {
        succeeded += each.get().succeeded();
        failed += each.get().failed();
      }
      return new Responses(succeeded, failed);
    }
  }

  private static Responses requestUntil(
      long end, HttpClient client, RequestFactory factory, LatencyHistogram latencies)
      throws IOException, InterruptedException {
    long succeeded = 0;
    long failed = 0;
    while (System.nanoTime() - end < 0) {
      var request = factory.next();
      var startedAt = System.nanoTime();
      var response = client.send(request, HttpResponse.BodyHandlers.discarding());
      latencies.record(System.nanoTime() - startedAt);
      if (response.statusCode() < 300) {
        succeeded++;
      } else {
        failed++;
      }
    }
    return new Responses(succeeded, failed);
  }
}
