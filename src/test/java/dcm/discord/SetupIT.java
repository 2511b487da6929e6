package dcm.discord;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.discord.interaction.BotTestKit;
import dcm.sandbox.store.InitialState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A new guild, from the invitation to its first tasks. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SetupIT {
  private static final String ADA = "1400000000000000801";
  private static final String BEN = "1400000000000000802";
  private BotTestKit kit;

  @BeforeAll
  void open(@TempDir Path data) {
    kit = new BotTestKit(data);
  }

  @AfterAll
  void close() {
    kit.close();
  }

  /** Adds the bot to a new guild with the channels closed, open and system; Ada is its owner. */
  private void invite(long guild, String systemAccess) {
    kit.control(
        "POST",
        "/guilds",
        Map.of(
            "id",
            Long.toString(guild),
            "name",
            "Flat " + guild,
            "locale",
            "en-GB",
            "members",
            List.of(
                Map.of("id", ADA, "name", "Ada", "owner", true), Map.of("id", BEN, "name", "Ben")),
            "channels",
            List.of(
                Map.of("id", Long.toString(guild + 1), "name", "closed", "bot", "none"),
                Map.of("id", Long.toString(guild + 2), "name", "open"),
                Map.of("id", Long.toString(guild + 3), "name", "system", "bot", systemAccess)),
            "system_channel",
            "system"));
  }

  private List<JsonNode> messages(long channel) {
    var all = new ArrayList<JsonNode>();
    kit.control("GET", "/channels/" + channel + "/messages", null)
        .forEach(message -> {
          if (!message.path("ephemeral").asBoolean()) {
            all.add(message);
          }
        });
    return all;
  }

  private JsonNode welcome(long channel) {
    await().atMost(Duration.ofSeconds(20)).until(() -> !messages(channel).isEmpty());
    return messages(channel).getFirst();
  }

  private JsonNode command(long guild, String user, String command) {
    return kit.control(
        "POST",
        "/guilds/" + guild + "/commands",
        Map.of("user", user, "command", command, "locale", "en-US"));
  }

  private static String messageId(JsonNode reply) {
    return reply.at("/response/message/id").asText();
  }

  /** The id of the component whose id begins with {@code w1:<action>:}. */
  private static String componentId(JsonNode reply, String action) {
    return reply.findValuesAsText("custom_id").stream()
        .filter(id -> id.startsWith("w1:" + action + ":"))
        .findFirst()
        .orElseThrow(() -> new AssertionError(action + " in " + reply));
  }

  private JsonNode use(JsonNode page, String user, String action, String... values) {
    String id = componentId(page, action);
    assertThat(id).hasSizeLessThanOrEqualTo(100);
    return kit.control(
        "POST",
        "/messages/" + messageId(page) + "/click",
        Map.of("user", user, "custom_id", id, "locale", "en-US", "values", List.of(values)));
  }

  private static List<String> chosen(JsonNode page, String action) {
    String id = componentId(page, action);
    for (var component : page.findParents("custom_id")) {
      if (component.path("custom_id").asText().equals(id)) {
        return StreamSupport.stream(component.path("options").spliterator(), false)
            .filter(option -> option.path("default").asBoolean())
            .map(option -> option.path("value").asText())
            .toList();
      }
    }
    throw new AssertionError(id);
  }

  @Test
  void a_new_guild_is_welcomed_once_and_set_up_in_three_steps() {
    long guild = 1400000000000001000L;
    invite(guild, "write");
    var welcome = welcome(guild + 3);
    assertThat(welcome.toString()).contains("Flat " + guild, "Set up");

    var first =
        kit.control(
            "POST",
            "/messages/" + welcome.get("id").asText() + "/click",
            Map.of("user", ADA, "custom_id", componentId(welcome, "open"), "locale", "en-US"));
    assertThat(first.at("/response/ephemeral").asBoolean()).isTrue();
    assertThat(first.toString()).contains("1 of 3");
    assertThat(chosen(first, "language")).containsExactly("en");
    var zoned = use(first, ADA, "zone", "Europe/London");
    assertThat(chosen(zoned, "zone")).containsExactly("Europe/London");

    var second = use(zoned, ADA, "step-2");
    assertThat(second.toString()).contains("2 of 3");
    use(second, ADA, "channel", Long.toString(guild + 2));
    assertThat(chosen(use(second, ADA, "reminders", "PT0S"), "reminders")).containsExactly("PT0S");
    assertThat(chosen(use(second, ADA, "escalation", "off"), "escalation")).containsExactly("off");

    restart();
    var third = use(second, ADA, "step-3");
    assertThat(third.toString()).contains("3 of 3");
    var kitchen = use(third, ADA, "templates", "dishes", "kitchen-floor", "fridge");
    var bathroom = use(use(kitchen, ADA, "room", "bathroom"), ADA, "templates", "clean-bathroom");
    var garden = use(use(bathroom, ADA, "room", "garden"), ADA, "templates", "mow-lawn", "hedge");
    assertThat(garden.toString())
        .contains("**Kitchen**: Do the dishes, Mop the kitchen floor, Clean the fridge")
        .contains("**Bathroom**: Clean the bathroom", "Create 6 tasks");
    var fewer = use(garden, ADA, "templates", "mow-lawn");
    assertThat(fewer.toString()).contains("Create 5 tasks");

    // Discord's list of members may come later than a fast administrator
    kit.control(
        "POST",
        "/guilds/" + guild + "/commands",
        Map.of(
            "user",
            BEN,
            "command",
            "leaderboard",
            "options",
            Map.of("mine", "show"),
            "locale",
            "en-US"));
    // an impatient user presses it twice
    var impatient = supplyAsync(() -> use(fewer, ADA, "create"));
    var summary = use(fewer, ADA, "create");
    impatient.join();
    assertThat(summary.toString())
        .contains("5 tasks created", "First reminder: <t:", "/board post");
    var list = command(guild, BEN, "task list");
    assertThat(list.toString())
        .contains("**Do the dishes** #1", "**Mow the lawn** #5", "<@" + ADA + ">", "<@" + BEN + ">")
        .doesNotContain("#6");
    assertThat(command(guild, ADA, "category list").toString())
        .contains("Kitchen", "Bathroom", "Garden and outside");
    assertThat(command(guild, ADA, "settings").toString())
        .contains("Europe/London", "<#" + (guild + 2) + ">", "at the due time");
    assertThat(messages(guild + 3)).as("the welcome comes once").hasSize(1);
  }

  private void restart() {
    kit.closeBot();
    kit.openBot();
    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions()
        .untilAsserted(() ->
            assertThat(
                    kit.command(InitialState.SANNE, "nl", "help", Map.of())
                        .at("/response")
                        .isMissingNode())
                .isFalse());
  }

  @Test
  void a_system_channel_that_is_closed_to_the_bot_is_replaced_by_the_first_open_one() {
    long guild = 1400000000000002000L;
    invite(guild, "read");
    assertThat(welcome(guild + 2).toString()).contains("Set up");
    assertThat(messages(guild + 3)).isEmpty();
  }

  @Test
  void a_ready_made_set_is_chosen_at_once_and_changed_by_room() {
    long guild = 1400000000000004000L;
    invite(guild, "write");
    welcome(guild + 3);
    var second = use(command(guild, ADA, "setup"), ADA, "step-2");
    var set = use(use(second, ADA, "step-3"), ADA, "room", "set:office");
    assertThat(set.toString()).contains("Create 10 tasks");
    var changed = use(use(set, ADA, "room", "meeting-room"), ADA, "templates", "whiteboards");
    assertThat(changed.toString()).contains("Create 8 tasks");
    assertThat(use(use(changed, ADA, "who", "claim"), ADA, "create").toString())
        .contains("8 tasks created");
  }

  @Test
  void the_help_offers_the_set_up_while_there_are_no_tasks_to_those_who_may_use_it() {
    long guild = 1400000000000003000L;
    invite(guild, "write");
    welcome(guild + 3);
    var help = command(guild, BEN, "help");
    var tasksOnly =
        kit.control(
            "POST",
            "/messages/" + messageId(help) + "/click",
            Map.of("user", BEN, "custom_id", componentId(help, "open"), "locale", "en-US"));
    assertThat(tasksOnly.toString()).as("who may not change settings").contains("3 of 3");
    assertThat(use(tasksOnly, BEN, "step-2").toString()).contains("you lack the permission");
    var summary = use(use(tasksOnly, BEN, "templates", "oven"), BEN, "create");
    assertThat(summary.toString()).contains("1 task created");
    assertThat(command(guild, BEN, "help").toString()).doesNotContain("w1:open");

    kit.control(
        "POST",
        "/guilds/" + guild + "/commands",
        Map.of(
            "user",
            ADA,
            "command",
            "permissions revoke",
            "options",
            Map.of("role", Long.toString(guild), "permission", "TASK_CREATE")));
    assertThat(command(guild, BEN, "setup").toString()).contains("you lack the permission");
    assertThat(use(summary, BEN, "step-3").toString()).contains("you lack the permission");
  }
}
