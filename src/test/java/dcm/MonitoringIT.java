package dcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Monitoring of a node: health, metrics, logs, traces. */
class MonitoringIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Pattern DOCUMENTED =
      Pattern.compile("^\\| `((?:dcm|http_server|cache)_\\w+)` \\| (\\w+) \\|", Pattern.MULTILINE);
  private static final Pattern FAMILY =
      Pattern.compile("^# TYPE ((?:dcm|http_server|cache)_\\w+) (\\w+)$", Pattern.MULTILINE);

  private static final Pattern HELP =
      Pattern.compile("^# HELP ((?:dcm|http_server|cache)_\\w+)(.*)$", Pattern.MULTILINE);

  /** Abbreviated or derived units, and types. */
  private static final Set<String> UNCONVENTIONAL_WORDS =
      Set.of(
          "s",
          "ms",
          "us",
          "ns",
          "sec",
          "b",
          "kb",
          "mb",
          "gb",
          "m",
          "h",
          "d",
          "milliseconds",
          "minutes",
          "hours",
          "days",
          "kilobytes",
          "megabytes",
          "percent",
          "counter",
          "gauge",
          "histogram",
          "summary",
          "timer");

  @TempDir static Path data;
  private static OtlpCollector collector;
  private static NodeProcess node;
  private static TestHttpClient management;
  private static DashboardClient sanne;

  @BeforeAll
  static void start() {
    collector = new OtlpCollector();
    node =
        NodeProcess.start(
            data,
            Map.of("DCM_LOG_FORMAT", "json", "DCM_OTLP_ENDPOINT", collector.url().toString()));
    management = new TestHttpClient(node.management());
    sanne = DashboardClient.logIn(node, SandboxClient.SANNE, SandboxClient.HOUSE);
  }

  @AfterAll
  static void stop() {
    node.close();
    collector.close();
  }

  @Test
  void an_open_node_is_alive_and_ready() {
    assertThat(management.get("/health/live").status()).isEqualTo(200);
    var ready = management.get("/health/ready");
    assertThat(ready.status()).isEqualTo(200);
    assertThat(ready.body().at("/checks").properties())
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder(
            "node", "cluster", "http", "redis", "database", "journal", "discord");
    assertThat(ready.body().at("/checks/discord/detail").textValue())
        .contains("1 of 1 shards connected");
    assertThat(ready.body().get("degradedGuilds").intValue()).isZero();
  }

  @Test
  void the_cluster_api_is_read_only() {
    var self = management.get("/cluster").body().get("selfNode").textValue();
    assertThat(self).startsWith("pekko://dcm@127.0.0.1:");
    var member = "/cluster/members/" + self.substring("pekko://".length());
    assertThat(management.get(member).status()).isEqualTo(200);
    for (var method : List.of("DELETE", "PUT", "POST")) {
      assertThat(management.send(method, member, null).status()).as(method).isEqualTo(405);
    }
  }

  @Test
  void a_node_whose_database_does_not_answer_is_alive_but_not_ready() throws Exception {
    var postmaster = postmaster();
    var all = Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
    try {
      signal("-STOP", all);
      await()
          .atMost(TIMEOUT)
          .untilAsserted(() -> {
            var ready = management.get("/health/ready");
            assertThat(ready.status()).isEqualTo(503);
            assertThat(ready.body().at("/ready").booleanValue()).isFalse();
            assertThat(ready.body().at("/checks/database/ok").booleanValue()).isFalse();
            assertThat(ready.body().at("/checks/cluster/ok").booleanValue()).isTrue();
          });
      assertThat(management.get("/health/live").status()).isEqualTo(200);
    } finally {
      signal("-CONT", all);
    }
    await().atMost(TIMEOUT).until(() -> management.get("/health/ready").status() == 200);
  }

  private static ProcessHandle postmaster() throws IOException {
    var pid = Files.readAllLines(data.resolve("data/postgres/cluster/postmaster.pid")).getFirst();
    return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
  }

  private static void signal(String signal, List<ProcessHandle> processes) throws Exception {
    var command =
        Stream.concat(
                Stream.of("kill", signal),
                processes.stream().map(process -> Long.toString(process.pid())))
            .toList();
    assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
  }

  @Test
  void metrics_and_their_documentation_match() throws IOException {
    var documented =
        DOCUMENTED
            .matcher(Files.readString(Path.of("docs/metrics.md")))
            .results()
            .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2)));
    assertThat(sanne.get("tasks").status()).isEqualTo(200);
    var text = management.get("/metrics").raw().body();
    var exposed =
        FAMILY
            .matcher(text)
            .results()
            .collect(Collectors.toMap(type -> type.group(1), type -> type.group(2)));

    var expected = new TreeSet<>(documented.keySet());
    documented.forEach((name, kind) -> {
      if (Set.of("timer", "summary").contains(kind)) {
        expected.add(name + "_max");
      }
    });
    assertThat(exposed.keySet()).containsExactlyInAnyOrderElementsOf(expected);
    documented.forEach((name, kind) ->
        assertThat(exposed.get(name))
            .as(name)
            .isEqualTo(Set.of("timer", "summary").contains(kind) ? "histogram" : kind));
    assertThat(text).contains("jvm_memory_used_bytes", "process_cpu_usage", "jvm_gc_");
  }

  /** The rules of {@code promtool check metrics}. */
  @Test
  void every_meter_has_a_help_text_and_a_conventional_name() {
    assertThat(sanne.get("tasks").status()).isEqualTo(200);
    var text = management.get("/metrics").raw().body();
    var help =
        HELP.matcher(text)
            .results()
            .collect(Collectors.toMap(line -> line.group(1), line -> line.group(2).strip()));
    assertThat(FAMILY.matcher(text).results())
        .isNotEmpty()
        .allSatisfy(family -> {
          var name = family.group(1);
          var kind = family.group(2);
          assertThat(help.get(name)).as("help text of %s", name).isNotBlank();
          assertThat(name).matches("[a-z0-9]+(_[a-z0-9]+)*");
          assertThat(name.endsWith("_total")).as(name).isEqualTo(kind.equals("counter"));
          assertThat(List.of(name.split("_", -1)))
              .as("words of %s", name)
              .doesNotContainAnyElementsOf(UNCONVENTIONAL_WORDS);
          assertThat(name).doesNotMatch(".*_(count|sum|bucket|info)");
        });
  }

  @Test
  void requests_are_counted_by_kind_and_outcome_without_guild_labels() {
    assertThat(create("dweilen").status()).isEqualTo(201);
    assertThat(create("").status()).isEqualTo(422);
    await()
        .atMost(TIMEOUT)
        .untilAsserted(() -> {
          var text = management.get("/metrics").raw().body();
          assertThat(value(text, "dcm_commands_total{kind=\"task.create\",outcome=\"accepted\"}"))
              .isPositive();
          assertThat(text)
              .contains(
                  "http_server_requests_seconds_count{method=\"POST\",status=\"201\",uri=\"/api/v1/guilds/{gid}/tasks\"}")
              .doesNotContain(SandboxClient.HOUSE);
          assertThat(value(text, "dcm_guild_request_seconds_count{type=\"command\"}")).isPositive();
          assertThat(value(text, "dcm_journal_group_commit_seconds_count")).isPositive();
          assertThat(value(text, "dcm_guild_recovery_seconds_count{outcome=\"recovered\"}"))
              .isPositive();
          assertThat(value(text, "dcm_discord_gateway_connected")).isEqualTo(1);
          assertThat(value(text, "dcm_guild_entities")).isPositive();
          assertThat(value(text, "dcm_redis_up")).isEqualTo(1);
          assertThat(value(text, "dcm_cluster_members{status=\"up\"}")).isEqualTo(1);
        });
  }

  @Test
  void every_stage_of_a_request_is_in_the_metrics_and_those_of_its_node_in_the_trace() {
    assertThat(create("ramen lappen").status()).isEqualTo(201);
    await()
        .atMost(TIMEOUT)
        .untilAsserted(() -> {
          var text = management.get("/metrics").raw().body();
          for (var stage : List.of("limits", "token", "ask", "decide", "journal", "encode")) {
            assertThat(
                    value(text, "dcm_request_stage_seconds_count{stage=\"%s\"}".formatted(stage)))
                .as(stage)
                .isPositive();
          }
          assertThat(collector.spans())
              .filteredOn(span -> span.name().equals("POST /api/v1/guilds/{gid}/tasks"))
              .anySatisfy(span ->
                  assertThat(span.attributes())
                      .contains(
                          "dcm.stage.limits.us",
                          "dcm.stage.token.us",
                          "dcm.stage.ask.us",
                          "dcm.stage.encode.us"));
        });
  }

  private static double value(String text, String sample) {
    return text.lines()
        .filter(line -> line.startsWith(sample + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(sample.length() + 1)))
        .findFirst()
        .orElse(Double.NaN);
  }

  @Test
  void every_line_of_the_log_is_json_and_an_incident_names_its_guild() {
    var problem = create("");
    var incident = problem.body().get("instance").textValue().substring("urn:uuid:".length());
    await()
        .atMost(TIMEOUT)
        .untilAsserted(() ->
            assertThat(lines())
                .anySatisfy(line -> {
                  assertThat(line.path("incident").textValue()).isEqualTo(incident);
                  assertThat(line.path("guild").textValue()).isEqualTo(SandboxClient.HOUSE);
                }));
    assertThat(lines()).allSatisfy(line -> assertThat(line.path("message").isTextual()).isTrue());
  }

  /** All complete lines; the last one may still be incomplete. */
  private static List<JsonNode> lines() {
    var response = node.log();
    return response
        .substring(0, response.lastIndexOf('\n') + 1)
        .lines()
        .map(TestHttpClient::read)
        .toList();
  }

  @Test
  void a_request_and_its_guild_command_are_one_trace() {
    assertThat(create("ramen zemen").status()).isEqualTo(201);
    isOneTrace("POST /api/v1/guilds/{gid}/tasks", "guild task.create");
  }

  @Test
  void an_interaction_and_its_guild_command_are_one_trace() {
    new SandboxClient(node.discord())
        .command(
            SandboxClient.HOUSE,
            SandboxClient.SANNE,
            "task create",
            Map.of("title", "stofzuigen", "repeat", "weekly"));
    isOneTrace("interaction command", "guild task.create");
  }

  private static void isOneTrace(String server, String inside) {
    await()
        .atMost(TIMEOUT)
        .untilAsserted(() ->
            assertThat(collector.spans())
                .filteredOn(span -> span.isServer() && span.name().equals(server))
                .anySatisfy(span -> {
                  assertThat(span.parent()).isEmpty();
                  assertThat(collector.spans())
                      .anyMatch(child ->
                          child.name().equals(inside)
                              && child.parent().equals(span.id())
                              && child.trace().equals(span.trace()));
                }));
  }

  private static TestHttpClient.Response create(String title) {
    return sanne.post("tasks", TestHttpClient.object("title", title));
  }
}
