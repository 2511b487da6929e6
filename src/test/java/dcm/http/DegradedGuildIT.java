package dcm.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcm.guild.Caller;
import dcm.guild.CommandId;
import dcm.guild.GuildReply;
import dcm.guild.Request;
import dcm.guild.SettingsCommand;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a visitor sees of a guild whose journal cannot be read. */
class DegradedGuildIT {
  private House house;
  private String anna;
  private String bram;

  @BeforeEach
  void open() {
    house = new House();
    anna = house.token(House.DUTCH, House.ANNA);
    bram = house.token(House.ENGLISH, House.BRAM);
  }

  @AfterEach
  void close() {
    house.close();
  }

  private House.Reply tasks() {
    return house.send("GET", House.in(House.DUTCH, "/tasks"), anna, null);
  }

  /** Spoils an event, and has another process take the guild over, so that it is read again. */
  private void spoil() {
    try (var connection = house.database.connect();
        var sql = connection.createStatement()) {
      sql.execute(
          "update guild_"
              + House.DUTCH
              + ".event_journal set event_payload = 'spoilt' where sequence_number = 2");
      sql.execute("select dcm.own(" + House.DUTCH + ")");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    var write =
        house.guilds.decide(
            new Request(
                House.DUTCH,
                new CommandId(Ids.next()),
                "test",
                Instant.now(),
                new Caller.Clockwork(),
                new SettingsCommand.ObserveGuild("Elsewhere", Map.of(), "en", null)));
    assertThat(House.now(write))
        .as("refused by the fence")
        .isInstanceOf(GuildReply.Unavailable.class);
  }

  @Test
  void its_visitors_are_told_the_incident_and_when_to_come_back_and_others_are_served() {
    assertThat(tasks().status()).isEqualTo(200);
    spoil();
    await().atMost(Duration.ofSeconds(30)).until(() -> tasks().status() == 503);
    var reply = tasks();
    assertThat(reply.json().get("type").textValue()).isEqualTo("/problems/guild-degraded");
    assertThat(Long.parseLong(reply.header("Retry-After"))).isBetween(1L, 300L);
    assertThat(reply.json().get("instance").textValue())
        .isEqualTo("urn:uuid:" + house.guilds.degraded().list().getFirst().incident())
        .isEqualTo(tasks().json().get("instance").textValue());

    var write = house.send("POST", House.in(House.DUTCH, "/tasks"), anna, "{\"title\":\"bins\"}");
    assertThat(write.json().get("instance")).isEqualTo(reply.json().get("instance"));
    assertThat(house.send("GET", House.in(House.ENGLISH, "/tasks"), bram, null).status())
        .isEqualTo(200);
  }
}
