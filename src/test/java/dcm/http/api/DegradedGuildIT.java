package dcm.http.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcm.guild.command.CommandEnvelope;
import dcm.guild.command.SettingsCommand;
import dcm.guild.reply.GuildReply;
import dcm.guild.value.Caller;
import dcm.guild.value.CommandId;
import dcm.http.HttpTestServer;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Responses of a guild whose journal cannot be read. */
class DegradedGuildIT {
  private HttpTestServer server;
  private String anna;
  private String bram;

  @BeforeEach
  void open() {
    server = new HttpTestServer();
    anna = server.token(HttpTestServer.DUTCH, HttpTestServer.ANNA);
    bram = server.token(HttpTestServer.ENGLISH, HttpTestServer.BRAM);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private HttpTestServer.Reply tasks() {
    return server.send("GET", HttpTestServer.in(HttpTestServer.DUTCH, "/tasks"), anna, null);
  }

  /** Corrupts an event and makes another process take the guild over, so that it is recovered. */
  private void corruptEvent() {
    try (var connection = server.database.connect();
        var sql = connection.createStatement()) {
      sql.execute(
          "update guild_"
              + HttpTestServer.DUTCH
              + ".event_journal set event_payload = 'spoilt' where sequence_number = 2");
      sql.execute("select dcm.acquire_epoch(" + HttpTestServer.DUTCH + ")");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    var write =
        server.guilds.decide(
            new CommandEnvelope(
                HttpTestServer.DUTCH,
                new CommandId(UUID.randomUUID()),
                "test",
                Instant.now(),
                new Caller.SystemCaller(),
                new SettingsCommand.ObserveGuild("Elsewhere", Map.of(), "en", null)));
    assertThat(HttpTestServer.join(write))
        .as("refused by the fence")
        .isInstanceOf(GuildReply.Unavailable.class);
  }

  @Test
  void members_of_a_degraded_guild_get_the_incident_and_retry_after_and_other_guilds_are_served() {
    assertThat(tasks().status()).isEqualTo(200);
    corruptEvent();
    await().atMost(Duration.ofSeconds(30)).until(() -> tasks().status() == 503);
    var reply = tasks();
    assertThat(reply.json().get("type").textValue()).isEqualTo("/problems/guild-degraded");
    assertThat(Long.parseLong(reply.header("Retry-After"))).isBetween(1L, 300L);
    assertThat(reply.json().get("instance").textValue())
        .isEqualTo("urn:uuid:" + server.guilds.degradedGuilds().list().getFirst().incident())
        .isEqualTo(tasks().json().get("instance").textValue());

    var write =
        server.send(
            "POST",
            HttpTestServer.in(HttpTestServer.DUTCH, "/tasks"),
            anna,
            "{\"title\":\"bins\"}");
    assertThat(write.json().get("instance")).isEqualTo(reply.json().get("instance"));
    assertThat(
            server
                .send("GET", HttpTestServer.in(HttpTestServer.ENGLISH, "/tasks"), bram, null)
                .status())
        .isEqualTo(200);
  }
}
