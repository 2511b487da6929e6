package dcm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The main scenario, from outside: a slash command, the dashboard, a reminder, the log. */
@Execution(ExecutionMode.CONCURRENT)
class EndToEndScenarioIT {
  /** While a member is being forgotten, their guild does not answer the other tests. */
  private static final String GUILDS = "guilds";

  private static final ZoneId ZONE = ZoneId.of("Europe/Amsterdam");

  @TempDir static Path data;
  private static NodeProcess node;
  private static SandboxClient discord;

  @BeforeAll
  static void startNode() {
    node = NodeProcess.start(data);
    discord = new SandboxClient(node.discord());
    await("commands are registered")
        .atMost(Duration.ofSeconds(20))
        .until(() -> !discord.registeredCommands().isEmpty());
  }

  @AfterAll
  static void stopNode() {
    node.close();
  }

  @Test
  @ResourceLock(value = GUILDS, mode = ResourceAccessMode.READ)
  void an_operators_command_prints_only_its_result() {
    var printed = node.output("guild", "list", "--json");
    assertThat(printed).startsWith("[").contains("\"guild\" : \"" + SandboxClient.HOUSE + "\"");
    assertThat(printed).doesNotContain("INFO", "WARN", "SLF4J");
    assertThat(node.output("guild", "list", "--exact", "--json")).contains("\"revision\" :");
  }

  @Test
  @ResourceLock(value = GUILDS, mode = ResourceAccessMode.READ)
  void a_task_typed_in_discord_appears_in_the_dashboard_with_whose_turn_it_is() {
    var response =
        discord.command(
            SandboxClient.HOUSE,
            SandboxClient.SANNE,
            "task create",
            Map.of(
                "title",
                "badkamer",
                "repeat",
                "weekly",
                "due",
                "zaterdag 11:00",
                "turns",
                "iedereen"));
    assertThat(response.at("/response/message").toString()).contains("badkamer");

    var sanne = DashboardClient.logIn(node, SandboxClient.SANNE, SandboxClient.HOUSE);
    var task = titled(sanne, "badkamer");
    assertThat(task.at("/schedule/type").textValue()).isEqualTo("recurring");
    assertThat(task.at("/schedule/time").textValue()).isEqualTo("11:00");
    assertThat(task.at("/occurrence/due/local").textValue()).endsWith("T11:00");
    var first = task.at("/occurrence/assignees/0").textValue();

    var done =
        sanne.post("tasks/" + task.get("id").textValue() + "/complete", TestHttpClient.object());
    assertThat(done.status()).as(done.raw().body()).isEqualTo(200);
    var next = titled(sanne, "badkamer").at("/occurrence/assignees/0").textValue();
    assertThat(next).isNotNull().isNotEqualTo(first);

    var kinds =
        stream(sanne.get("audit").body().get("entries"))
            .filter(entry -> task.get("id").equals(entry.get("task")))
            .map(entry -> entry.get("kind").textValue() + " by " + entry.at("/by/member").asText())
            .toList();
    assertThat(kinds)
        .contains(
            "task.created by " + SandboxClient.SANNE,
            "occurrence.completed by " + SandboxClient.SANNE);
  }

  @Test
  @ResourceLock(value = GUILDS, mode = ResourceAccessMode.READ)
  void what_was_done_is_in_the_statistics_and_what_is_to_do_in_the_members_calendar()
      throws Exception {
    var sanne = DashboardClient.logIn(node, SandboxClient.SANNE, SandboxClient.HOUSE);
    sanne.post(
        "tasks",
        TestHttpClient.object("title", "zolder", "effort", TestHttpClient.object("minutes", 45)));
    assertThat(done(Map.of("task", "zolder"))).contains("zolder");
    var stats =
        discord
            .command(SandboxClient.HOUSE, SandboxClient.SANNE, "stats", Map.of("period", "week"))
            .at("/response/message")
            .toString();
    assertThat(stats)
        .contains("Deze week", "zolder", "% van het werk")
        .contains(SandboxClient.SANNE);

    discord.command(
        SandboxClient.HOUSE,
        SandboxClient.SANNE,
        "task create",
        Map.of("title", "stoep", "due", "morgen 19:00", "who", SandboxClient.SANNE));
    var reply =
        discord
            .command(SandboxClient.HOUSE, SandboxClient.SANNE, "calendar", Map.of())
            .at("/response/message/content")
            .textValue();
    var address = URI.create(reply.substring(reply.indexOf("<http") + 1, reply.indexOf('>')));
    try (var client = HttpClient.newHttpClient()) {
      var calendar =
          client
              .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
              .body();
      assertThat(calendar).startsWith("BEGIN:VCALENDAR").contains("SUMMARY:stoep");
    }
    var again = discord.command(SandboxClient.HOUSE, SandboxClient.SANNE, "calendar", Map.of());
    assertThat(again.at("/response/message/content").textValue()).isEqualTo(reply);
    var replaced =
        discord.command(
            SandboxClient.HOUSE, SandboxClient.SANNE, "calendar", Map.of("new", "replace"));
    assertThat(replaced.at("/response/message/content").textValue()).isNotEqualTo(reply);
  }

  @Test
  @ResourceLock(GUILDS)
  void a_member_reads_what_is_kept_and_is_forgotten() throws Exception {
    // the members of other tests stay
    var noor = "1200000000000000003";
    discord.command(SandboxClient.HOUSE, noor, "task create", Map.of("title", "van Noor zelf"));
    var export = discord.command(SandboxClient.HOUSE, noor, "privacy export", Map.of());
    assertThat(export.at("/response/ephemeral").asBoolean()).as(export.toString()).isTrue();
    await("the file follows")
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> {
          var again = discord.command(SandboxClient.HOUSE, noor, "privacy export", Map.of());
          var file = again.at("/response/message/attachments/0");
          assertThat(file.path("filename").asText())
              .as(again.toString())
              .isEqualTo("dcm-" + SandboxClient.HOUSE + ".json");
          assertThat(file.path("size").asInt()).isGreaterThan(500);
        });

    var asked = discord.command(SandboxClient.HOUSE, noor, "privacy forget", Map.of());
    var button = asked.findValuesAsText("custom_id").getFirst();
    var forgotten = discord.click(asked.at("/response/message/id").asText(), noor, button);
    assertThat(forgotten.at("/response/message/content").asText())
        .as(forgotten.toString())
        .contains("Voormalig lid 1");
    var sanne = DashboardClient.logIn(node, SandboxClient.SANNE, SandboxClient.HOUSE);
    await("the history is rewritten")
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .untilAsserted(() -> {
          var audit = sanne.get("audit?limit=200").body().toString();
          assertThat(audit).contains("member.forgotten").doesNotContain(noor);
          assertThat(sanne.get("members").body().toString()).contains("Former member 1");
        });
  }

  @Test
  @ResourceLock(value = GUILDS, mode = ResourceAccessMode.READ)
  void a_task_that_needs_a_photo_is_done_in_discord_with_one() throws IOException {
    var sanne = DashboardClient.logIn(node, SandboxClient.SANNE, SandboxClient.HOUSE);
    var created =
        sanne.post(
            "tasks",
            TestHttpClient.object(
                "title",
                "oven",
                "policy",
                TestHttpClient.object("requirements", List.of("PHOTO"))));
    assertThat(created.status()).as(created.raw().body()).isEqualTo(201);
    var path = "tasks/" + created.body().get("id").textValue();

    assertThat(done(Map.of("task", "oven"))).contains("foto");
    var heic = discord.upload("oven.heic", "\0\0\0\30ftypheic________".getBytes(UTF_8));
    assertThat(done(Map.of("task", "oven", "photo", heic))).contains("HEIC");
    assertThat(sanne.get(path).body().at("/occurrence/state").textValue()).isEqualTo("OPEN");

    var photo = discord.upload("oven.png", png());
    assertThat(done(Map.of("task", "oven", "photo", photo))).contains("gedaan", "oven");

    assertThat(sanne.get(path).body().at("/lastClosed/state").textValue()).isEqualTo("DONE");
    var photos = sanne.get(path + "/attachments").body().get("attachments");
    assertThat(photos).hasSize(1);
    assertThat(photos.at("/0/by").textValue()).isEqualTo(SandboxClient.SANNE);
    assertThat(photos.at("/0/ordinal").intValue()).isEqualTo(1);
  }

  @Test
  @ResourceLock(value = GUILDS, mode = ResourceAccessMode.READ)
  void what_a_task_requires_is_given_in_a_form() throws IOException {
    var sanne = DashboardClient.logIn(node, SandboxClient.SANNE, SandboxClient.HOUSE);
    var created =
        sanne.post(
            "tasks",
            TestHttpClient.object(
                "title",
                "koelkast",
                "policy",
                TestHttpClient.object("requirements", List.of("PHOTO", "NOTE"))));
    var path = "tasks/" + created.body().get("id").textValue();
    var refused =
        discord.command(
            SandboxClient.HOUSE, SandboxClient.SANNE, "task done", Map.of("task", "koelkast"));
    var message = refused.at("/response/message");
    var button = message.findValue("custom_id").asText();
    assertThat(button).contains(":proof:");

    var form = discord.click(message.get("id").asText(), SandboxClient.SANNE, button);
    assertThat(form.at("/response/modal").findValuesAsText("custom_id")).contains("note", "photo");
    var photos = List.of(discord.upload("a.png", png()), discord.upload("b.png", png()));
    var done = discord.submit(form, SandboxClient.SANNE, Map.of("note", "schoon", "photo", photos));

    assertThat(done.toString()).contains("koelkast");
    var completion = sanne.get(path).body().at("/lastClosed/completion");
    assertThat(completion.get("note").textValue()).isEqualTo("schoon");
    assertThat(sanne.get(path + "/attachments").body().get("attachments")).hasSize(2);
  }

  @Test
  @ResourceLock(value = GUILDS, mode = ResourceAccessMode.READ)
  void a_file_in_discord_becomes_tasks_and_the_tasks_a_file() {
    var alice = DashboardClient.logIn(node, SandboxClient.ALICE, SandboxClient.CLUB);
    var file = discord.upload("taken.csv", "titel;wie\nKelder;Niemand\nDak;\n".getBytes(UTF_8));
    var tried =
        discord
            .command(SandboxClient.CLUB, SandboxClient.ALICE, "import", Map.of("file", file))
            .at("/response/message");
    assertThat(tried.toString()).contains("2 taken", "Niemand");
    var buttons = tried.findValuesAsText("custom_id");
    assertThat(buttons).hasSize(2);
    var begun =
        discord.click(tried.get("id").asText(), SandboxClient.ALICE, buttons.getFirst()).toString();
    // a click has the language of the local Discord
    assertThat(begun).contains("**2 ta").contains(":undo:");
    await()
        .untilAsserted(() -> {
          assertThat(titled(alice, "Kelder")).isNotNull();
          assertThat(titled(alice, "Dak")).isNotNull();
        });

    var wrong = discord.upload("leeg.csv", "niets\n".getBytes(UTF_8));
    assertThat(
            discord
                .command(SandboxClient.CLUB, SandboxClient.ALICE, "import", Map.of("file", wrong))
                .toString())
        .contains("titel");
    assertThat(
            discord
                .command(SandboxClient.CLUB, SandboxClient.ALICE, "export", Map.of("format", "csv"))
                .toString())
        .contains("dcm-tasks-")
        .contains(".csv");
  }

  private static String done(Map<String, Object> options) {
    return discord
        .command(SandboxClient.HOUSE, SandboxClient.SANNE, "task done", options)
        .toString();
  }

  private static byte[] png() throws IOException {
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(60, 40, BufferedImage.TYPE_INT_RGB), "png", bytes);
    return bytes.toByteArray();
  }

  @Test
  @ResourceLock(value = GUILDS, mode = ResourceAccessMode.READ)
  void the_assignee_completes_the_task_from_a_reminder() {
    var sanne = DashboardClient.logIn(node, SandboxClient.SANNE, SandboxClient.HOUSE);
    var settings =
        sanne.patch(
            "settings",
            TestHttpClient.object("reminderOffsets", List.of("PT1M", "PT0S")),
            "If-Match",
            sanne.get("settings").header("ETag"));
    assertThat(settings.status()).as(settings.raw().body()).isEqualTo(200);
    var due = LocalDateTime.now(ZONE).plusSeconds(63).truncatedTo(ChronoUnit.SECONDS);
    var created =
        sanne.post(
            "tasks",
            TestHttpClient.object(
                "title",
                "vuilnis buiten",
                "schedule",
                TestHttpClient.object(
                    "type",
                    "once",
                    "due",
                    TestHttpClient.object(
                        "type", "time", "local", due.toString(), "zone", ZONE.getId())),
                "assignment",
                TestHttpClient.object("strategy", "FIXED", "order", List.of(SandboxClient.MILAN))),
            "Idempotency-Key",
            "vuilnis-1");
    assertThat(created.status()).as(created.raw().body()).isEqualTo(201);

    var message =
        await("a reminder before it is due")
            .atMost(Duration.ofSeconds(40))
            .until(
                () -> reminders(SandboxClient.MILAN, "vuilnis buiten"), found -> !found.isEmpty())
            .getFirst();
    var button =
        stream(message.findValues("custom_id"))
            .map(JsonNode::asText)
            .filter(id -> id.contains("done"))
            .findFirst()
            .orElseThrow();
    discord.click(message.get("id").asText(), SandboxClient.MILAN, button);

    var id = created.body().get("id").textValue();
    await("done by Milan")
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() ->
            assertThat(sanne.get("tasks/" + id).body().at("/lastClosed/completion/by").asText())
                .isEqualTo(SandboxClient.MILAN));
    var inbox =
        DashboardClient.logIn(node, SandboxClient.MILAN, SandboxClient.HOUSE)
            .get("notifications")
            .body();
    assertThat(inbox.get("unread").intValue()).isPositive();
    assertThat(reminders(SandboxClient.MILAN, "vuilnis buiten")).hasSize(1);
  }

  @Test
  @ResourceLock(value = GUILDS, mode = ResourceAccessMode.READ)
  void an_operator_rebuilds_the_read_model_while_the_guild_is_served() {
    var sanne = DashboardClient.logIn(node, SandboxClient.SANNE, SandboxClient.HOUSE);
    var created = sanne.post("tasks", TestHttpClient.object("title", "ramen"));
    assertThat(created.status()).as(created.raw().body()).isEqualTo(201);
    var path = "tasks/" + created.body().get("id").textValue();
    assertThat(sanne.post(path + "/complete", TestHttpClient.object()).status()).isEqualTo(200);
    var before = sanne.get(path + "/occurrences").body();
    assertThat(before.get("occurrences")).hasSize(1);

    assertThat(node.command("view", "rebuild", SandboxClient.HOUSE))
        .contains("Projected ")
        .endsWith("exit 0");

    assertThat(sanne.get(path + "/occurrences").body()).isEqualTo(before);
    assertThat(node.command("view", "rebuild", "not-a-guild")).endsWith("exit 2");
  }

  @Test
  @ResourceLock(value = GUILDS, mode = ResourceAccessMode.READ)
  void an_operator_searches_for_poison_while_the_guild_is_served() {
    assertThat(node.command("guild", "poison", SandboxClient.HOUSE))
        .contains("No poison found")
        .endsWith("exit 0");
    assertThat(node.command("guild", "poison", "not-a-guild")).endsWith("exit 2");
  }

  private static List<JsonNode> reminders(String user, String title) {
    return discord.directMessages(user).stream()
        .filter(message -> message.toString().contains(title))
        .toList();
  }

  private static JsonNode titled(DashboardClient client, String title) {
    return stream(client.tasks())
        .filter(task -> title.equals(task.get("title").textValue()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no task " + title));
  }

  private static Stream<JsonNode> stream(Iterable<JsonNode> nodes) {
    return StreamSupport.stream(nodes.spliterator(), false);
  }
}
