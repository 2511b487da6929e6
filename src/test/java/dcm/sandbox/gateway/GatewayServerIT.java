package dcm.sandbox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.sandbox.LocalSandbox;
import dcm.sandbox.store.InitialState;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway's protocol rules, tested with a raw client. */
class GatewayServerIT {
  @TempDir Path data;
  private LocalSandbox local;

  @BeforeEach
  void open() {
    local = new LocalSandbox(data);
  }

  @AfterEach
  void close() {
    local.close();
  }

  @Test
  void a_session_begins_with_ready_and_its_guilds() {
    RawGatewayClient client = new RawGatewayClient(local);
    client.send(Map.of("op", 1));
    assertThat(client.nextFrame().path("op").asInt()).isEqualTo(11);
    client.identify();
    JsonNode ready = client.nextFrame();
    assertThat(ready.path("t").asText()).isEqualTo("READY");
    assertThat(ready.at("/d/guilds")).hasSize(2);
    assertThat(client.nextFrame().at("/d/name").asText()).isEqualTo("Huize Kraanvogel");
  }

  @Test
  void a_second_identify_within_five_seconds_is_an_invalid_session() {
    new RawGatewayClient(local).identify();
    RawGatewayClient second = new RawGatewayClient(local);
    second.identify();
    JsonNode frame = second.nextFrame();
    while (frame.path("op").asInt() == 0) {
      frame = second.nextFrame();
    }
    assertThat(frame.path("op").asInt()).isEqualTo(9);
    assertThat(frame.path("d").asBoolean(true)).isFalse();
  }

  @Test
  void missed_events_are_replayed_on_resume() {
    RawGatewayClient client = new RawGatewayClient(local);
    client.identify();
    String session = client.nextEvent("READY").at("/d/session_id").asText();
    client.nextEvent("GUILD_CREATE");
    long lastSeq = client.nextEvent("GUILD_CREATE").path("s").asLong();
    client.abort();
    local.control("DELETE", "/guilds/" + InitialState.CLUB + "?unavailable=true", null);
    RawGatewayClient again = new RawGatewayClient(local);
    again.resume(session, lastSeq);
    JsonNode missed = again.nextFrame();
    assertThat(missed.path("t").asText()).isEqualTo("GUILD_DELETE");
    assertThat(missed.at("/d/unavailable").asBoolean()).isTrue();
    assertThat(missed.path("s").asLong()).isEqualTo(lastSeq + 1);
    assertThat(again.nextFrame().path("t").asText()).isEqualTo("RESUMED");
  }

  @Test
  void an_unknown_session_is_invalid_and_a_strange_seq_4007() {
    RawGatewayClient client = new RawGatewayClient(local);
    client.resume("nobody", 1);
    assertThat(client.nextFrame().path("op").asInt()).isEqualTo(9);
    client.identify();
    String session = client.nextEvent("READY").at("/d/session_id").asText();
    client.abort();
    RawGatewayClient futureSeq = new RawGatewayClient(local);
    futureSeq.resume(session, 999);
    assertThat(futureSeq.closeCode()).isEqualTo(4007);
  }

  @Test
  void each_mistake_has_its_close_code() {
    RawGatewayClient unknownOp = new RawGatewayClient(local);
    unknownOp.send(Map.of("op", 99));
    assertThat(unknownOp.closeCode()).isEqualTo(4001);
    RawGatewayClient noJson = new RawGatewayClient(local);
    noJson.send("{");
    assertThat(noJson.closeCode()).isEqualTo(4002);
    RawGatewayClient tooLong = new RawGatewayClient(local);
    tooLong.send(Map.of("op", 1, "d", "x".repeat(4_100)));
    assertThat(tooLong.closeCode()).isEqualTo(4002);
    RawGatewayClient early = new RawGatewayClient(local);
    early.send(Map.of("op", 8, "d", Map.of()));
    assertThat(early.closeCode()).isEqualTo(4003);
    RawGatewayClient wrongToken = new RawGatewayClient(local);
    wrongToken.identify("x.y.z", 1);
    assertThat(wrongToken.closeCode()).isEqualTo(4004);
    RawGatewayClient unknownIntent = new RawGatewayClient(local);
    unknownIntent.identify(local.sandbox.botToken(), 1 << 30);
    assertThat(unknownIntent.closeCode()).isEqualTo(4013);
    RawGatewayClient twice = new RawGatewayClient(local);
    twice.identify();
    twice.identify();
    assertThat(twice.closeCode()).isEqualTo(4005);
  }

  @Test
  void more_than_120_frames_a_minute_close_the_connection() {
    RawGatewayClient client = new RawGatewayClient(local);
    for (int i = 0; i < 121; i++) {
      client.send(Map.of("op", 1));
    }
    assertThat(client.closeCode()).isEqualTo(4008);
  }

  @Test
  void member_events_are_sent_to_sessions_with_the_intent() {
    RawGatewayClient client = new RawGatewayClient(local);
    client.identify(local.sandbox.botToken(), Intents.GUILDS | Intents.GUILD_MEMBERS);
    client.nextEvent("READY");
    local.control(
        "PATCH",
        "/guilds/" + InitialState.HOUSE + "/members/" + InitialState.MILAN,
        Map.of("roles", java.util.List.of(InitialState.SCHOONMAAKBAAS)));
    JsonNode update = client.nextEvent("GUILD_MEMBER_UPDATE");
    assertThat(update.at("/d/roles/0").asText()).isEqualTo(InitialState.SCHOONMAAKBAAS);
    assertThat(update.at("/d/user/id").asText()).isEqualTo(InitialState.MILAN);
    local.control(
        "DELETE", "/guilds/" + InitialState.HOUSE + "/members/" + InitialState.DAAN, null);
    assertThat(client.nextEvent("GUILD_MEMBER_REMOVE").at("/d/user/id").asText())
        .isEqualTo(InitialState.DAAN);
    client.send(
        Map.of("op", 8, "d", Map.of("guild_id", InitialState.HOUSE, "query", "", "limit", 0)));
    assertThat(client.nextEvent("GUILD_MEMBERS_CHUNK").at("/d/members")).hasSize(3);
  }

  @Test
  void faults_close_reconnect_and_withhold_acks() {
    RawGatewayClient client = new RawGatewayClient(local);
    client.identify();
    client.nextEvent("READY");
    local.control("POST", "/faults", Map.of("kind", "reconnect"));
    JsonNode frame = client.nextFrame();
    while (frame.path("op").asInt() == 0) {
      frame = client.nextFrame();
    }
    assertThat(frame.path("op").asInt()).isEqualTo(7);
    local.control("POST", "/faults", Map.of("kind", "close", "code", 4009));
    assertThat(client.closeCode()).isEqualTo(4009);

    RawGatewayClient unacknowledged = new RawGatewayClient(local);
    local.control("POST", "/faults", Map.of("kind", "no-ack"));
    unacknowledged.send(Map.of("op", 1));
    local.control("DELETE", "/faults", null);
    unacknowledged.send(Map.of("op", 1));
    assertThat(unacknowledged.nextFrame().path("op").asInt()).isEqualTo(11);
    local.control("POST", "/faults", Map.of("kind", "drop-tcp"));
    assertThat(unacknowledged.closeCode())
        .as("one ACK for two heartbeats, then a reset")
        .isEqualTo(1006);
  }
}
