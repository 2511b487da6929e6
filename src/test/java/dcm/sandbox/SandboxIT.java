package dcm.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import dcm.sandbox.store.GuildStore;
import dcm.sandbox.store.InitialState;
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

/** Discord4J against the sandbox. */
class SandboxIT {
  @TempDir static Path data;
  private static LocalSandbox local;
  private static TestBot bot;
  private static final ListAppender<ILoggingEvent> LOGGED = new ListAppender<>();

  @BeforeAll
  static void log_in() {
    LOGGED.start();
    for (String name :
        new String[] {"discord4j.gateway.json", "discord4j.gateway.payload", "discord4j"}) {
      ((Logger) LoggerFactory.getLogger(name)).addAppender(LOGGED);
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
  void no_payload_was_unreadable_for_discord4j_or_violated_the_openapi() {
    assertThat(LOGGED.list)
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
  void a_response_is_visible_to_the_invoking_user() {
    JsonNode outcome = local.command(InitialState.SANNE, "task ping", Map.of("text", "hallo"));
    assertThat(outcome.at("/response/type").asInt()).as("%s", outcome).isEqualTo(4);
    assertThat(outcome.at("/response/message/content").asText()).isEqualTo("pong hallo");
    assertThat(outcome.at("/response/message/ephemeral").asBoolean()).isTrue();
    assertThat(outcome.at("/response/message/visible_to").asText()).isEqualTo(InitialState.SANNE);
  }

  @Test
  void a_deferred_response_is_awaited() {
    JsonNode outcome = local.command(InitialState.MILAN, "task slow", Map.of());
    assertThat(outcome.at("/response/deferred").asBoolean()).as("%s", outcome).isTrue();
    assertThat(outcome.at("/response/message/content").asText()).isEqualTo("done at last");
  }

  @Test
  void a_command_without_a_response_times_out() {
    assertThat(local.command(InitialState.MILAN, "task never", Map.of()).path("error").asText())
        .isEqualTo("timeout");
  }

  @Test
  void a_member_given_by_name_is_resolved() {
    JsonNode outcome =
        local.command(
            InitialState.SANNE,
            "task who",
            Map.of("member", "Noor", "role", InitialState.HUISGENOOT));
    assertThat(outcome.at("/response/message/content").asText())
        .as("%s", outcome)
        .isEqualTo("it is noor");
  }

  @Test
  void a_button_changes_its_message() {
    JsonNode board = local.command(InitialState.SANNE, "task board", Map.of());
    String message = board.at("/response/message/id").asText();
    JsonNode outcome = local.click(message, InitialState.DAAN, "done:1");
    assertThat(outcome.at("/response/type").asInt()).as("%s", outcome).isEqualTo(7);
    assertThat(outcome.at("/response/message/content").asText()).isEqualTo("ticked");
    assertThat(outcome.at("/response/message/components")).isEmpty();
    assertThat(outcome.at("/response/message/id").asText()).isEqualTo(message);
  }

  @Test
  void a_modal_is_shown_and_submitted() {
    JsonNode opened = local.command(InitialState.SANNE, "task form", Map.of());
    assertThat(opened.at("/response/modal/custom_id").asText()).as("%s", opened).isEqualTo("form");
    String id = opened.at("/interaction/id").asText();
    JsonNode outcome =
        local.control(
            "POST",
            "/interactions/" + id + "/submit",
            Map.of("user", InitialState.SANNE, "fields", Map.of("name", "Kraan")));
    assertThat(outcome.at("/response/message/content").asText())
        .as("%s", outcome)
        .isEqualTo("thanks Kraan");
  }

  @Test
  void an_option_being_completed_gets_choices() {
    JsonNode outcome =
        local.control(
            "POST",
            "/guilds/" + InitialState.HOUSE + "/autocomplete",
            Map.of(
                "user",
                InitialState.SANNE,
                "command",
                "task ping",
                "options",
                Map.of("text", "ha")));
    assertThat(outcome.at("/choices/0/name").asText()).as("%s", outcome).isEqualTo("you typed ha");
  }

  @Test
  void a_direct_message_reaches_its_recipient_unless_rejected() {
    bot.gateway
        .getUserById(Snowflake.of(InitialState.NOOR))
        .flatMap(user -> user.getPrivateChannel())
        .flatMap(dm -> dm.createMessage("for Noor"))
        .block(Duration.ofSeconds(10));
    assertThat(
            local
                .control("GET", "/users/" + InitialState.NOOR + "/messages", null)
                .findValuesAsText("content"))
        .contains("for Noor");

    local.control(
        "PATCH",
        "/guilds/" + InitialState.HOUSE + "/members/" + InitialState.NOOR,
        Map.of("dm", "closed"));
    LocalSandbox.Response refused =
        local.bot(
            "POST",
            "/channels/" + GuildStore.dmChannelId(InitialState.NOOR) + "/messages",
            Map.of("content", "x"));
    local.control(
        "PATCH",
        "/guilds/" + InitialState.HOUSE + "/members/" + InitialState.NOOR,
        Map.of("dm", "blocked"));
    LocalSandbox.Response blocked =
        local.bot(
            "POST",
            "/channels/" + GuildStore.dmChannelId(InitialState.NOOR) + "/messages",
            Map.of("content", "x"));
    local.control(
        "PATCH",
        "/guilds/" + InitialState.HOUSE + "/members/" + InitialState.NOOR,
        Map.of("dm", "open"));
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.body().path("code").asInt()).isEqualTo(50007);
    assertThat(blocked.status()).isEqualTo(403);
    assertThat(blocked.body().path("code").asInt()).isEqualTo(50278);
  }

  @Test
  void an_aborted_connection_is_resumed_without_losing_events() {
    local.control("POST", "/faults", Map.of("kind", "drop-tcp"));
    await()
        .atMost(Duration.ofSeconds(40))
        .pollInterval(Duration.ofMillis(500))
        .until(() ->
            local
                .command(InitialState.SANNE, "task ping", Map.of("text", "again"))
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
