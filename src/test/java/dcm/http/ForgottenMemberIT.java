package dcm.http;

import static dcm.http.HttpTestServer.ANNA;
import static dcm.http.HttpTestServer.BRAM;
import static dcm.http.HttpTestServer.DUTCH;
import static dcm.http.HttpTestServer.ENGLISH;
import static dcm.http.HttpTestServer.in;
import static dcm.http.HttpTestServer.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.entity.MemberRewriting;
import dcm.guild.Guild;
import dcm.guild.command.NotificationCommand;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.journal.Database;
import dcm.journal.SnapshotSaving;
import dcm.journal.jdbc.OwnerConnection;
import dcm.node.PseudonymizationAdapter;
import dcm.view.EventHistory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A member is forgotten: nothing of them is left, and the rest is as it was. */
class ForgottenMemberIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final MemberId SAM = new MemberId(424200000000000777L);
  private static final MemberId PSEUDONYM = MemberId.pseudonym(1);
  private static final List<String> TRACES = List.of(SAM.toString(), "Samwise", "Sam Gamgee");

  private HttpTestServer server;
  private final AtomicInteger interruptions = new AtomicInteger();
  private String anna;
  private String sam;

  @BeforeEach
  void open() {
    server = new HttpTestServer("");
    var adapter = PseudonymizationAdapter.of(server.view, server.redisClient);
    server.guilds.setPseudonymization((guild, member, pseudonym) ->
        interruptions.getAndDecrement() > 0
            ? CompletableFuture.failedFuture(new IllegalStateException("interrupted"))
            : adapter.run(guild, member, pseudonym));
    server.member(DUTCH, SAM, "Samwise", false);
    server.member(DUTCH, SAM, "Sam Gamgee", false);
    server.member(ENGLISH, SAM, "Samwise", false);
    anna = server.token(DUTCH, ANNA);
    sam = server.token(DUTCH, SAM);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private JsonNode send(String method, String path, String token, String body) {
    var reply = server.send(method, in(DUTCH, path), token, body, "If-Match", "*");
    assertThat(reply.status()).as(method + " " + path + ": " + reply).isBetween(200, 204);
    return reply.status() == 204 ? null : reply.json();
  }

  /** Everything that can have the member's id or name. */
  private void live() {
    send("PATCH", "/settings", anna, "{\"points\":true,\"leaderboard\":true}");
    var title =
        "{\"title\":\"Samwise's dishes\",\"description\":\"ask <@" + SAM + "> or Samwise\",";
    var task =
        send(
            "POST",
            "/tasks",
            anna,
            title
                + """
                "schedule":{"type":"recurring","rrule":"FREQ=DAILY","time":"09:00"},
                "assignment":{"strategy":"ROUND_ROBIN","order":["%s","%s"]}}
                """
                    .formatted(SAM, ANNA));
    var at = "/tasks/" + task.get("id").asText();
    send("POST", at + "/claim", sam, null);
    send("POST", at + "/comments", sam, "{\"text\":\"Sam Gamgee was here, not Samson\"}");
    send("POST", at + "/complete", sam, "{\"note\":\"by Samwise\"}");
    var once =
        send(
            "POST",
            "/tasks",
            sam,
            """
            {"title":"mine","schedule":{"type":"once","due":{"type":"day","date":"2020-01-01"}},
             "assignment":{"strategy":"FIXED","order":["%s"]}}
            """
                .formatted(SAM));
    send("POST", "/tasks/" + once.get("id").asText() + "/claim", sam, null);
    send("POST", "/members/@me/absences", sam, "{\"reason\":\"Samwise is away\"}");
    send("POST", "/calendar-tokens", sam, "{\"scope\":\"OWN\"}");
    send("POST", "/categories", anna, "{\"name\":\"Samwise room\"}");
    send("POST", "/import", anna, "title,who\nGarden,Samwise\nPots," + SAM + "\n");
    send("PATCH", "/members/@me", sam, "{\"zone\":\"Europe/London\",\"locale\":\"nl\"}");
    server.send("DELETE", in(DUTCH, at), sam, null, "If-Match", "*");
    server.executeAsSystem(DUTCH, new NotificationCommand.WakeUp());
    var saving = SnapshotSaving.of(server.system);
    var guild = guild(DUTCH);
    join(saving.save("guild|" + DUTCH, guild.revision(), guild::snapshot));
  }

  private List<EventHistory.JournaledEvent> events(GuildId guild) {
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

  private Guild guild(GuildId id) {
    var guild = Guild.unknown(id);
    for (var event : events(id)) {
      guild = guild.apply(event.recorded());
    }
    return guild;
  }

  /** Every value of every column of a schema as text; compressed snapshots are decompressed. */
  private List<String> values(String schema) throws SQLException {
    return join(
        Database.get(server.system)
            .read(connection -> {
              var tables = new ArrayList<String>();
              try (var select =
                  connection.prepareStatement(
                      "select quote_ident(tablename) from pg_tables where schemaname = ?")) {
                select.setString(1, schema);
                try (var rows = select.executeQuery()) {
                  while (rows.next()) {
                    tables.add(schema + "." + rows.getString(1));
                  }
                }
              }
              assertThat(tables).isNotEmpty();
              var found = new ArrayList<String>();
              for (var table : tables) {
                values(connection, table, found);
              }
              return found;
            }));
  }

  private static void values(Connection connection, String table, List<String> found)
      throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("select * from " + table)) {
      while (rows.next()) {
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          var text =
              rows.getMetaData().getColumnTypeName(i).equals("bytea")
                  ? text(rows.getBytes(i))
                  : rows.getString(i);
          found.add(table + "." + rows.getMetaData().getColumnName(i) + ": " + text);
        }
      }
    }
  }

  private static String text(byte[] bytes) {
    if (bytes == null) {
      return "";
    }
    if (bytes.length > 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b) {
      try (var gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
        return new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static List<String> traces(List<String> values) {
    return values.stream().filter(value -> TRACES.stream().anyMatch(value::contains)).toList();
  }

  private List<String> redisKeys() {
    return join(
        server.redisClient.call(client ->
            CompletableFuture.supplyAsync(() -> {
              var found = new ArrayList<String>();
              client.getKeys().getKeys().forEach(found::add);
              return found;
            })));
  }

  private void awaitForgotten() {
    await().atMost(TIMEOUT).until(() -> traces(values("guild_" + DUTCH)).isEmpty());
  }

  @Test
  void nothing_of_the_member_is_left_and_the_rest_is_as_it_was() throws Exception {
    live();
    var elsewhere = values("guild_" + ENGLISH);
    assertThat(traces(values("guild_" + DUTCH)).stream().map(value -> value.replaceAll(":.*", "")))
        .contains(
            "guild_" + DUTCH + ".event_journal.event_payload",
            "guild_" + DUTCH + ".snapshot.snapshot_payload",
            "guild_" + DUTCH + ".occurrence_history.completed_by",
            "guild_" + DUTCH + ".comment.author",
            "guild_" + DUTCH + ".points_ledger.member_id");

    var forgotten = server.send("POST", in(DUTCH, "/members/@me/forget"), sam, null);
    assertThat(forgotten.status()).as(forgotten.toString()).isEqualTo(202);
    assertThat(forgotten.json())
        .isEqualTo(
            HttpTestServer.JSON.valueToTree(
                Map.of("pseudonym", PSEUDONYM.toString(), "displayName", "Former member 1")));
    awaitForgotten();

    assertThat(values("guild_" + ENGLISH)).isEqualTo(elsewhere);
    assertThat(server.send("GET", in(DUTCH, "/tasks"), sam, null).status()).isEqualTo(401);
    await()
        .atMost(TIMEOUT)
        .untilAsserted(() ->
            assertThat(redisKeys())
                .noneMatch(key -> key.contains("guild:" + DUTCH + ":rate:member:" + SAM)));
    var member = send("GET", "/members/" + PSEUDONYM, anna, null);
    assertThat(member.get("displayName").asText()).isEqualTo("Former member 1");
    assertThat(member.get("active").asBoolean()).isFalse();
    assertThat(send("GET", "/audit?limit=200", anna, null).toString())
        .contains("member.forgotten")
        .contains("Samson")
        .doesNotContain(TRACES);
    assertThat(values("guild_" + DUTCH))
        .anyMatch(value -> value.contains("Former member 1's dishes"));

    // the guild goes on, and who is seen again is a new member
    send("POST", "/tasks", anna, "{\"title\":\"later\"}");
    server.member(DUTCH, SAM, "Samwise", false);
    var again = send("GET", "/members/" + SAM, anna, null);
    assertThat(again.get("active").asBoolean()).isTrue();
    assertThat(send("GET", "/members/" + PSEUDONYM, anna, null).get("active").asBoolean())
        .isFalse();
  }

  @Test
  void the_state_is_the_former_one_under_the_pseudonym() throws Exception {
    live();
    interruptions.set(1);
    assertThat(server.send("POST", in(DUTCH, "/members/" + SAM + "/forget"), anna, null).status())
        .isEqualTo(202);
    await().atMost(TIMEOUT).until(() -> interruptions.get() <= 0);
    var former = guild(DUTCH);
    var rewriting = new MemberRewriting(SAM, PSEUDONYM);
    assertThat(former.isToBeForgotten(SAM, PSEUDONYM)).isTrue();
    var payloads = new PseudonymizationAdapter.Payloads(rewriting);
    join(server.view.pseudonymization().run(DUTCH, SAM, PSEUDONYM, payloads));

    var expected = Guild.restored(rewriting.rewrite(former.snapshot()));
    assertThat(guild(DUTCH).snapshot()).isEqualTo(expected.snapshot());
    assertThat(traces(values("guild_" + DUTCH))).isEmpty();
    // the owner's next write is fenced: it is answered with 503 and can be repeated
    await()
        .atMost(TIMEOUT)
        .until(() ->
            server.send("POST", in(DUTCH, "/tasks"), anna, "{\"title\":\"not lost\"}").status()
                == 201);
    var again = new PseudonymizationAdapter.Payloads(new MemberRewriting(SAM, PSEUDONYM));
    server.member(DUTCH, SAM, "Samwise", false);
    assertThat(join(server.view.pseudonymization().run(DUTCH, SAM, PSEUDONYM, again)))
        .as("a new member with the id is not touched")
        .isFalse();
    assertThat(send("GET", "/members/" + SAM, anna, null).get("active").asBoolean()).isTrue();
  }

  @Test
  void a_kill_in_between_leaves_either_the_one_or_the_other() throws Exception {
    live();
    interruptions.set(Integer.MAX_VALUE);
    send("POST", "/members/" + SAM + "/forget", anna, null);
    await().atMost(TIMEOUT).until(() -> interruptions.get() < Integer.MAX_VALUE);
    var before = values("guild_" + DUTCH);
    for (int kill = 0; kill < 40; kill += 7) {
      var payloads = new Killing(new MemberRewriting(SAM, PSEUDONYM), kill);
      var run = server.view.pseudonymization().run(DUTCH, SAM, PSEUDONYM, payloads);
      try {
        join(run);
        assertThat(payloads.left).as("killed").isPositive();
      } catch (CompletionException killed) {
        assertThat(values("guild_" + DUTCH)).containsExactlyInAnyOrderElementsOf(before);
      }
    }
    var whole = new PseudonymizationAdapter.Payloads(new MemberRewriting(SAM, PSEUDONYM));
    join(server.view.pseudonymization().run(DUTCH, SAM, PSEUDONYM, whole));
    assertThat(traces(values("guild_" + DUTCH))).isEmpty();
  }

  /** Ends the session of the rewriting transaction before it has rewritten some payload. */
  private final class Killing implements dcm.view.MemberPseudonymization.StoredPayloads {
    private final PseudonymizationAdapter.Payloads payloads;
    private int left;

    Killing(MemberRewriting rewriting, int after) {
      payloads = new PseudonymizationAdapter.Payloads(rewriting);
      left = after;
    }

    @Override
    public void collect(String manifest, byte[] payload) {
      payloads.collect(manifest, payload);
    }

    @Override
    public byte[] rewrite(String manifest, byte[] payload) {
      if (left-- == 0) {
        var settings = Database.get(server.system).settings();
        try (var connection = OwnerConnection.open(settings, settings.lockTimeout());
            var kill =
                connection.prepareStatement(
                    """
                    select pg_terminate_backend(pid) from pg_stat_activity
                     where application_name = 'dcm-owner' and state <> 'idle'
                    """)) {
          kill.execute();
        } catch (SQLException e) {
          throw new AssertionError(e);
        }
      }
      return payloads.rewrite(manifest, payload);
    }

    @Override
    public String rewriteText(String json) {
      return payloads.rewriteText(json);
    }

    @Override
    public dcm.guild.GuildSnapshot rewrite(dcm.guild.GuildSnapshot snapshot) {
      return payloads.rewrite(snapshot);
    }

    @Override
    public dcm.guild.event.RecordedEvent event(String manifest, byte[] payload) {
      return payloads.event(manifest, payload);
    }
  }

  @Test
  void an_interrupted_forgetting_is_resumed_by_the_next_recovery() throws Exception {
    live();
    interruptions.set(1);
    send("POST", "/members/" + SAM + "/forget", anna, null);
    await().atMost(TIMEOUT).until(() -> interruptions.get() <= 0);
    assertThat(traces(values("guild_" + DUTCH))).isNotEmpty();
    assertThat(server.send("GET", in(DUTCH, "/tasks"), sam, null).status()).isEqualTo(401);

    // as when another process took over and ended: the owner is fenced and recovers
    var settings = Database.get(server.system).settings();
    try (var connection = OwnerConnection.open(settings, settings.lockTimeout());
        var fence = connection.prepareStatement("select dcm.acquire_epoch(?)")) {
      fence.setLong(1, DUTCH.value());
      fence.execute();
    }
    await()
        .atMost(TIMEOUT)
        .until(() -> {
          server.send("POST", in(DUTCH, "/tasks"), anna, "{\"title\":\"goes on\"}");
          return traces(values("guild_" + DUTCH)).isEmpty();
        });
  }

  @Test
  void commands_during_the_rewriting_are_answered_or_repeated_and_none_is_lost() throws Exception {
    live();
    var done = new ArrayList<String>();
    var load =
        CompletableFuture.runAsync(() -> {
          for (int i = 0; i < 60; i++) {
            var title = "busy " + i;
            var reply =
                server.send("POST", in(DUTCH, "/tasks"), anna, "{\"title\":\"" + title + "\"}");
            assertThat(reply.status()).as(reply.toString()).isIn(201, 503);
            if (reply.status() == 201) {
              done.add(title);
            }
          }
        });
    send("POST", "/members/@me/forget", sam, null);
    load.join();
    awaitForgotten();
    assertThat(done).hasSizeGreaterThan(10);
    var titles = guild(DUTCH).snapshot().tasks().stream().map(task -> task.task().title()).toList();
    assertThat(titles).containsAll(done).doesNotHaveDuplicates();
  }

  @Test
  void nobody_forgets_a_member_with_more_permissions() {
    var ben = new MemberId(424200000000000778L);
    server.member(DUTCH, ben, "Ben", false);
    var asBen = server.token(DUTCH, ben);
    assertThat(server.send("POST", in(DUTCH, "/members/" + SAM + "/forget"), asBen, null).status())
        .isEqualTo(403);
    assertThat(server.send("POST", in(DUTCH, "/members/" + BRAM + "/forget"), anna, null).status())
        .isEqualTo(404);
  }

  @Test
  void an_export_has_what_is_kept_in_pages() {
    live();
    var sections = new ArrayList<String>();
    var all = new StringBuilder();
    var next = in(DUTCH, "/members/@me/export?limit=2");
    while (!next.isEmpty()) {
      var page = server.send("GET", next, sam, null);
      assertThat(page.status()).as(page.toString()).isEqualTo(200);
      var section = page.json().get("section").asText();
      if (sections.isEmpty() || !sections.getLast().equals(section)) {
        sections.add(section);
      }
      assertThat(page.json().get("items").size()).isLessThanOrEqualTo(2);
      all.append(page.json().get("items"));
      next = page.header("Link").replaceAll("<([^>]*)>.*", "$1");
    }
    assertThat(sections)
        .containsExactly("STATE", "OCCURRENCES", "POINTS", "COMMENTS", "ATTACHMENTS", "AUDIT");
    assertThat(all.toString())
        .contains("Europe/London", "Samwise is away", "by Samwise", "was here, not Samson")
        .contains("COMPLETED", "calendarTokens", "task.created")
        .doesNotContain(ANNA.toString())
        .doesNotContain("token=");
  }
}
