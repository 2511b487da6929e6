package dcm.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import dcm.discord.client.Message;
import dcm.discord.command.TaskButtonId;
import dcm.discord.delivery.MessageSender;
import dcm.discord.interaction.BotTestKit;
import dcm.guild.value.ChannelId;
import dcm.guild.value.MessageId;
import dcm.notify.SendResult;
import dcm.sandbox.store.InitialState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BotIT {
  private static final String PAYLOADS = "discord4j.gateway.payload.JacksonPayloadReader";

  private static final String BOARD_CHANNEL = "1400000000000000777";

  private final ListAppender<ILoggingEvent> undecodable = new ListAppender<>();
  private BotTestKit kit;

  @BeforeAll
  void open(@TempDir Path data) {
    undecodable.start();
    ((Logger) LoggerFactory.getLogger(PAYLOADS)).addAppender(undecodable);
    kit = new BotTestKit(data);
  }

  /** Discord4J drops a dispatch that cannot be decoded with a warning only. */
  @AfterEach
  void every_dispatch_was_decoded() {
    kit.control("DELETE", "/faults", null);
    assertThat(undecodable.list).isEmpty();
  }

  @AfterAll
  void close() {
    ((Logger) LoggerFactory.getLogger(PAYLOADS)).detachAppender(undecodable);
    kit.close();
  }

  @Test
  void the_bathroom_every_saturday_in_turns_goes_from_member_to_member() {
    var created = bathroom("Badkamer", "nl");
    assertThat(text(created))
        .contains("voegde **Badkamer**", "Wie is aan de beurt", "elke week op zaterdag");
    assertThat(created.at("/response/ephemeral").asBoolean()).isFalse();

    var done = clickButton(created, "done", InitialState.SANNE, "nl");
    assertThat(text(done))
        .contains(
            "<@" + InitialState.SANNE + "> heeft **Badkamer**",
            "Volgende beurt: <@" + InitialState.MILAN);
    assertThat(text(clickButton(done, "done", InitialState.MILAN, "nl")))
        .contains("Volgende beurt: <@" + InitialState.NOOR);
  }

  @Test
  void points_are_switched_on_given_and_shown_to_those_who_may_see_them() {
    assertThat(text(kit.command(InitialState.SANNE, "nl", "leaderboard", Map.of())))
        .contains("Punten staan uit");
    var on = Map.of("points", "on", "leaderboard", "on");
    assertThat(text(kit.command(InitialState.SANNE, "en-US", "settings", on)))
        .contains("Settings changed");
    assertThat(text(kit.command(InitialState.NOOR, "en-US", "leaderboard", Map.of())))
        .contains("Nobody has points here yet");
    var created = kit.command(InitialState.NOOR, "nl", "task create", Map.of("title", "Ramen"));
    clickButton(created, "done", InitialState.NOOR, "nl");
    assertThat(text(kit.command(InitialState.SANNE, "nl", "leaderboard", Map.of())))
        .contains("1. <@" + InitialState.NOOR + "> · **1 punt** · 🔥 1", "Jij: 0 punten");
    assertThat(text(kit.command(InitialState.NOOR, "nl", "leaderboard", Map.of("mine", "hide"))))
        .contains("niet meer");
    assertThat(text(kit.command(InitialState.NOOR, "en-US", "points", Map.of())))
        .contains("**1 point**, 1 in time in a row (best: 1)", "Not on the leaderboard");
    assertThat(text(kit.command(InitialState.SANNE, "nl", "leaderboard", Map.of())))
        .contains("nog niemand punten");
    var noors = Map.of("who", InitialState.NOOR);
    assertThat(text(kit.command(InitialState.MILAN, "nl", "points", noors))).contains("recht");
    assertThat(text(kit.command(InitialState.SANNE, "nl", "points", noors))).contains("**1 punt**");
    kit.command(InitialState.NOOR, "nl", "leaderboard", Map.of("mine", "show"));
    kit.command(InitialState.SANNE, "nl", "settings", Map.of("points", "off"));
  }

  @Test
  void a_button_works_after_the_bot_has_been_restarted() {
    var created = bathroom("Keuken", "nl");
    kit.closeBot();
    kit.openBot();
    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions()
        .untilAsserted(() ->
            assertThat(text(kit.command(InitialState.SANNE, "nl", "help", Map.of())))
                .contains("Taken van deze server"));

    assertThat(text(clickButton(created, "done", InitialState.SANNE, "nl")))
        .contains("Volgende beurt");
  }

  @Test
  void an_old_button_never_completes_the_next_turn() {
    var created = bathroom("Gang", "nl");
    var olderMessage = kit.command(InitialState.SANNE, "nl", "task show", Map.of("task", "Gang"));
    clickButton(created, "done", InitialState.SANNE, "nl");

    var refused = clickButton(olderMessage, "done", InitialState.SANNE, "nl");
    assertThat(text(refused)).contains("Die keer is al gedaan");
    var now = kit.command(InitialState.SANNE, "nl", "task show", Map.of("task", "Gang"));
    assertThat(ordinal(BotTestKit.buttonId(now, "done"))).isEqualTo(2);
  }

  private static int ordinal(String button) {
    return TaskButtonId.parse(button).ordinal();
  }

  @Test
  void claiming_giving_back_and_undoing_change_the_message() {
    var created = bathroom("Ramen", "en-US");
    var claimed = clickButton(created, "claim", InitialState.SANNE, "en-US");
    assertThat(text(claimed)).contains("takes on **Ramen**", "Claimed by", "Give back");
    var back = clickButton(claimed, "release", InitialState.SANNE, "en-US");
    assertThat(text(back)).contains("gave **Ramen**", "Claim");
    var done = clickButton(back, "done", InitialState.SANNE, "en-US");
    var undone = clickButton(done, "undo", InitialState.SANNE, "en-US");
    assertThat(text(undone)).contains("undid it: **Ramen**");
    assertThat(ordinal(BotTestKit.buttonId(undone, "done"))).isEqualTo(1);
  }

  @Test
  void snoozing_asks_for_how_long() {
    var created = bathroom("Oven", "nl");
    var asked = clickButton(created, "snooze", InitialState.SANNE, "nl");
    assertThat(asked.at("/response/ephemeral").asBoolean()).isTrue();
    assertThat(text(asked)).contains("1 uur", "3 uur", "morgen 9:00");
    var snoozed = clickButton(asked, "snooze-for", InitialState.SANNE, "nl");
    assertThat(text(snoozed)).contains("Geen herinneringen aan **Oven**");
  }

  @Test
  void typed_text_brings_suggestions_of_tasks() {
    kit.command(InitialState.SANNE, "nl", "task create", Map.of("title", "Planten water geven"));
    var offered = kit.suggest(InitialState.SANNE, "task show", Map.of("task", "plant"));
    assertThat(text(offered)).contains("Planten water geven");
    var value = offered.findValuesAsText("value").getFirst();
    assertThat(text(kit.command(InitialState.SANNE, "nl", "task show", Map.of("task", value))))
        .contains("Planten water geven");
  }

  @Test
  void update_without_options_opens_a_modal_with_the_task_as_it_is() {
    kit.command(
        InitialState.SANNE,
        "nl",
        "task create",
        Map.of("title", "Stofzuigen", "due", "morgen 19:00"));
    var modal = kit.command(InitialState.SANNE, "nl", "task update", Map.of("task", "Stofzuigen"));
    assertThat(text(modal)).contains("Stofzuigen", "19:00");
    var interaction = modal.at("/interaction/id").asText();
    var changed =
        kit.control(
            "POST",
            "/interactions/" + interaction + "/submit",
            Map.of(
                "user",
                InitialState.SANNE,
                "fields",
                Map.of(
                    "title", "Stofzuigen boven",
                    "due", "overmorgen 20:00",
                    "description", "Ook *onder* het bed"),
                "locale",
                "nl"));
    assertThat(text(changed)).contains("wijzigde **Stofzuigen boven**", "Ook \\\\*onder\\\\*");
  }

  @Test
  void update_with_an_option_changes_it_at_once() {
    kit.command(InitialState.SANNE, "nl", "task create", Map.of("title", "Afwas"));
    var changed =
        kit.command(
            InitialState.SANNE,
            "nl",
            "task update",
            Map.of("task", "Afwas", "title", "Afwas doen"));
    assertThat(text(changed)).contains("wijzigde **Afwas doen**");
  }

  @Test
  void a_refusal_is_ephemeral_and_in_the_users_language() {
    kit.command(InitialState.SANNE, "nl", "task create", Map.of("title", "Gordijnen"));
    var refused = kit.command(InitialState.MILAN, "nl", "permissions show", Map.of());
    assertThat(text(refused)).contains("je mist het recht", "rechten beheren");
    assertThat(refused.at("/response/ephemeral").asBoolean()).isTrue();
  }

  @Test
  void the_owner_grants_and_revokes_and_sees_it() {
    var grant = Map.of("role", InitialState.SCHOONMAAKBAAS, "permission", "AUDIT_VIEW");
    assertThat(text(kit.command(InitialState.SANNE, "en-US", "permissions grant", grant)))
        .contains("may now: see the audit log");
    assertThat(text(kit.command(InitialState.SANNE, "en-US", "permissions show", Map.of())))
        .contains("Schoonmaakbaas", "see the audit log");
    assertThat(text(kit.command(InitialState.SANNE, "en-US", "permissions revoke", grant)))
        .contains("may no longer: see the audit log");
  }

  @Test
  void settings_are_shown_and_changed() {
    var changed =
        kit.command(
            InitialState.SANNE,
            "en-US",
            "settings",
            Map.of(
                "reminders",
                "2h, 0",
                "escalation",
                "3h",
                "zone",
                "europe/brussels",
                "half-life",
                "4"));
    assertThat(text(changed))
        .contains(
            "Settings changed",
            "Europe/Brussels",
            "2 hours before, at the due time",
            "3 hours after",
            "4 weeks");
    assertThat(text(kit.command(InitialState.MILAN, "nl", "settings", Map.of())))
        .contains("Huize Kraanvogel", "2 uur van tevoren, op het moment zelf");
    kit.command(
        InitialState.SANNE,
        "en-US",
        "settings",
        Map.of("zone", "Europe/Amsterdam", "half-life", "0"));
  }

  @Test
  void unclear_input_is_answered_with_examples_and_changes_nothing() {
    var refused =
        kit.command(
            InitialState.SANNE, "nl", "task create", Map.of("title", "Iets", "due", "binnenkort"));
    assertThat(text(refused)).contains("Wanneer is", "binnenkort", "zaterdag 11:00");
    assertThat(refused.at("/response/ephemeral").asBoolean()).isTrue();
  }

  @Test
  void the_list_shows_what_is_to_be_done_to_the_one_who_asks() {
    kit.command(
        InitialState.SANNE,
        "nl",
        "task create",
        Map.of("title", "Vuilnis @everyone", "who", InitialState.NOOR));
    var list = kit.command(InitialState.NOOR, "nl", "task list", Map.of("show", "mine"));
    assertThat(text(list)).contains("Vuilnis @\u200beveryone", "<@" + InitialState.NOOR + ">");
    assertThat(list.at("/response/ephemeral").asBoolean()).isTrue();
    kit.command(InitialState.SANNE, "nl", "task delete", Map.of("task", "Vuilnis @everyone"));
    assertThat(text(kit.command(InitialState.NOOR, "nl", "task list", Map.of("search", "Vuilnis"))))
        .contains("Hier is niets");
  }

  @Test
  void a_long_list_is_turned_page_by_page() {
    for (int i = 0; i < 17; i++) {
      kit.command(InitialState.SANNE, "en-US", "task create", Map.of("title", "Turned page " + i));
    }
    var first = kit.command(InitialState.NOOR, "nl", "task list", Map.of("search", "turned page"));
    assertThat(text(first))
        .contains("Taken (17) · bladzijde 1 van 2", "Volgende", "Turned page 14")
        .doesNotContain("Vorige", "Turned page 15");
    var next = kit.click(message(first), InitialState.NOOR, "nl", page(first));
    assertThat(text(next))
        .contains("bladzijde 2 van 2", "Vorige", "Turned page 16")
        .doesNotContain("Volgende", "Turned page 14");
    // deleted tasks do not leave the reader on an empty page
    kit.command(InitialState.SANNE, "nl", "task delete", Map.of("task", "Turned page 3"));
    kit.command(InitialState.SANNE, "nl", "task delete", Map.of("task", "Turned page 4"));
    var back = kit.click(message(first), InitialState.NOOR, "nl", page(next));
    assertThat(text(back)).contains("Taken (15)").doesNotContain("Vorige", "Volgende");
  }

  private static String page(JsonNode seen) {
    return seen.findValuesAsText("custom_id").getFirst();
  }

  @Test
  void the_card_shows_how_urgent_it_is_and_the_category() {
    var category = kit.createCategory("Sanitair *");
    var created =
        kit.command(
            InitialState.SANNE,
            "nl",
            "task create",
            Map.of("title", "Afvoer", "priority", "URGENT", "category", "sanitair *"));
    assertThat(category).isNotNull();
    assertThat(text(created)).contains("Prioriteit", "dringend", "Categorie", "Sanitair \\\\*");
    var changed =
        kit.command(
            InitialState.SANNE,
            "nl",
            "task update",
            Map.of("task", "Afvoer", "priority", "NORMAL"));
    assertThat(text(changed)).contains("Sanitair").doesNotContain("dringend");
    assertThat(text(clickButton(changed, "done", InitialState.SANNE, "nl"))).contains("Sanitair");
  }

  @Test
  void turns_are_given_by_name_and_by_mention() {
    var created =
        kit.command(
            InitialState.SANNE,
            "nl",
            "task create",
            Map.of(
                "title",
                "Koken",
                "turns",
                "Noor, <@" + InitialState.DAAN + ">",
                "repeat",
                "daily"));
    assertThat(text(created)).contains("<@" + InitialState.NOOR + ">");
    assertThat(text(clickButton(created, "done", InitialState.NOOR, "nl")))
        .contains("Volgende beurt: <@" + InitialState.DAAN);
  }

  @Test
  void a_reminder_comes_by_direct_message_and_is_completed_there() {
    kit.command(
        InitialState.SANNE,
        "nl",
        "task create",
        Map.of("title", "Koelkast", "due", "over 2 minuten", "who", InitialState.NOOR));
    kit.wakeUpAt(Instant.now().plusSeconds(130));

    var reminder = awaitMessage("/users/" + InitialState.NOOR + "/messages", "Koelkast");
    var done =
        kit.click(
            reminder.path("id").asText(),
            InitialState.NOOR,
            "nl",
            BotTestKit.buttonId(reminder, "done"));
    assertThat(text(done)).contains("<@" + InitialState.NOOR + "> heeft **Koelkast**");
  }

  @Test
  void without_the_members_intent_discord_is_asked_who_presses_a_button_in_a_direct_message() {
    kit.closeBot();
    kit.openBot(false);
    awaitHelp();
    kit.command(
        InitialState.SANNE,
        "nl",
        "task create",
        Map.of("title", "Vriezer", "due", "over 2 minuten", "who", InitialState.MILAN));
    kit.wakeUpAt(Instant.now().plusSeconds(130));
    var reminder = awaitMessage("/users/" + InitialState.MILAN + "/messages", "Vriezer");
    var member = "/guilds/" + InitialState.HOUSE + "/members/" + InitialState.MILAN;
    assertThat(requestsTo(member)).isZero();

    var done =
        kit.click(
            reminder.path("id").asText(),
            InitialState.MILAN,
            "nl",
            BotTestKit.buttonId(reminder, "done"));
    assertThat(text(done)).contains("<@" + InitialState.MILAN + "> heeft **Vriezer**");
    assertThat(requestsTo(member)).isOne();
    kit.closeBot();
    kit.openBot();
    awaitHelp();
  }

  private long requestsTo(String path) {
    return kit.control("GET", "/requests", null).findValuesAsText("path").stream()
        .filter(each -> each.endsWith(path))
        .count();
  }

  private void awaitHelp() {
    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions()
        .untilAsserted(() ->
            assertThat(text(kit.command(InitialState.SANNE, "nl", "help", Map.of())))
                .contains("Taken van deze server"));
  }

  @Test
  void a_member_who_refuses_direct_messages_is_mentioned_in_the_channel() {
    kit.control(
        "PATCH",
        "/guilds/" + InitialState.HOUSE + "/members/" + InitialState.DAAN,
        Map.of("roles", List.of(InitialState.HUISGENOOT), "dm", "closed"));
    kit.command(
        InitialState.SANNE,
        "nl",
        "task create",
        Map.of("title", "Zolder *opruimen*", "due", "over 2 minuten", "who", InitialState.DAAN));
    kit.wakeUpAt(Instant.now().plusSeconds(130));

    var reminder =
        awaitMessage("/channels/" + InitialState.ALGEMEEN + "/messages", "Zolder \\\\*opruimen");
    assertThat(reminder.path("content").asText()).contains("<@" + InitialState.DAAN + ">");
    assertThat(text(kit.control("GET", "/users/" + InitialState.DAAN + "/messages", null)))
        .doesNotContain("Zolder");
  }

  @Test
  void a_reminder_survives_an_outage_of_discord() {
    for (var fault :
        List.of(
            Map.of("kind", "server-error", "route", "POST /channels", "status", 503),
            Map.of("kind", "answer-then-drop", "route", "POST /channels"))) {
      kit.control("POST", "/faults", fault);
    }
    kit.command(
        InitialState.SANNE,
        "nl",
        "task create",
        Map.of("title", "Balkon", "due", "over 2 minuten", "who", InitialState.NOOR));
    kit.wakeUpAt(Instant.now().plusSeconds(130));

    awaitMessage("/users/" + InitialState.NOOR + "/messages", "Balkon");
    await()
        .pollDelay(Duration.ofSeconds(3))
        .untilAsserted(() ->
            assertThat(
                    kit.control("GET", "/users/" + InitialState.NOOR + "/messages", null)
                        .findValuesAsText("content"))
                .filteredOn(content -> content.contains("Balkon"))
                .hasSize(1));
  }

  /** Waits for a message with this text and without an embed: a reminder. */
  private JsonNode awaitMessage(String where, String text) {
    return await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              for (var message : kit.control("GET", where, null)) {
                if (text(message).contains(text) && message.path("embeds").isEmpty()) {
                  return message;
                }
              }
              return null;
            },
            java.util.Objects::nonNull);
  }

  @Test
  void a_board_message_follows_the_open_tasks_and_is_posted_again() {
    kit.control(
        "POST",
        "/guilds/" + InitialState.HOUSE + "/channels",
        Map.of("id", BOARD_CHANNEL, "name", "bord"));
    var channel = Map.of("channel", BOARD_CHANNEL);
    kit.command(
        InitialState.SANNE,
        "nl",
        "task create",
        Map.of("title", "Op het bord", "due", "in 2 minutes", "who", InitialState.NOOR));
    assertThat(text(kit.command(InitialState.NOOR, "nl", "board post", channel)))
        .contains("je mist het recht");
    assertThat(text(kit.command(InitialState.SANNE, "nl", "board post", channel)))
        .contains("volgt voortaan de open taken");
    var posted = awaitBoard("**Op het bord**");
    kit.command(InitialState.SANNE, "nl", "task done", Map.of("task", "Op het bord"));
    kit.command(
        InitialState.SANNE,
        "nl",
        "task create",
        Map.of("title", "Tweede op het bord", "due", "in 3 minutes"));
    var edited = awaitBoard("**Tweede op het bord**");
    assertThat(edited.path("id")).isEqualTo(posted.path("id"));
    assertThat(text(edited)).doesNotContain("**Op het bord**");

    // Discord caps the edits of an old message
    kit.control(
        "POST",
        "/faults",
        Map.of("kind", "reject", "route", "PATCH /channels", "status", 400, "code", 30046));
    kit.command(InitialState.SANNE, "nl", "task done", Map.of("task", "Tweede op het bord"));
    kit.command(
        InitialState.SANNE,
        "nl",
        "task create",
        Map.of("title", "Derde op het bord", "due", "in 4 minutes"));
    var again = awaitBoard("**Derde op het bord**");
    assertThat(again.path("id")).isNotEqualTo(posted.path("id"));
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(boardMessages()).hasSize(1));

    // a message that somebody deleted in Discord
    BotTestKit.join(
        kit.rest().delete(ChannelId.of(BOARD_CHANNEL), MessageId.of(again.path("id").asText())));
    kit.command(InitialState.SANNE, "nl", "task done", Map.of("task", "Derde op het bord"));
    kit.command(
        InitialState.SANNE,
        "nl",
        "task create",
        Map.of("title", "Vierde op het bord", "due", "in 5 minutes"));
    awaitBoard("**Vierde op het bord**");
    kit.command(InitialState.SANNE, "nl", "task done", Map.of("task", "Vierde op het bord"));
    assertThat(text(kit.command(InitialState.SANNE, "en-US", "board remove", channel)))
        .contains("is removed from");
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(boardMessages()).isEmpty());
  }

  @Test
  void two_nodes_that_post_a_board_message_at_once_leave_one_which_both_edit() {
    String both = "1400000000000000778";
    kit.control(
        "POST",
        "/guilds/" + InitialState.HOUSE + "/channels",
        Map.of("id", both, "name", "dubbel"));
    kit.updateBoardMessagesTwice();
    kit.command(InitialState.SANNE, "nl", "board post", Map.of("channel", both));
    for (String title : List.of("Eerste dubbel", "Tweede dubbel")) {
      kit.command(
          InitialState.SANNE, "nl", "task create", Map.of("title", title, "due", "in 2 minutes"));
      awaitBoard(both, "**" + title + "**");
    }
    var only = messagesIn(both);
    assertThat(only).hasSize(1);
    kit.updateBoardMessagesAnew();
    kit.command(InitialState.SANNE, "nl", "task done", Map.of("task", "Eerste dubbel"));
    kit.command(
        InitialState.SANNE, "nl", "task create", Map.of("title", "Derde dubbel", "due", "morgen"));
    assertThat(awaitBoard(both, "**Derde dubbel**").path("id")).isEqualTo(only.get(0).path("id"));
    assertThat(messagesIn(both)).hasSize(1);
    for (String title : List.of("Tweede dubbel", "Derde dubbel")) {
      kit.command(InitialState.SANNE, "nl", "task delete", Map.of("task", title));
    }
    kit.command(InitialState.SANNE, "nl", "board remove", Map.of("channel", both));
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(messagesIn(both)).isEmpty());
  }

  private JsonNode messagesIn(String channel) {
    return kit.control("GET", "/channels/" + channel + "/messages", null);
  }

  private JsonNode boardMessages() {
    return messagesIn(BOARD_CHANNEL);
  }

  private JsonNode awaitBoard(String text) {
    return awaitBoard(BOARD_CHANNEL, text);
  }

  private JsonNode awaitBoard(String channel, String text) {
    return await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              for (var message : messagesIn(channel)) {
                if (text(message).contains(text)) {
                  return message;
                }
              }
              return null;
            },
            java.util.Objects::nonNull);
  }

  @Test
  void a_channel_that_does_not_exist_fails_for_good() {
    assertThat(MessageSender.resultOf(refused(InitialState.DAAN)))
        .isInstanceOfSatisfying(
            SendResult.Failed.class, receipt -> assertThat(receipt.permanent()).isTrue());
  }

  private Throwable refused(String channel) {
    try {
      BotTestKit.join(kit.rest().post(ChannelId.of(channel), Message.text("x"), "n"));
      throw new AssertionError("the channel does not exist");
    } catch (CompletionException e) {
      return e;
    }
  }

  @Test
  void a_response_that_discord_loses_or_fails_is_repeated() {
    kit.control(
        "POST",
        "/faults",
        Map.of("kind", "server-error", "route", "callback", "status", 502, "times", 1));
    assertThat(text(kit.command(InitialState.SANNE, "nl", "help", Map.of())))
        .contains("Taken van deze server");
    kit.control("POST", "/faults", Map.of("kind", "rate-limit", "route", "callback", "seconds", 1));
    assertThat(text(kit.command(InitialState.SANNE, "nl", "help", Map.of())))
        .contains("Taken van deze server");
    kit.control("POST", "/faults", Map.of("kind", "answer-then-drop", "route", "callback"));
    assertThat(text(kit.command(InitialState.SANNE, "nl", "help", Map.of())))
        .contains("Taken van deze server");
  }

  /** Discord replays it after the RESUME, although the user was told that it failed. */
  @Test
  void a_command_that_was_typed_while_the_bot_was_down_is_not_executed_later() {
    kit.closeBot();
    var lost = kit.command(InitialState.SANNE, "nl", "task create", Map.of("title", "Dakgoot"));
    assertThat(lost.path("error").asText()).isEqualTo("timeout");
    // until the age is certain: one response tells Discord's clock to 1 s only
    var late = Instant.now().plusSeconds(2);
    await().atMost(Duration.ofSeconds(10)).until(() -> Instant.now().isAfter(late));
    kit.openBot();
    awaitHelp();
    assertThat(
            text(kit.command(InitialState.SANNE, "nl", "task list", Map.of("search", "Dakgoot"))))
        .contains("Hier is niets");
    kit.command(InitialState.SANNE, "nl", "task create", Map.of("title", "Dakgoot"));
    assertThat(
            text(kit.command(InitialState.SANNE, "nl", "task list", Map.of("search", "Dakgoot"))))
        .contains("Taken (1)");
  }

  @Test
  void concurrent_responses_do_not_delay_each_other_while_discord_is_slow() {
    kit.control("POST", "/faults", Map.of("kind", "latency", "route", "callback", "ms", 2000));
    var answers =
        IntStream.range(0, 12)
            .mapToObj(_ ->
                CompletableFuture.supplyAsync(
                    () -> kit.suggest(InitialState.SANNE, "task show", Map.of("task", "x")),
                    Executors.newVirtualThreadPerTaskExecutor()))
            .toList();
    assertThat(answers).extracting(BotTestKit::join).noneMatch(seen -> seen.has("error"));
  }

  @Test
  void a_broken_connection_is_resumed_without_identify() {
    var before = identifies();
    kit.control("POST", "/faults", Map.of("kind", "drop-tcp"));
    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions()
        .untilAsserted(() ->
            assertThat(text(kit.command(InitialState.SANNE, "nl", "help", Map.of())))
                .contains("Taken van deze server"));
    assertThat(identifies()).isEqualTo(before);
  }

  private int identifies() {
    return 1000 - BotTestKit.join(kit.rest().gateway()).remainingIdentifies();
  }

  private JsonNode bathroom(String title, String locale) {
    return kit.command(
        InitialState.SANNE,
        locale,
        "task create",
        Map.of(
            "title",
            title,
            "repeat",
            "weekly",
            "due",
            "saturday 11:00",
            "turns",
            "Sanne, Milan, Noor, Daan"));
  }

  private JsonNode clickButton(JsonNode seen, String action, String user, String locale) {
    return kit.click(message(seen), user, locale, BotTestKit.buttonId(seen, action));
  }

  private static String message(JsonNode seen) {
    return seen.at("/response/message/id").asText();
  }

  private static String text(JsonNode seen) {
    return seen.toString();
  }
}
