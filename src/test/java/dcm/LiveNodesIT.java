package dcm;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * WebSockets at two of three nodes, while the third is killed, which holds a third of the guilds.
 * The number of messages between nodes is written to {@code target/resilience.txt}.
 */
@EnabledIfSystemProperty(named = "dcm.long", matches = "true")
class LiveNodesIT {
  private static final int GUILDS = 200;
  private static final int SOCKETS_PER_GUILD = 5;
  private static final int ROUNDS = 4;
  private static final int PARALLELISM = 8;
  private static final Pattern RECEIVED =
      Pattern.compile("^dcm_websockets_events_received_total (\\S+)$", Pattern.MULTILINE);

  @TempDir Path directory;

  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void every_event_arrives_once_and_in_order_and_only_at_the_node_of_the_sockets()
      throws Exception {
    var guilds = new ArrayList<WatchedGuild>();
    try (var services = SharedServices.in(directory);
        var http = HttpClient.newHttpClient();
        var threads = Executors.newFixedThreadPool(PARALLELISM)) {
      var nodes =
          List.of(node(services, "watching"), node(services, "killed"), node(services, "other"));
      try {
        nodes.forEach(NodeProcess::launchAsync);
        nodes.forEach(NodeProcess::awaitReady);
        guilds.addAll(create(services, List.of(nodes.get(0), nodes.get(2)), http, threads));
        var recorder = new OutageRecorder();

        addTasks(guilds, "before", recorder, threads);
        var events = guilds.stream().mapToLong(WatchedGuild::verify).sum();
        var received = nodes.stream().map(LiveNodesIT::eventsReceived).toList();
        NodeCluster.record(
            "%d WebSockets of %d guilds at 2 of 3 nodes: %d events, received by the nodes: %s"
                .formatted(GUILDS * SOCKETS_PER_GUILD, GUILDS, events, received));
        assertThat(received.get(1)).as("no WebSocket is there").isZero();
        // events between hello and the confirmation of the subscription are read from the journal
        assertThat(received.get(0) + received.get(2)).isBetween(events / 2, events);

        var adding =
            CompletableFuture.runAsync(() -> addTasks(guilds, "during", recorder, threads));
        nodes.get(1).kill();
        adding.get(5, TimeUnit.MINUTES);
        addTasks(guilds, "after", recorder, threads);
        guilds.forEach(WatchedGuild::verify);
      } finally {
        guilds.forEach(WatchedGuild::close);
        nodes.forEach(NodeProcess::close);
      }
    }
  }

  private static NodeProcess node(SharedServices services, String name) {
    return services
        .node(name, Map.of("DCM_PUBLIC_URL", "http://127.0.0.1:8080"))
        // all WebSockets come from one address
        .withJvmOptions(
            "-Ddcm.http.connections.max-from-loopback=2000", "-Ddcm.http.live.auth-timeout=30s");
  }

  private static List<WatchedGuild> create(
      SharedServices services, List<NodeProcess> nodes, HttpClient http, ExecutorService threads) {
    var creating =
        IntStream.range(0, GUILDS)
            .mapToObj(number ->
                CompletableFuture.supplyAsync(
                    () ->
                        WatchedGuild.create(
                            http,
                            services.sandbox(),
                            nodes.get(number % nodes.size()),
                            number,
                            SOCKETS_PER_GUILD),
                    threads))
            .toList();
    return creating.stream().map(CompletableFuture::join).toList();
  }

  /** Adds tasks to all guilds; returns when all requests were answered. */
  private static void addTasks(
      List<WatchedGuild> guilds, String title, OutageRecorder recorder, ExecutorService threads) {
    for (var round = 0; round < ROUNDS; round++) {
      var number = round;
      Consumer<WatchedGuild> add = guild -> guild.addTask(title + " " + number, recorder);
      var adding =
          guilds.stream()
              .map(guild -> CompletableFuture.runAsync(() -> add.accept(guild), threads))
              .toArray(CompletableFuture<?>[]::new);
      CompletableFuture.allOf(adding).orTimeout(5, TimeUnit.MINUTES).join();
    }
  }

  /** The events that guilds sent to this node. */
  private static long eventsReceived(NodeProcess node) {
    var metrics = new TestHttpClient(node.management()).get("/metrics").raw().body();
    var matcher = RECEIVED.matcher(metrics);
    assertThat(matcher.find()).as(metrics).isTrue();
    return (long) Double.parseDouble(matcher.group(1));
  }
}
