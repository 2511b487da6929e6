package dcm.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import discord4j.common.util.Snowflake;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The real Discord4J takes the sandbox for Discord. */
class SandboxIT {
  @TempDir static Path data;
  private static LocalSandbox local;
  private static TestBot bot;
  private static final ListAppender<ILoggingEvent> COMPLAINTS = new ListAppender<>();

  @BeforeAll
  static void log_in() {
    COMPLAINTS.start();
    for (String name :
        new String[] {"discord4j.gateway.json", "discord4j.gateway.payload", "discord4j"}) {
      ((Logger) LoggerFactory.getLogger(name)).addAppender(COMPLAINTS);
    }
    local = new LocalSandbox(data);
    bot = new TestBot(local.sandbox);
  }

  @AfterAll
  static void log_out() {
    bot.close();
    local.close();
  }

  @AfterEach
  void nothing_was_unreadable_for_discord4j_or_wrong_by_the_openapi() {
    assertThat(COMPLAINTS.list)
        .filteredOn(
            e -> e.getLoggerName().contains("Payload") && e.getLevel().isGreaterOrEqual(Level.WARN))
        .isEmpty();
    assertThat(local.control("GET", "/gate", null).path("violations")).isEmpty();
  }

  @Test
  void the_bot_sees_its_guilds() {
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() ->
            assertThat(
                    bot.gateway
                        .getGuilds()
                        .map(g -> g.getName())
                        .collectList()
                        .block(Duration.ofSeconds(5)))
                .contains("Huize Kraanvogel", "Riverside Rowing Club"));
  }

  @Test
  void a_command_is_answered_to_the_one_who_typed_it() {
    JsonNode seen = local.command(Seed.SANNE, "task ping", Map.of("text", "hallo"));
    assertThat(seen.at("/response/type").asInt()).as("%s", seen).isEqualTo(4);
    assertThat(seen.at("/response/message/content").asText()).isEqualTo("pong hallo");
    assertThat(seen.at("/response/message/ephemeral").asBoolean()).isTrue();
    assertThat(seen.at("/response/message/visible_to").asText()).isEqualTo(Seed.SANNE);
  }

  @Test
  void a_deferred_answer_is_waited_for() {
    JsonNode seen = local.command(Seed.MILAN, "task slow", Map.of());
    assertThat(seen.at("/response/deferred").asBoolean()).as("%s", seen).isTrue();
    assertThat(seen.at("/response/message/content").asText()).isEqualTo("done at last");
  }

  @Test
  void a_command_that_is_not_answered_times_out() {
    assertThat(local.command(Seed.MILAN, "task never", Map.of()).path("error").asText())
        .isEqualTo("timeout");
  }

  @Test
  void a_member_given_by_name_is_resolved() {
    JsonNode seen =
        local.command(Seed.SANNE, "task who", Map.of("member", "Noor", "role", Seed.HUISGENOOT));
    assertThat(seen.at("/response/message/content").asText())
        .as("%s", seen)
        .isEqualTo("it is noor");
  }

  @Test
  void a_button_changes_its_message() {
    JsonNode board = local.command(Seed.SANNE, "task board", Map.of());
    String message = board.at("/response/message/id").asText();
    JsonNode seen = local.click(message, Seed.DAAN, "done:1");
    assertThat(seen.at("/response/type").asInt()).as("%s", seen).isEqualTo(7);
    assertThat(seen.at("/response/message/content").asText()).isEqualTo("ticked");
    assertThat(seen.at("/response/message/components")).isEmpty();
    assertThat(seen.at("/response/message/id").asText()).isEqualTo(message);
  }

  @Test
  void a_modal_is_shown_and_handed_in() {
    JsonNode shown = local.command(Seed.SANNE, "task form", Map.of());
    assertThat(shown.at("/response/modal/custom_id").asText()).as("%s", shown).isEqualTo("form");
    String id = shown.at("/interaction/id").asText();
    JsonNode seen =
        local.control(
            "POST",
            "/interactions/" + id + "/submit",
            Map.of("user", Seed.SANNE, "fields", Map.of("name", "Kraan")));
    assertThat(seen.at("/response/message/content").asText())
        .as("%s", seen)
        .isEqualTo("thanks Kraan");
  }

  @Test
  void an_option_being_typed_gets_suggestions() {
    JsonNode seen =
        local.control(
            "POST",
            "/guilds/" + Seed.HOUSE + "/autocomplete",
            Map.of("user", Seed.SANNE, "command", "task ping", "options", Map.of("text", "ha")));
    assertThat(seen.at("/choices/0/name").asText()).as("%s", seen).isEqualTo("you typed ha");
  }

  @Test
  void a_direct_message_reaches_its_reader_unless_refused() {
    bot.gateway
        .getUserById(Snowflake.of(Seed.NOOR))
        .flatMap(user -> user.getPrivateChannel())
        .flatMap(dm -> dm.createMessage("for Noor"))
        .block(Duration.ofSeconds(10));
    assertThat(
            local
                .control("GET", "/users/" + Seed.NOOR + "/messages", null)
                .findValuesAsText("content"))
        .contains("for Noor");

    local.control(
        "PATCH", "/guilds/" + Seed.HOUSE + "/members/" + Seed.NOOR, Map.of("dm", "closed"));
    LocalSandbox.Said refused =
        local.bot(
            "POST",
            "/channels/" + World.dmChannel(Seed.NOOR) + "/messages",
            Map.of("content", "x"));
    local.control(
        "PATCH", "/guilds/" + Seed.HOUSE + "/members/" + Seed.NOOR, Map.of("dm", "blocked"));
    LocalSandbox.Said blocked =
        local.bot(
            "POST",
            "/channels/" + World.dmChannel(Seed.NOOR) + "/messages",
            Map.of("content", "x"));
    local.control("PATCH", "/guilds/" + Seed.HOUSE + "/members/" + Seed.NOOR, Map.of("dm", "open"));
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.body().path("code").asInt()).isEqualTo(50007);
    assertThat(blocked.status()).isEqualTo(403);
    assertThat(blocked.body().path("code").asInt()).isEqualTo(50278);
  }

  @Test
  void a_cut_connection_is_resumed_without_losing_what_happened() {
    local.control("POST", "/faults", Map.of("kind", "drop-tcp"));
    await()
        .atMost(Duration.ofSeconds(40))
        .pollInterval(Duration.ofMillis(500))
        .until(() ->
            local
                .command(Seed.SANNE, "task ping", Map.of("text", "again"))
                .at("/response/message/content")
                .asText()
                .equals("pong again"));
    assertThat(
            local
                .bot("GET", "/gateway/bot", null)
                .body()
                .at("/session_start_limit/remaining")
                .asInt())
        .as("no second IDENTIFY")
        .isEqualTo(999);
  }
}
