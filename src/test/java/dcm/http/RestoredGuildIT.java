package dcm.http;

import static dcm.http.House.ANNA;
import static dcm.http.House.BRAM;
import static dcm.http.House.DUTCH;
import static dcm.http.House.ENGLISH;
import static dcm.http.House.in;
import static dcm.http.House.now;
import static java.time.ZoneOffset.UTC;
import static java.time.temporal.ChronoUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.guild.CommandId;
import dcm.guild.Guild;
import dcm.guild.GuildId;
import dcm.guild.MemberId;
import dcm.guild.NotificationCommand;
import dcm.guild.NotificationEvent;
import dcm.guild.Recorded;
import dcm.guild.SettingsEvent;
import dcm.journal.Archives;
import dcm.journal.Manifest;
import dcm.view.PastEvent;
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

/** A guild is exported while it is busy, goes on, and is restored while it is served. */
class RestoredGuildIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final MemberId DORA = new MemberId(424200000000000104L);
  private static House house;

  @TempDir private Path folder;

  @BeforeAll
  static void open() {
    house =
        new House(
            """
            dcm.http.live.ping = 300ms
            dcm.entity.confirm-after = 1s
            """);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  private static JsonNode create(GuildId guild, String token, String body) {
    var made = house.send("POST", in(guild, "/tasks"), token, body);
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    return made.json();
  }

  private static List<PastEvent> events(GuildId guild) {
    var events = new ArrayList<PastEvent>();
    while (true) {
      long last = events.isEmpty() ? 0 : events.getLast().revision();
      var page = now(house.view.past().after(guild, last, 500));
      if (page.isEmpty()) {
        return events;
      }
      events.addAll(page);
    }
  }

  private static Guild after(List<PastEvent> events) {
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

  private static Recorded mark(Manifest archive, long revision) {
    return Recorded.restored(
        new SettingsEvent.Restored(
            archive.revision(), Instant.parse(archive.exportedAt()), revision),
        new CommandId(UUID.randomUUID()),
        Instant.now());
  }

  @Test
  void it_is_what_it_was_and_nothing_of_what_never_was_counts_any_more() throws Exception {
    var anna = house.token(DUTCH, ANNA);
    var bram = house.token(ENGLISH, BRAM);
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

    var enough = new AtomicBoolean();
    var load =
        CompletableFuture.runAsync(() -> {
          for (int i = 0; !enough.get(); i++) {
            create(DUTCH, anna, "{\"title\":\"busy " + i + "\"}");
          }
        });
    var archives = Archives.open(house.system, "test");
    var file = folder.resolve("dutch.zip");
    var archive = archives.export(DUTCH.value(), file);
    enough.set(true);
    load.join();

    var edited = house.send("PATCH", kept, anna, "{\"title\":\"of later\"}", "If-Match", "*");
    assertThat(edited.status()).as(edited.toString()).isEqualTo(200);
    house.member(DUTCH, DORA, "Dora", true);
    var dora = house.token(DUTCH, DORA);
    await("the reminder when it is due")
        .atMost(SOON)
        .until(() -> {
          house.clockwork(DUTCH, new NotificationCommand.WakeUp());
          return reminders() > 0;
        });
    var lived = events(DUTCH);
    long highest = lived.getLast().revision();
    assertThat(highest).isGreaterThan(archive.revision());
    var then = lived.stream().filter(event -> event.revision() <= archive.revision()).toList();
    assertThat(then).last().extracting(PastEvent::revision).isEqualTo(archive.revision());

    try (var open = Listener.enter(house, DUTCH, anna, "")) {
      open.await("hello");
      var restored = archives.restore(file, RestoredGuildIT::mark);
      assertThat(restored.revision()).isEqualTo(highest + 1);
      assertThat(open.awaitClose(SOON)).isIn(1013, 4401);
    }

    var told = events(DUTCH);
    assertThat(told.subList(0, told.size() - 1)).isEqualTo(then);
    assertThat(told.getLast().revision()).isEqualTo(highest + 1);
    assertThat(told.getLast().recorded().event()).isInstanceOf(SettingsEvent.Restored.class);
    await("the tokens of before are stale")
        .atMost(SOON)
        .until(() -> house.send("GET", in(DUTCH, "/tasks"), anna, null).status() == 401);
    var again = house.token(DUTCH, ANNA);
    var tasks = house.send("GET", in(DUTCH, "/tasks?limit=200"), again, null).json();
    assertThat(tasks.get("revision").asLong()).isEqualTo(highest + 1);
    assertThat(tasks.get("tasks").findValuesAsText("title"))
        .contains("kept")
        .doesNotContain("of later");

    house.clockwork(DUTCH, new NotificationCommand.WakeUp());
    assertThat(reminders()).as("what was sent is not sent again").isZero();

    var stale =
        house.send("PATCH", kept, again, "{\"title\":\"lost\"}", "If-Match", edited.header("ETag"));
    assertThat(stale.status()).as(stale.toString()).isEqualTo(412);
    assertThat(house.send("GET", in(DUTCH, "/tasks"), dora, null).status()).isEqualTo(401);
    house.member(DUTCH, DORA, "Dora", true);
    assertThat(house.send("GET", in(DUTCH, "/tasks"), dora, null).status()).isEqualTo(401);

    for (long since : new long[] {archive.revision(), archive.revision() + 1, highest}) {
      try (var socket = Listener.enter(house, DUTCH, again, "?since=" + since)) {
        assertThat(socket.await("resync").get("revision").asLong()).isGreaterThan(highest);
        create(DUTCH, again, "{\"title\":\"goes on\"}");
        socket.await(frame -> frame.at("/event/type").asText().equals("task.created"));
      }
    }
    try (var socket = Listener.enter(house, DUTCH, again, "?since=" + (highest + 1))) {
      create(DUTCH, again, "{\"title\":\"without a gap\"}");
      socket.await(frame -> frame.at("/event/title").asText().equals("without a gap"));
      assertThat(socket.revisions()).startsWith(highest + 2);
      assertThat(socket.frames()).noneMatch(frame -> frame.get("type").asText().equals("resync"));
    }
    assertThat(after(events(DUTCH)).revision()).isEqualTo(events(DUTCH).getLast().revision());
    assertThat(events(ENGLISH)).isEqualTo(elsewhere);
    assertThat(house.send("GET", in(ENGLISH, "/tasks"), bram, null).status()).isEqualTo(200);
  }
}
