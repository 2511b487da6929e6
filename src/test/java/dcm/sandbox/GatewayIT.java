package dcm.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway's own rules, seen by a client that breaks them. */
class GatewayIT {
  @TempDir Path data;
  private LocalSandbox local;

  @BeforeEach
  void open() {
    local = new LocalSandbox(data);
  }

  @AfterEach
  void shut() {
    local.close();
  }

  @Test
  void a_session_begins_with_ready_and_its_guilds() {
    RawGateway client = new RawGateway(local);
    client.send(Map.of("op", 1));
    assertThat(client.next().path("op").asInt()).isEqualTo(11);
    client.identify();
    JsonNode ready = client.next();
    assertThat(ready.path("t").asText()).isEqualTo("READY");
    assertThat(ready.at("/d/guilds")).hasSize(2);
    assertThat(client.next().at("/d/name").asText()).isEqualTo("Huize Kraanvogel");
  }

  @Test
  void a_second_identify_within_five_seconds_is_an_invalid_session() {
    new RawGateway(local).identify();
    RawGateway second = new RawGateway(local);
    second.identify();
    JsonNode frame = second.next();
    while (frame.path("op").asInt() == 0) {
      frame = second.next();
    }
    assertThat(frame.path("op").asInt()).isEqualTo(9);
    assertThat(frame.path("d").asBoolean(true)).isFalse();
  }

  @Test
  void what_was_missed_is_replayed_on_resume() {
    RawGateway client = new RawGateway(local);
    client.identify();
    String session = client.event("READY").at("/d/session_id").asText();
    client.event("GUILD_CREATE");
    long seen = client.event("GUILD_CREATE").path("s").asLong();
    client.abort();
    local.control("DELETE", "/guilds/" + Seed.CLUB + "?unavailable=true", null);
    RawGateway again = new RawGateway(local);
    again.resume(session, seen);
    JsonNode missed = again.next();
    assertThat(missed.path("t").asText()).isEqualTo("GUILD_DELETE");
    assertThat(missed.at("/d/unavailable").asBoolean()).isTrue();
    assertThat(missed.path("s").asLong()).isEqualTo(seen + 1);
    assertThat(again.next().path("t").asText()).isEqualTo("RESUMED");
  }

  @Test
  void an_unknown_session_is_invalid_and_a_strange_seq_4007() {
    RawGateway client = new RawGateway(local);
    client.resume("nobody", 1);
    assertThat(client.next().path("op").asInt()).isEqualTo(9);
    client.identify();
    String session = client.event("READY").at("/d/session_id").asText();
    client.abort();
    RawGateway ahead = new RawGateway(local);
    ahead.resume(session, 999);
    assertThat(ahead.closeCode()).isEqualTo(4007);
  }

  @Test
  void each_mistake_has_its_close_code() {
    RawGateway unknownOp = new RawGateway(local);
    unknownOp.send(Map.of("op", 99));
    assertThat(unknownOp.closeCode()).isEqualTo(4001);
    RawGateway noJson = new RawGateway(local);
    noJson.send("{");
    assertThat(noJson.closeCode()).isEqualTo(4002);
    RawGateway tooLong = new RawGateway(local);
    tooLong.send(Map.of("op", 1, "d", "x".repeat(4_100)));
    assertThat(tooLong.closeCode()).isEqualTo(4002);
    RawGateway early = new RawGateway(local);
    early.send(Map.of("op", 8, "d", Map.of()));
    assertThat(early.closeCode()).isEqualTo(4003);
    RawGateway stranger = new RawGateway(local);
    stranger.identify("x.y.z", 1);
    assertThat(stranger.closeCode()).isEqualTo(4004);
    RawGateway greedy = new RawGateway(local);
    greedy.identify(local.sandbox.botToken(), 1 << 30);
    assertThat(greedy.closeCode()).isEqualTo(4013);
    RawGateway twice = new RawGateway(local);
    twice.identify();
    twice.identify();
    assertThat(twice.closeCode()).isEqualTo(4005);
  }

  @Test
  void whoever_says_more_than_120_things_a_minute_is_closed() {
    RawGateway client = new RawGateway(local);
    for (int i = 0; i < 121; i++) {
      client.send(Map.of("op", 1));
    }
    assertThat(client.closeCode()).isEqualTo(4008);
  }

  @Test
  void members_and_their_roles_are_told_to_who_asked_for_them() {
    RawGateway client = new RawGateway(local);
    client.identify(local.sandbox.botToken(), Intents.GUILDS | Intents.GUILD_MEMBERS);
    client.event("READY");
    local.control(
        "PATCH",
        "/guilds/" + Seed.HOUSE + "/members/" + Seed.MILAN,
        Map.of("roles", java.util.List.of(Seed.SCHOONMAAKBAAS)));
    JsonNode update = client.event("GUILD_MEMBER_UPDATE");
    assertThat(update.at("/d/roles/0").asText()).isEqualTo(Seed.SCHOONMAAKBAAS);
    assertThat(update.at("/d/user/id").asText()).isEqualTo(Seed.MILAN);
    local.control("DELETE", "/guilds/" + Seed.HOUSE + "/members/" + Seed.DAAN, null);
    assertThat(client.event("GUILD_MEMBER_REMOVE").at("/d/user/id").asText()).isEqualTo(Seed.DAAN);
    client.send(Map.of("op", 8, "d", Map.of("guild_id", Seed.HOUSE, "query", "", "limit", 0)));
    assertThat(client.event("GUILD_MEMBERS_CHUNK").at("/d/members")).hasSize(3);
  }

  @Test
  void faults_close_reconnect_and_withhold_acks() {
    RawGateway client = new RawGateway(local);
    client.identify();
    client.event("READY");
    local.control("POST", "/faults", Map.of("kind", "reconnect"));
    JsonNode frame = client.next();
    while (frame.path("op").asInt() == 0) {
      frame = client.next();
    }
    assertThat(frame.path("op").asInt()).isEqualTo(7);
    local.control("POST", "/faults", Map.of("kind", "close", "code", 4009));
    assertThat(client.closeCode()).isEqualTo(4009);

    RawGateway deaf = new RawGateway(local);
    local.control("POST", "/faults", Map.of("kind", "no-ack"));
    deaf.send(Map.of("op", 1));
    local.control("DELETE", "/faults", null);
    deaf.send(Map.of("op", 1));
    assertThat(deaf.next().path("op").asInt()).isEqualTo(11);
    local.control("POST", "/faults", Map.of("kind", "drop-tcp"));
    assertThat(deaf.closeCode()).as("one ACK for two heartbeats, then a reset").isEqualTo(1006);
  }
}
