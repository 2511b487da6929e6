package dcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A killed node loses no acknowledged write and executes no command twice. */
@Execution(ExecutionMode.CONCURRENT)
class NodeCrashIT {
  private static final int WRITES = 500;
  private static final int REMINDERS = 50;

  @TempDir Path data;
  private NodeProcess node;

  @BeforeEach
  void start() {
    node = NodeProcess.start(data);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void every_acknowledged_write_is_persisted_and_every_key_has_at_most_one_effect() {
    var sanne = DashboardClient.logIn(node, SandboxClient.SANNE, SandboxClient.HOUSE);
    var acknowledged = new ConcurrentHashMap<String, String>();
    var answers = new AtomicInteger();
    var killed = new CompletableFuture<Void>().orTimeout(1, TimeUnit.MINUTES);
    var inFlight = new Semaphore(64);
    var writes =
        IntStream.range(0, WRITES)
            .mapToObj(i -> {
              inFlight.acquireUninterruptibly();
              if (i >= WRITES / 2) {
                // requests in flight are aborted, later ones are refused
                killed.join();
              }
              return create(sanne, "task-" + i)
                  .thenAccept(response -> {
                    if (response.status() == 201) {
                      acknowledged.put("task-" + i, response.body().get("id").textValue());
                    }
                    if (answers.incrementAndGet() == WRITES / 3) {
                      node.kill();
                      killed.complete(null);
                    }
                  })
                  .exceptionally(_ -> null)
                  .whenComplete((_, _) -> inFlight.release());
            })
            .toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(writes).join();
    assertThat(acknowledged).isNotEmpty().hasSizeLessThan(WRITES);

    node.launch();
    sanne.renew();
    assertThat(titles(sanne)).containsAllEntriesOf(acknowledged);

    // repeats all requests: executed ones are answered as before, the others are executed now
    for (int i = 0; i < WRITES; i++) {
      var title = "task-" + i;
      var response = create(sanne, title).join();
      if (response.status() == 429) {
        continue;
      }
      assertThat(response.status()).as(response.raw().body()).isEqualTo(201);
      if (acknowledged.containsKey(title)) {
        assertThat(response.body().get("id").textValue()).isEqualTo(acknowledged.get(title));
      }
    }
    var all = allTasks(sanne).stream().map(task -> task.get("title").textValue()).toList();
    assertThat(all).filteredOn(title -> title.startsWith("task-")).doesNotHaveDuplicates();
  }

  @Test
  void every_due_reminder_is_visible_exactly_once() {
    var sanne = DashboardClient.logIn(node, SandboxClient.SANNE, SandboxClient.HOUSE);
    var due = LocalDateTime.now(ZoneId.of("UTC")).plusSeconds(25).truncatedTo(ChronoUnit.SECONDS);
    for (int i = 0; i < REMINDERS; i++) {
      var response =
          sanne.post(
              "tasks",
              TestHttpClient.object(
                  "title",
                  "reminder-" + i + "-",
                  "schedule",
                  TestHttpClient.object(
                      "type",
                      "once",
                      "due",
                      TestHttpClient.object(
                          "type", "time", "local", due.toString(), "zone", "UTC")),
                  "assignment",
                  TestHttpClient.object(
                      "strategy", "FIXED", "order", List.of(SandboxClient.MILAN))));
      assertThat(response.status()).as(response.raw().body()).isEqualTo(201);
    }
    // killed while sending
    await("some are sent")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> !reminders().isEmpty());
    node.kill();
    node.launch();
    await("all are sent")
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> distinct().size() == REMINDERS);
    // longer than the time after which the guild hands out unreported deliveries again
    await("none is sent twice")
        .during(Duration.ofSeconds(25))
        .atMost(Duration.ofSeconds(40))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> reminders().size() == REMINDERS);
  }

  private List<String> reminders() {
    return new SandboxClient(node.discord())
        .directMessages(SandboxClient.MILAN).stream()
            .map(JsonNode::toString)
            .filter(message -> message.contains("reminder-"))
            .toList();
  }

  private List<Integer> distinct() {
    var messages = reminders();
    return IntStream.range(0, REMINDERS)
        .filter(i -> messages.stream().anyMatch(m -> m.contains("reminder-" + i + "-")))
        .boxed()
        .toList();
  }

  private static CompletableFuture<TestHttpClient.Response> create(
      DashboardClient client, String title) {
    return client
        .web()
        .sendAsync(
            "POST",
            client.path("tasks"),
            TestHttpClient.object("title", title),
            client.with("Idempotency-Key", "key-" + title));
  }

  private static Map<String, String> titles(DashboardClient client) {
    return allTasks(client).stream()
        .collect(
            Collectors.toMap(
                task -> task.get("title").textValue(), task -> task.get("id").textValue()));
  }

  private static List<JsonNode> allTasks(DashboardClient client) {
    var tasks = new ArrayList<JsonNode>();
    var path = "tasks?limit=200&sort=number";
    while (path != null) {
      var page = client.get(path);
      assertThat(page.status()).as(page.raw().body()).isEqualTo(200);
      page.body().get("tasks").forEach(tasks::add);
      var link = page.header("Link");
      path =
          link.contains("rel=\"next\"")
              ? link.substring(link.indexOf("tasks?"), link.indexOf('>'))
              : null;
    }
    return tasks;
  }
}
