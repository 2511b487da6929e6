package dcm.http;

import static dcm.http.HttpTestServer.ANNA;
import static dcm.http.HttpTestServer.BRAM;
import static dcm.http.HttpTestServer.CLEO;
import static dcm.http.HttpTestServer.CREW;
import static dcm.http.HttpTestServer.DUTCH;
import static dcm.http.HttpTestServer.ENGLISH;
import static dcm.http.HttpTestServer.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.guild.command.MemberCommand;
import dcm.guild.command.PermissionCommand;
import dcm.guild.reply.GuildReply;
import dcm.guild.value.MemberId;
import dcm.guild.value.Permission;
import dcm.guild.value.RoleId;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Live events, for the members who may see them. */
class LiveIT {
  private static final AtomicLong NEXT = new AtomicLong(424200000000001000L);
  private static HttpTestServer server;
  private static String anna;

  @BeforeAll
  static void open() {
    server =
        new HttpTestServer(
            """
            dcm.http.live { ping-interval = 300ms, auth-timeout = 700ms, max-per-member = 3, max-replayed-events = 40 }
            """);
    anna = server.token(DUTCH, ANNA);
  }

  @AfterAll
  static void close() {
    server.close();
  }

  private static JsonNode create(String title) {
    var made = server.send("POST", in(DUTCH, "/tasks"), anna, "{\"title\":\"" + title + "\"}");
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    return made.json();
  }

  private static long revision() {
    return server
        .send("GET", in(DUTCH, "/tasks?limit=1"), anna, null)
        .json()
        .get("revision")
        .asLong();
  }

  /** A new member with one role that has exactly these permissions. */
  private static MemberId newcomer(Set<Permission> permissions) {
    var role = new RoleId(NEXT.incrementAndGet());
    server.observe(DUTCH, "Studentenhuis", CREW, role);
    var everyone = new RoleId(DUTCH.value());
    var matrix = Map.of(everyone, Set.<Permission>of(), role, permissions);
    assertThat(
            server.execute(
                DUTCH,
                server.callerFromDiscord(DUTCH, ANNA),
                new PermissionCommand.Replace(null, matrix)))
        .isInstanceOf(GuildReply.Done.class);
    var id = new MemberId(NEXT.incrementAndGet());
    server.member(DUTCH, id, "New", false, role);
    return id;
  }

  private static final Set<Permission> SEES_ALL =
      EnumSet.of(Permission.DASHBOARD_USE, Permission.TASK_VIEW_ALL);

  @Test
  void hello_then_every_event_without_a_gap() {
    try (var socket = TestWebSocketClient.connect(server, DUTCH, anna, "")) {
      long from = socket.await("hello").get("revision").asLong();
      assertThat(socket.protocol()).isEqualTo("dcm.v1");
      var task = create("live");
      var created =
          socket.await(frame ->
              frame.at("/event/type").asText().equals("task.created")
                  && frame.at("/event/title").asText().equals("live"));
      assertThat(created.at("/event/task/id")).isEqualTo(task.get("id"));
      assertThat(created.at("/event/taskId")).isEqualTo(task.get("id"));
      assertThat(created.at("/event/by/member").asText()).isEqualTo(ANNA.toString());
      assertThat(
              OpenApi.violations(
                  OpenApi.document().at("/components/schemas/Task"), created.at("/event/task")))
          .isEmpty();
      long now = revision();
      socket.awaitRevision(now);
      assertThat(socket.revisions())
          .containsExactlyElementsOf(LongStream.rangeClosed(from + 1, now).boxed().toList());
    }
  }

  @Test
  void a_task_that_is_deleted_and_restored_is_told_and_a_reconnecting_client_hears_both() {
    var task = create("in the bin");
    String path = in(DUTCH, "/tasks/") + task.get("id").asText();
    long since = revision();
    try (var socket = TestWebSocketClient.connect(server, DUTCH, anna, "")) {
      socket.await("hello");
      assertThat(server.send("DELETE", path, anna, null, "If-Match", "*").status()).isEqualTo(204);
      var deleted = socket.await(frame -> isOf(frame, "task.deleted", task));
      assertThat(deleted.at("/event/by/member").asText()).isEqualTo(ANNA.toString());
      assertThat(server.send("POST", path + "/restore", anna, null).status()).isEqualTo(200);
      var restored = socket.await(frame -> isOf(frame, "task.restored", task));
      assertThat(restored.at("/event/task/title").asText()).isEqualTo("in the bin");
      assertThat(
              OpenApi.violations(
                  OpenApi.document().at("/components/schemas/Task"), restored.at("/event/task")))
          .isEmpty();
    }
    try (var socket = TestWebSocketClient.connect(server, DUTCH, anna, "?since=" + since)) {
      long now = revision();
      socket.awaitRevision(now);
      assertThat(socket.frames()).filteredOn(frame -> isOf(frame, "task.deleted", task)).hasSize(1);
      assertThat(socket.frames())
          .filteredOn(frame -> isOf(frame, "task.restored", task))
          .hasSize(1);
    }
  }

  private static boolean isOf(JsonNode frame, String type, JsonNode task) {
    return frame.at("/event/type").asText().equals(type)
        && frame.at("/event/taskId").equals(task.get("id"));
  }

  @Test
  void a_reconnecting_client_gets_missed_events_once_and_in_order() {
    long since = revision();
    for (int i = 0; i < 5; i++) {
      create("missed " + i);
    }
    try (var socket = TestWebSocketClient.connect(server, DUTCH, anna, "?since=" + since)) {
      create("after");
      long now = revision();
      socket.awaitRevision(now);
      assertThat(socket.revisions())
          .containsExactlyElementsOf(LongStream.rangeClosed(since + 1, now).boxed().toList());
      assertThat(socket.frames().toString()).contains("missed 0", "missed 4", "after");
    }
  }

  @Test
  void a_since_that_is_too_old_or_not_yet_is_answered_with_resync() {
    for (int i = 0; revision() < 60; i++) {
      create("filler " + i);
    }
    for (var since : new long[] {1, revision() + 1_000}) {
      try (var socket = TestWebSocketClient.connect(server, DUTCH, anna, "?since=" + since)) {
        long at = socket.await("resync").get("revision").asLong();
        create("afterwards");
        socket.awaitRevision(at + 1);
        assertThat(socket.revisions().getFirst()).isEqualTo(at + 1);
      }
    }
  }

  @Test
  void invisible_events_are_sent_as_their_revision_only() {
    var restricted = newcomer(EnumSet.of(Permission.DASHBOARD_USE));
    try (var socket =
        TestWebSocketClient.connect(server, DUTCH, server.token(DUTCH, restricted), "")) {
      long from = socket.await("hello").get("revision").asLong();
      create("not for everybody");
      long now = revision();
      socket.awaitRevision(now);
      assertThat(socket.revisions())
          .containsExactlyElementsOf(LongStream.rangeClosed(from + 1, now).boxed().toList());
      assertThat(socket.frames().toString()).doesNotContain("not for everybody");
    }
  }

  @Test
  void missed_events_are_filtered_by_current_permissions() {
    var restricted = newcomer(EnumSet.of(Permission.DASHBOARD_USE));
    long since = revision();
    create("hidden in the past");
    try (var socket =
        TestWebSocketClient.connect(
            server, DUTCH, server.token(DUTCH, restricted), "?since=" + since)) {
      socket.awaitRevision(revision());
      assertThat(socket.frames().toString()).doesNotContain("hidden in the past");
    }
  }

  @Test
  void permissions_count_at_the_moment_an_event_is_sent() {
    var member = newcomer(SEES_ALL);
    try (var socket = TestWebSocketClient.connect(server, DUTCH, server.token(DUTCH, member), "")) {
      socket.await("hello");
      create("seen before");
      socket.await(frame -> frame.at("/event/title").asText().equals("seen before"));
      server.execute(
          DUTCH,
          server.callerFromDiscord(DUTCH, ANNA),
          new PermissionCommand.Revoke(
              server.member(DUTCH, member).roles().iterator().next(),
              Set.of(Permission.TASK_VIEW_ALL)));
      create("unseen after");
      socket.awaitRevision(revision());
      assertThat(socket.frames().toString())
          .doesNotContain("unseen after")
          .doesNotContain("permission.revoked");
    }
  }

  @Test
  void a_change_of_roles_ends_the_socket_within_two_seconds() {
    var member = newcomer(SEES_ALL);
    try (var socket = TestWebSocketClient.connect(server, DUTCH, server.token(DUTCH, member), "")) {
      socket.await("hello");
      server.member(DUTCH, member, "New", false, CREW);
      assertThat(socket.awaitClose(Duration.ofSeconds(2))).isEqualTo(4401);
    }
  }

  @Test
  void a_kicked_member_receives_nothing_more() {
    var member = newcomer(SEES_ALL);
    try (var socket = TestWebSocketClient.connect(server, DUTCH, server.token(DUTCH, member), "")) {
      socket.await("hello");
      server.executeAsSystem(DUTCH, new MemberCommand.Leave(member));
      create("after the kick");
      assertThat(socket.awaitClose(Duration.ofSeconds(2))).isEqualTo(4401);
      assertThat(socket.frames().toString()).doesNotContain("after the kick");
    }
  }

  @Test
  void a_ticket_is_valid_once_and_for_its_own_guild() {
    var ticket =
        server.send("POST", in(DUTCH, "/ws-ticket"), anna, null).json().get("ticket").asText();
    var frame = "{\"type\":\"auth\",\"ticket\":\"" + ticket + "\"}";
    try (var elsewhere = TestWebSocketClient.open(server, ENGLISH, "").send(frame)) {
      assertThat(elsewhere.awaitClose(Duration.ofSeconds(5))).isEqualTo(4401);
      assertThat(elsewhere.frames()).isEmpty();
    }
    try (var first = TestWebSocketClient.open(server, DUTCH, "").send(frame)) {
      first.await("hello");
      try (var second = TestWebSocketClient.open(server, DUTCH, "").send(frame)) {
        assertThat(second.awaitClose(Duration.ofSeconds(5))).isEqualTo(4401);
      }
    }
  }

  @Test
  void a_silent_or_malformed_client_is_disconnected() {
    try (var silent = TestWebSocketClient.open(server, DUTCH, "")) {
      assertThat(silent.awaitClose(Duration.ofSeconds(5))).isEqualTo(4408);
    }
    for (var nonsense :
        new String[] {"hi", "{}", "{\"type\":\"auth\"}", "[1]", "x".repeat(100_000)}) {
      try (var socket = TestWebSocketClient.open(server, DUTCH, "").send(nonsense)) {
        assertThat(socket.awaitClose(Duration.ofSeconds(5))).as(nonsense).isEqualTo(4400);
      }
    }
  }

  @Test
  void another_sites_page_gets_no_socket() {
    assertThatThrownBy(
            () -> TestWebSocketClient.open(server, DUTCH, "", "Origin", "https://evil.example"))
        .hasStackTraceContaining("403");
    try (var ours =
        TestWebSocketClient.open(server, DUTCH, "", "Origin", "http://127.0.0.1:8080")) {
      assertThat(ours.protocol()).isEqualTo("dcm.v1");
    }
  }

  @Test
  void sockets_per_member_are_limited() {
    var bram = server.token(ENGLISH, BRAM);
    try (var one = TestWebSocketClient.connect(server, ENGLISH, bram, "");
        var two = TestWebSocketClient.connect(server, ENGLISH, bram, "");
        var three = TestWebSocketClient.connect(server, ENGLISH, bram, "")) {
      for (var socket : new TestWebSocketClient[] {one, two, three}) {
        socket.await("hello");
      }
      try (var four = TestWebSocketClient.connect(server, ENGLISH, bram, "")) {
        assertThat(four.awaitClose(Duration.ofSeconds(5))).isEqualTo(4429);
      }
    }
  }

  @Test
  void an_idle_socket_survives_many_pings_and_releases_its_slot() {
    int before = server.httpApi.webSocketCount();
    try (var socket = TestWebSocketClient.connect(server, DUTCH, anna, "")) {
      socket.await("hello");
      long start = System.nanoTime();
      Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> System.nanoTime() - start > Duration.ofMillis(1_500).toNanos());
      create("still there");
      socket.await(frame -> frame.at("/event/title").asText().equals("still there"));
      socket.send("{\"type\":\"ping\"}").await("pong");
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> server.httpApi.webSocketCount() <= before);
  }

  @Test
  void a_socket_without_a_websocket_is_told_what_it_is() {
    var reply = server.send("GET", "/ws/v1/guilds/" + DUTCH, null, null);
    assertThat(reply.status()).isEqualTo(426);
  }

  @Test
  void a_read_notification_is_sent_to_its_recipient_alone() {
    server.member(DUTCH, CLEO, "Cleo", true);
    try (var cleo = TestWebSocketClient.connect(server, DUTCH, server.token(DUTCH, CLEO), "");
        var other = TestWebSocketClient.connect(server, DUTCH, anna, "")) {
      cleo.await("hello");
      other.await("hello");
      long before = revision();
      var read =
          server.send(
              "POST",
              in(DUTCH, "/notifications/read"),
              server.token(DUTCH, CLEO),
              "{\"upTo\":" + before + "}");
      assertThat(read.status()).as(read.toString()).isEqualTo(204);
      create("a mark in time");
      other.awaitRevision(revision());
      cleo.awaitRevision(revision());
      assertThat(other.frames())
          .noneMatch(frame -> frame.get("type").asText().equals("notification"));
    }
  }
}
