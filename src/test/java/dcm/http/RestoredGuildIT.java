package dcm.http;

import static dcm.http.HttpTestServer.ANNA;
import static dcm.http.HttpTestServer.BRAM;
import static dcm.http.HttpTestServer.DUTCH;
import static dcm.http.HttpTestServer.ENGLISH;
import static dcm.http.HttpTestServer.in;
import static dcm.http.HttpTestServer.join;
import static java.time.ZoneOffset.UTC;
import static java.time.temporal.ChronoUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.guild.Guild;
import dcm.guild.command.NotificationCommand;
import dcm.guild.event.NotificationEvent;
import dcm.guild.event.RecordedEvent;
import dcm.guild.event.SettingsEvent;
import dcm.guild.value.CommandId;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.journal.archive.ArchiveManifest;
import dcm.journal.archive.Archives;
import dcm.view.EventHistory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A guild is exported while it is busy, continues, and is restored while it is in use. */
class RestoredGuildIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final MemberId DORA = new MemberId(424200000000000104L);
  private static HttpTestServer server;

  @TempDir private Path folder;

  @BeforeAll
  static void open() {
    server =
        new HttpTestServer(
            """
            dcm.http.live.ping-interval = 300ms
            dcm.entity.ownership-check-interval = 1s
            """);
  }

  @AfterAll
  static void close() {
    server.close();
  }

  private static JsonNode create(GuildId guild, String token, String body) {
    var made = server.send("POST", in(guild, "/tasks"), token, body);
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    return made.json();
  }

  private static void delete(String task, String token) {
    var deleted = server.send("DELETE", in(DUTCH, "/tasks/" + task), token, null, "If-Match", "*");
    assertThat(deleted.status()).as(deleted.toString()).isEqualTo(204);
  }

  private static List<EventHistory.JournaledEvent> events(GuildId guild) {
    var events = new ArrayList<EventHistory.JournaledEvent>();
    while (true) {
      long last = events.isEmpty() ? 0 : events.getLast().revision();
      var page = join(server.view.eventHistory().after(guild, last, 500));
      if (page.isEmpty()) {
        return events;
      }
      events.addAll(page);
    }
  }

  private static Guild after(List<EventHistory.JournaledEvent> events) {
    var guild = Guild.unknown(DUTCH);
    for (var event : events) {
      guild = guild.apply(event.recorded());
    }
    return guild;
  }

  private static long reminders() {
    return events(DUTCH).stream()
        .filter(past -> past.recorded().event() instanceof NotificationEvent.Queued)
        .count();
  }

  private static RecordedEvent restoreEvent(ArchiveManifest archive, long revision) {
    return RecordedEvent.restored(
        new SettingsEvent.Restored(
            archive.revision(), Instant.parse(archive.exportedAt()), revision),
        new CommandId(UUID.randomUUID()),
        Instant.now());
  }

  @Test
  void a_restored_guild_has_its_exported_state_and_discards_later_events() throws Exception {
    var anna = server.token(DUTCH, ANNA);
    var bram = server.token(ENGLISH, BRAM);
    create(ENGLISH, bram, "{\"title\":\"elsewhere\"}");
    var elsewhere = events(ENGLISH);
    create(
        DUTCH,
        anna,
        """
        {"title":"soon","schedule":{"type":"once","due":{"type":"time","local":"%s","zone":"UTC"}},
         "assignment":{"strategy":"FIXED","order":["%s"]}}
        """
            .formatted(LocalDateTime.now(UTC).plusSeconds(8).truncatedTo(SECONDS), ANNA));
    var kept =
        in(DUTCH, "/tasks/") + create(DUTCH, anna, "{\"title\":\"kept\"}").get("id").asText();

    var binned = create(DUTCH, anna, "{\"title\":\"in the bin\"}").get("id").asText();
    delete(binned, anna);
    var bin = server.send("GET", in(DUTCH, "/bin"), anna, null).json();
    assertThat(bin.findValuesAsText("title")).containsExactly("in the bin");

    var stopped = new AtomicBoolean();
    var load =
        CompletableFuture.runAsync(() -> {
          for (int i = 0; !stopped.get(); i++) {
            create(DUTCH, anna, "{\"title\":\"busy " + i + "\"}");
          }
        });
    var archives = Archives.open(server.system, "test");
    var file = folder.resolve("dutch.zip");
    var archive = archives.export(DUTCH.value(), file);
    stopped.set(true);
    load.join();

    // restored and deleted again, and another one deleted: all of it after the export
    assertThat(server.send("POST", in(DUTCH, "/tasks/" + binned + "/restore"), anna, null).status())
        .isEqualTo(200);
    delete(binned, anna);
    delete(create(DUTCH, anna, "{\"title\":\"binned later\"}").get("id").asText(), anna);
    var edited = server.send("PATCH", kept, anna, "{\"title\":\"of later\"}", "If-Match", "*");
    assertThat(edited.status()).as(edited.toString()).isEqualTo(200);
    server.member(DUTCH, DORA, "Dora", true);
    var dora = server.token(DUTCH, DORA);
    await("the reminder when it is due")
        .atMost(TIMEOUT)
        .until(() -> {
          server.executeAsSystem(DUTCH, new NotificationCommand.WakeUp());
          return reminders() > 0;
        });
    var allEvents = events(DUTCH);
    long highest = allEvents.getLast().revision();
    assertThat(highest).isGreaterThan(archive.revision());
    var exportedEvents =
        allEvents.stream().filter(event -> event.revision() <= archive.revision()).toList();
    assertThat(exportedEvents)
        .last()
        .extracting(EventHistory.JournaledEvent::revision)
        .isEqualTo(archive.revision());

    try (var open = TestWebSocketClient.connect(server, DUTCH, anna, "")) {
      open.await("hello");
      var restored = archives.restore(file, RestoredGuildIT::restoreEvent);
      assertThat(restored.revision()).isEqualTo(highest + 1);
      assertThat(open.awaitClose(TIMEOUT)).isIn(1013, 4401);
    }

    var restoredEvents = events(DUTCH);
    assertThat(restoredEvents.subList(0, restoredEvents.size() - 1)).isEqualTo(exportedEvents);
    assertThat(restoredEvents.getLast().revision()).isEqualTo(highest + 1);
    assertThat(restoredEvents.getLast().recorded().event())
        .isInstanceOf(SettingsEvent.Restored.class);
    await("the tokens of before are stale")
        .atMost(TIMEOUT)
        .until(() -> server.send("GET", in(DUTCH, "/tasks"), anna, null).status() == 401);
    var again = server.token(DUTCH, ANNA);
    var tasks = server.send("GET", in(DUTCH, "/tasks?limit=200"), again, null).json();
    assertThat(tasks.get("revision").asLong()).isEqualTo(highest + 1);
    assertThat(tasks.get("tasks").findValuesAsText("title"))
        .contains("kept")
        .doesNotContain("of later");

    var restoredBin = server.send("GET", in(DUTCH, "/bin"), again, null).json();
    assertThat(restoredBin.get("tasks"))
        .as("the bin as it was exported")
        .isEqualTo(bin.get("tasks"));
    assertThat(
            server.send("POST", in(DUTCH, "/tasks/" + binned + "/restore"), again, null).status())
        .isEqualTo(200);
    assertThat(server.send("GET", in(DUTCH, "/tasks/" + binned), again, null).json().get("title"))
        .hasToString("\"in the bin\"");
    assertThat(server.send("GET", in(DUTCH, "/bin"), again, null).json().get("tasks")).isEmpty();

    server.executeAsSystem(DUTCH, new NotificationCommand.WakeUp());
    assertThat(reminders()).as("what was sent is not sent again").isZero();

    var stale =
        server.send(
            "PATCH", kept, again, "{\"title\":\"lost\"}", "If-Match", edited.header("ETag"));
    assertThat(stale.status()).as(stale.toString()).isEqualTo(412);
    assertThat(server.send("GET", in(DUTCH, "/tasks"), dora, null).status()).isEqualTo(401);
    server.member(DUTCH, DORA, "Dora", true);
    assertThat(server.send("GET", in(DUTCH, "/tasks"), dora, null).status()).isEqualTo(401);

    for (long since : new long[] {archive.revision(), archive.revision() + 1, highest}) {
      try (var socket = TestWebSocketClient.connect(server, DUTCH, again, "?since=" + since)) {
        assertThat(socket.await("resync").get("revision").asLong()).isGreaterThan(highest);
        create(DUTCH, again, "{\"title\":\"goes on\"}");
        socket.await(frame -> frame.at("/event/type").asText().equals("task.created"));
      }
    }
    try (var socket =
        TestWebSocketClient.connect(server, DUTCH, again, "?since=" + (highest + 1))) {
      create(DUTCH, again, "{\"title\":\"without a gap\"}");
      socket.await(frame -> frame.at("/event/title").asText().equals("without a gap"));
      assertThat(socket.revisions()).startsWith(highest + 2);
      assertThat(socket.frames()).noneMatch(frame -> frame.get("type").asText().equals("resync"));
    }
    assertThat(after(events(DUTCH)).revision()).isEqualTo(events(DUTCH).getLast().revision());
    assertThat(events(ENGLISH)).isEqualTo(elsewhere);
    assertThat(server.send("GET", in(ENGLISH, "/tasks"), bram, null).status()).isEqualTo(200);
  }
}
