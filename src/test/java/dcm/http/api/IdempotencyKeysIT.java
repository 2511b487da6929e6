package dcm.http.api;

import static dcm.http.HttpTestServer.ANNA;
import static dcm.http.HttpTestServer.DUTCH;
import static dcm.http.HttpTestServer.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dcm.LongRun;
import dcm.guild.command.CommandEnvelope;
import dcm.guild.command.MemberCommand;
import dcm.guild.reply.GuildReply;
import dcm.guild.value.CommandId;
import dcm.http.HttpTestServer;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An Idempotency-Key is kept for a day, however many commands follow. */
class IdempotencyKeysIT {
  private static final int COMMANDS = 10_050;
  private static final String BODY = "{\"title\":\"once and only once\"}";
  private static HttpTestServer server;

  @BeforeAll
  static void open() {
    // takes a minute or two; ProcessedCommandsTest covers the same without PostgreSQL
    assumeTrue(LongRun.or(true, false));
    server = new HttpTestServer("dcm.entity.passivate-after = 3s");
  }

  @AfterAll
  static void close() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void a_key_is_known_after_ten_thousand_commands_and_after_the_guild_was_recovered()
      throws Exception {
    var anna = server.token(DUTCH, ANNA);
    var first = create(anna, BODY);
    assertThat(first.status()).as(first.toString()).isEqualTo(201);
    int before = total(anna);

    manyCommands();

    isTheStoredAnswer(create(anna, BODY), first);
    var other = create(anna, "{\"title\":\"another\"}");
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.json().get("type").asText()).isEqualTo("/problems/key-reused");
    assertThat(total(anna)).isEqualTo(before);

    awaitPassivation();

    isTheStoredAnswer(create(anna, BODY), first);
    assertThat(create(anna, "{\"title\":\"another\"}").status()).isEqualTo(422);
    assertThat(total(anna)).isEqualTo(before);
    // a new key is executed
    var fresh =
        server.send("POST", in(DUTCH, "/tasks"), anna, BODY, "Idempotency-Key", "another-key");
    assertThat(fresh.status()).isEqualTo(201);
    assertThat(total(anna)).isEqualTo(before + 1);
  }

  private static void isTheStoredAnswer(HttpTestServer.Reply again, HttpTestServer.Reply first) {
    assertThat(again.status()).as(again.toString()).isEqualTo(201);
    assertThat(again.json()).isEqualTo(first.json());
    assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
  }

  private static HttpTestServer.Reply create(String token, String body) {
    return server.send(
        "POST", in(DUTCH, "/tasks"), token, body, "Idempotency-Key", "the-first-of-many");
  }

  private static int total(String token) {
    return server.send("GET", in(DUTCH, "/tasks?limit=1"), token, null).json().get("total").asInt();
  }

  /**
   * Each command changes something, so that each is recorded; a hundred are in flight at a time.
   */
  private static void manyCommands() {
    var caller = server.callerFromDiscord(DUTCH, ANNA);
    var inFlight = new ArrayDeque<CompletionStage<GuildReply>>();
    for (int i = 0; i < COMMANDS; i++) {
      var zone = ZoneId.of(i % 2 == 0 ? "Europe/London" : "Europe/Paris");
      inFlight.add(
          server.guilds.decide(
              new CommandEnvelope(
                  DUTCH,
                  new CommandId(UUID.randomUUID()),
                  "f",
                  Instant.now(),
                  caller,
                  new MemberCommand.EditProfile(ANNA, zone, null))));
      if (inFlight.size() == 100) {
        assertThat(HttpTestServer.join(inFlight.remove())).isInstanceOf(GuildReply.Done.class);
      }
    }
    inFlight.forEach(
        reply -> assertThat(HttpTestServer.join(reply)).isInstanceOf(GuildReply.Done.class));
  }

  private static void awaitPassivation() {
    var registry = new SimpleMeterRegistry();
    Metrics.addRegistry(registry);
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> registry.get("dcm.guild.entities").gauge().value() == 0);
    } finally {
      Metrics.removeRegistry(registry);
    }
  }
}
