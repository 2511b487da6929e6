package dcm.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.discord.interaction.BotTestKit;
import dcm.guild.command.PolicyPatch;
import dcm.guild.command.TaskCommand;
import dcm.guild.command.TaskPatch;
import dcm.guild.value.TaskPolicy;
import dcm.guild.value.TaskRef;
import dcm.sandbox.store.InitialState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Typed input of both languages and its effect. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TypedInputIT {
  private static final ZoneId AMSTERDAM = ZoneId.of("Europe/Amsterdam");
  private BotTestKit kit;

  @BeforeAll
  void open(@TempDir Path data) {
    kit = new BotTestKit(data);
    // the first response of a new process may be late on a busy machine
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> text("nl", "help", Map.of()).contains("Taken van deze server"));
  }

  @AfterAll
  void close() {
    kit.close();
  }

  @Test
  void a_new_day_keeps_the_time_of_day() {
    create("nl", Map.of("title", "Tijd", "due", "1-2-2028 19:00"));
    assertThat(update("nl", "Tijd", "5-2-2028")).contains(moment(2028, 2, 5, 19));
    assertThat(update("en-US", "Tijd", "20:00")).contains(moment(2028, 2, 5, 20));
    assertThat(update("nl", "Tijd", "6-2-2028 hele dag"))
        .contains("<t:" + at(2028, 2, 6, 12) + ":D>")
        .doesNotContain(":F>");
  }

  @Test
  void the_autocompletes_own_label_is_that_task_wherever_a_task_is_asked_for() {
    create("nl", Map.of("title", "badkamer poetsen", "repeat", "daily"));
    var label = kit.suggest(InitialState.SANNE, "task show", Map.of("task", "badkamer poetsen"));
    String suggestedLabel = label.findValuesAsText("name").getFirst();
    assertThat(suggestedLabel).matches("#\\d+ badkamer poetsen");
    assertThat(
            kit.suggest(InitialState.SANNE, "task show", Map.of("task", suggestedLabel)).toString())
        .contains(suggestedLabel);
    for (String command : new String[] {"task show", "task claim", "task done", "task assign"}) {
      assertThat(text("nl", command, Map.of("task", suggestedLabel)))
          .as(command)
          .contains("badkamer poetsen")
          .doesNotContain("geen taak");
    }
    assertThat(text("nl", "task update", Map.of("task", suggestedLabel, "minutes", 5)))
        .contains("5 min");
    assertThat(text("nl", "task delete", Map.of("task", suggestedLabel))).contains("verwijderde");
  }

  @Test
  void a_title_that_begins_like_a_label_is_found_by_its_title() {
    create("nl", Map.of("title", "#1 van de lijst"));
    assertThat(text("nl", "task show", Map.of("task", "#1 van de lijst"))).contains("van de lijst");
  }

  @Test
  void done_twice_asks_before_the_next_one_is_done_too() {
    var created = weekly("Twee keer");
    assertThat(text("nl", "task done", Map.of("task", "Twee keer")))
        .contains("heeft **Twee keer**");
    var asked =
        kit.command(
            InitialState.NOOR,
            "nl",
            "task done",
            Map.of("task", "Twee keer", "who", InitialState.NOOR));
    assertThat(asked.toString())
        .contains("al gedaan door <@" + InitialState.SANNE + ">", "De volgende ook", "ook?");
    assertThat(asked.at("/response/ephemeral").asBoolean()).isTrue();
    assertThat(text("en-US", "task done", Map.of("task", "Twee keer")))
        .contains("was done <t:", "by <@" + InitialState.SANNE + ">", "The next one too");
    var next =
        kit.click(
            asked.at("/response/message/id").asText(),
            InitialState.NOOR,
            "nl",
            BotTestKit.buttonId(asked, "done-next"));
    assertThat(next.toString()).contains("<@" + InitialState.NOOR + "> heeft **Twee keer**");
    assertThat(next.at("/response/ephemeral").asBoolean()).isFalse();
    assertThat(created.toString()).contains("Twee keer");
  }

  @Test
  void the_list_of_what_is_done_says_by_whom_and_when() {
    weekly("Gedaan werk");
    text("nl", "task done", Map.of("task", "Gedaan werk"));
    assertThat(text("nl", "task list", Map.of("show", "done", "search", "Gedaan werk")))
        .contains("gedaan door <@" + InitialState.SANNE + "> · <t:")
        .doesNotContain("wie het eerst oppakt");
    assertThat(text("en-US", "task list", Map.of("show", "done", "search", "Gedaan werk")))
        .contains("done by <@" + InitialState.SANNE + "> · <t:");
  }

  @Test
  void todays_date_at_a_past_hour_is_not_next_years() {
    var aMinuteAgo = ZonedDateTime.now(AMSTERDAM).minusMinutes(1);
    String typed =
        "%d-%d %tR".formatted(aMinuteAgo.getDayOfMonth(), aMinuteAgo.getMonthValue(), aMinuteAgo);
    if (aMinuteAgo.toLocalDate().equals(LocalDate.now(AMSTERDAM))) {
      assertThat(create("nl", Map.of("title", "Te laat", "due", typed))).contains("is al geweest");
      assertThat(create("en-US", Map.of("title", "Te laat", "due", typed)))
          .contains("is in the past");
    }
  }

  @Test
  void a_day_outside_the_rule_is_rejected() {
    var clash = Map.of("title", "Dagen", "days", "di", "due", "zaterdag 11:00");
    assertThat(create("nl", clash)).contains("zaterdag", "elke week op dinsdag", "Noem een dag");
    assertThat(create("en-US", clash)).contains("zaterdag", "every week on Tuesday");
    assertThat(create("nl", Map.of("title", "Dagen", "days", "di,za", "due", "11:00")))
        .contains("voegde **Dagen**");
    assertThat(update("nl", "Dagen", "vrijdag 11:00")).contains("vrijdag", "dinsdag en zaterdag");
  }

  @Test
  void a_member_who_acts_for_another_is_told_whose_turn_it_is() {
    kit.command(
        InitialState.SANNE,
        "nl",
        "task create",
        Map.of("title", "Beurt", "repeat", "weekly", "turns", "Noor, Daan"));
    var assigning = Map.of("role", InitialState.HOUSE, "permission", "TASK_ASSIGN");
    text("nl", "permissions revoke", assigning);
    for (String command : new String[] {"task done", "task claim"}) {
      assertThat(kit.command(InitialState.MILAN, "nl", command, Map.of("task", "Beurt")).toString())
          .contains("<@" + InitialState.NOOR + "> is aan de beurt")
          .doesNotContain("je mist");
      assertThat(
              kit.command(InitialState.MILAN, "en-US", command, Map.of("task", "Beurt")).toString())
          .contains("It is <@" + InitialState.NOOR + ">'s turn");
    }
    text("nl", "permissions grant", assigning);
  }

  @Test
  void settings_are_shown_in_the_readers_language_and_say_when_nothing_changed() {
    assertThat(text("nl", "settings", Map.of("zone", "Amsterdam", "reminders", "24u, 0")))
        .contains("24 uur van tevoren, op het moment zelf", "Nederlands", "2 uur erna");
    assertThat(text("nl", "settings", Map.of("zone", "europe/amsterdam", "reminders", "24h,0")))
        .contains("het stond al zo")
        .doesNotContain("gewijzigd");
    assertThat(text("en-US", "settings", Map.of("zone", "utc")))
        .contains("Settings changed", "`UTC`", "24 hours before, at the due time", "Dutch");
    assertThat(text("en-US", "settings", Map.of("zone", "Amsterdam")))
        .contains("Settings changed", "`Europe/Amsterdam`");
    assertThat(kit.suggest(InitialState.SANNE, "settings", Map.of("zone", "utc")).toString())
        .contains("UTC");
  }

  @Test
  void a_clear_line_creates_a_task_at_once() {
    assertThat(
            text(
                "nl",
                "quick",
                Map.of("text", "Ramen elke 2 weken op za om 11:00 voor Sanne en Noor om de beurt")))
        .contains("voegde **Ramen**", "elke 2 weken op zaterdag om 11:00");
    assertThat(text("en-US", "quick", Map.of("text", "Dune tomorrow 19:00 20m !high")))
        .contains("added **Dune**");
  }

  @Test
  void an_unclear_line_is_shown_as_understood_and_can_be_created_or_changed() {
    var asked =
        kit.command(
            InitialState.SANNE, "nl", "quick", Map.of("text", "Wasmand elke ma om 5 @Niemand"));
    assertThat(asked.at("/response/ephemeral").asBoolean()).isTrue();
    assertThat(asked.toString())
        .contains(
            "Welke tijd is bedoeld?", "om 17:00", "Niemand hier heet zo", "Wasmand elke week");
    String message = asked.at("/response/message/id").asText();
    var created = kit.click(message, InitialState.SANNE, "nl", quickButton(asked, "q1:"));
    assertThat(created.toString()).contains("voegde **Wasmand**", "elke week op maandag");
    assertThat(created.at("/response/ephemeral").asBoolean()).isFalse();
    assertThat(kit.click(message, InitialState.SANNE, "nl", quickButton(asked, "q1:")).toString())
        .as("a second click")
        .doesNotContain("voegde");
    var form = kit.click(message, InitialState.SANNE, "nl", "d1:quick");
    assertThat(form.toString()).contains("Wasmand elke ma om 5 @Niemand");
    assertThat(
            kit.command(InitialState.SANNE, "en-US", "quick", Map.of("text", "tomorrow at 5"))
                .toString())
        .contains("What has to be done?", "Which time is meant?")
        .doesNotContain("q1:");
  }

  private static String quickButton(JsonNode asked, String prefix) {
    return asked.findValuesAsText("custom_id").stream()
        .filter(id -> id.startsWith(prefix))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_title_that_shows_nothing_is_refused() {
    assertThat(create("nl", Map.of("title", "\u200b\u2800"))).contains("titel is leeg");
    assertThat(create("en-US", Map.of("title", "\u200d\ufeff")))
        .contains("title must say something");
  }

  @Test
  void the_agenda_shows_the_members_own_first_and_then_what_nobody_has() {
    kit.command(
        InitialState.SANNE,
        "nl",
        "task create",
        Map.of("title", "Agenda vrij", "due", "in 30 minutes"));
    for (var entry :
        Map.of("Agenda Milan", InitialState.MILAN, "Agenda Noor", InitialState.NOOR).entrySet()) {
      kit.command(
          InitialState.SANNE,
          "nl",
          "task create",
          Map.of("title", entry.getKey(), "due", "over 3 dagen", "who", entry.getValue()));
    }
    var week = kit.command(InitialState.MILAN, "nl", "week", Map.of());
    assertThat(week.at("/response/ephemeral").asBoolean()).isTrue();
    assertThat(week.toString())
        .contains("De komende 7 dagen (", "**Agenda Milan**", "**Agenda vrij**")
        .doesNotContain("Agenda Noor");
    assertThat(week.toString().indexOf("Agenda Milan"))
        .isLessThan(week.toString().indexOf("Voor wie het eerst oppakt"))
        .isLessThan(week.toString().indexOf("Agenda vrij"));
    assertThat(kit.command(InitialState.MILAN, "en-US", "today", Map.of()).toString())
        .doesNotContain("Agenda Milan");
    for (int i = 0; i < 16; i++) {
      kit.command(
          InitialState.SANNE,
          "nl",
          "task create",
          Map.of("title", "Bladzijde " + i, "due", "over 2 dagen", "who", InitialState.DAAN));
    }
    var first = kit.command(InitialState.DAAN, "en-US", "week", Map.of());
    assertThat(first.toString()).contains("page 1 of 2", "Next", "Bladzijde 14");
    var second =
        kit.click(
            first.at("/response/message/id").asText(), InitialState.DAAN, "en-US", "a1:week:1");
    assertThat(second.toString()).contains("page 2 of 2", "Previous", "Bladzijde 15");
  }

  @Test
  void categories_are_made_listed_and_deleted() {
    assertThat(text("nl", "category create", Map.of("name", "Tuin *")))
        .contains("voegde de categorie", "Tuin \\\\*");
    assertThat(text("en-US", "category create", Map.of("name", "tuin *")))
        .contains("is there already");
    assertThat(text("nl", "category list", Map.of())).contains("Categorieën (", "Tuin");
    assertThat(create("en-US", Map.of("title", "Gras", "category", "tuin *")))
        .contains("Category", "Tuin");
    assertThat(text("en-US", "category delete", Map.of("category", "Tuin *")))
        .contains("deleted the category");
    assertThat(create("nl", Map.of("title", "Heg", "category", "tuin *")))
        .contains("/categorie maak");
  }

  @Test
  void the_dashboards_address_is_a_command_and_in_the_help() {
    String address = "http://127.0.0.1:8080/g/" + InitialState.HOUSE + "/tasks";
    assertThat(text("nl", "dashboard", Map.of())).contains(address, "Log daar in");
    assertThat(text("en-US", "help", Map.of()))
        .contains(address, "/task create", "http://127.0.0.1:8080/guide?lang=en");
    assertThat(text("nl", "help", Map.of()))
        .contains(address, "/taak maak", "http://127.0.0.1:8080/guide?lang=nl");
    assertThat(text("nl", "task list", Map.of("search", "bestaat niet")))
        .contains("Laat een filter weg");
  }

  @Test
  void a_refused_command_keeps_what_was_typed() {
    var refused =
        kit.command(
            InitialState.SANNE,
            "nl",
            "task create",
            Map.of(
                "title", "Bewaard `werk`",
                "due", "binnenkort",
                "repeat", "wekelijks",
                "who", InitialState.DAAN,
                "minutes", 20,
                "description", "eerst dit\ndan dat"));
    assertThat(refused.at("/response/ephemeral").asBoolean()).isTrue();
    assertThat(refused.toString())
        .contains("Wanneer is", "Je tekst is bewaard", "`binnenkort`", "Verbeteren");
    var message = refused.at("/response/message/id").asText();
    var modal = kit.click(message, InitialState.SANNE, "nl", "d1:task-create");
    assertThat(modal.findValuesAsText("value"))
        .contains("Bewaard 'werk'", "binnenkort", "wekelijks", "eerst dit\ndan dat");
    var corrected = submit(modal, "nl", Map.of("title", "Bewaard", "due", "1-1-2028 11:00"));
    assertThat(corrected.toString())
        .contains(
            "voegde **Bewaard**",
            "<@" + InitialState.DAAN + ">",
            "20 min",
            "elke week op zaterdag",
            "eerst dit");
    assertThat(corrected.at("/response/ephemeral").asBoolean()).isFalse();
    // refused once more, and the text is still kept
    var again =
        submit(
            kit.click(message, InitialState.SANNE, "en-US", "d1:task-create"),
            "en-US",
            Map.of("due", "never ever"));
    assertThat(again.toString()).contains("never ever", "Your text is kept", "`20`", "Correct it");
  }

  @Test
  void a_refused_update_and_snooze_keep_what_was_typed() {
    weekly("Uitstel");
    var refused =
        kit.command(
            InitialState.SANNE,
            "en-US",
            "task update",
            Map.of("task", "Uitstel", "due", "weekend", "minutes", 7));
    var modal =
        kit.click(
            refused.at("/response/message/id").asText(),
            InitialState.SANNE,
            "en-US",
            "d1:task-update");
    assertThat(submit(modal, "en-US", Map.of("due", "8-1-2028")).toString())
        .contains("changed **Uitstel**", "7 min", moment(2028, 1, 8, 11));
    var snooze =
        kit.command(
            InitialState.SANNE, "nl", "task snooze", Map.of("task", "Uitstel", "until", "ooit"));
    var until =
        kit.click(
            snooze.at("/response/message/id").asText(), InitialState.SANNE, "nl", "d1:task-snooze");
    assertThat(submit(until, "nl", Map.of("until", "3 uur")).toString())
        .contains("Geen herinneringen aan **Uitstel**");
  }

  @Test
  void a_message_becomes_a_task_with_a_link_to_it() {
    var message =
        kit.control(
            "POST",
            "/channels/" + InitialState.ALGEMEEN + "/messages",
            Map.of("user", InitialState.MILAN, "content", "De kraan lekt\nal sinds maandag"));
    var id = message.path("id").asText();
    var modal =
        kit.control(
            "POST",
            "/messages/" + id + "/commands",
            Map.of("user", InitialState.SANNE, "command", "Maak een taak", "locale", "nl"));
    String link =
        "https://discord.com/channels/"
            + InitialState.HOUSE
            + "/"
            + InitialState.ALGEMEEN
            + "/"
            + id;
    assertThat(modal.findValuesAsText("value"))
        .contains("De kraan lekt", "al sinds maandag\n" + link);
    assertThat(submit(modal, "nl", Map.of("due", "1-1-2028 9:00")).toString())
        .contains("voegde **De kraan lekt**", link, moment(2028, 1, 1, 9));
  }

  @Test
  void the_menu_of_a_member_shows_their_tasks() {
    kit.command(
        InitialState.SANNE,
        "nl",
        "task create",
        Map.of("title", "Van Milan", "due", "over 1 uur", "who", InitialState.MILAN));
    var seen =
        kit.control(
            "POST",
            "/guilds/" + InitialState.HOUSE + "/members/" + InitialState.MILAN + "/commands",
            Map.of(
                "user", InitialState.SANNE, "command", "Tasks of this member", "locale", "en-US"));
    assertThat(seen.toString()).contains("Van Milan");
    assertThat(seen.at("/response/ephemeral").asBoolean()).isTrue();
  }

  private JsonNode submit(JsonNode modal, String locale, Map<String, String> fields) {
    return kit.control(
        "POST",
        "/interactions/" + modal.at("/interaction/id").asText() + "/submit",
        Map.of("user", InitialState.SANNE, "fields", fields, "locale", locale));
  }

  @Test
  void who_is_away_gets_no_turn_until_they_are_back() {
    assertThat(text("nl", "away add", Map.of("until", "31-12-2027", "reason", "op *reis*")))
        .contains("<@" + InitialState.SANNE + "> is weg", "op \\\\*reis");
    assertThat(kit.command(InitialState.NOOR, "en-US", "away list", Map.of()).toString())
        .contains("Away (", "<@" + InitialState.SANNE + ">");
    assertThat(
            create("nl", Map.of("title", "Afwezig", "due", "over 3 uur", "turns", "Sanne, Noor")))
        .contains("<@" + InitialState.NOOR + ">");
    assertThat(kit.suggest(InitialState.SANNE, "away end", Map.of("absence", "")).toString())
        .contains("31 december");
    assertThat(
            kit.command(InitialState.NOOR, "nl", "away add", Map.of("who", InitialState.SANNE))
                .toString())
        .contains("je mist het recht");
    assertThat(text("en-US", "away end", Map.of())).contains("is back");
    assertThat(text("nl", "away end", Map.of())).contains("geen afwezigheid");
  }

  @Test
  void a_turn_changes_hands_when_the_other_accepts() {
    create("nl", Map.of("title", "Ruilbaar", "due", "1-1-2028 11:00", "who", InitialState.SANNE));
    create("nl", Map.of("title", "Tegenbeurt", "due", "2-1-2028 11:00", "who", InitialState.NOOR));
    var offered =
        kit.command(
            InitialState.SANNE,
            "nl",
            "swap",
            Map.of("task", "Ruilbaar", "for", "Tegenbeurt", "note", "ik ben weg"));
    assertThat(offered.toString())
        .contains(
            "biedt **Ruilbaar**", "<@" + InitialState.NOOR + ">", "in ruil voor **Tegenbeurt**");
    var message = offered.at("/response/message/id").asText();
    var buttons = offered.findValuesAsText("custom_id");
    assertThat(kit.click(message, InitialState.MILAN, "nl", buttons.getFirst()).toString())
        .doesNotContain("zei ja");
    assertThat(kit.click(message, InitialState.NOOR, "en-US", buttons.getFirst()).toString())
        .contains("accepted: **Tegenbeurt** #", "is now up to <@" + InitialState.SANNE + ">");
    assertThat(text("nl", "task show", Map.of("task", "Ruilbaar")))
        .contains("<@" + InitialState.NOOR + ">");
    assertThat(text("nl", "task show", Map.of("task", "Tegenbeurt")))
        .contains("<@" + InitialState.SANNE + ">");
  }

  @Test
  void a_roster_gives_weekdays_to_members() {
    create("nl", Map.of("title", "Rooster", "days", "ma-vr", "due", "9:00"));
    var set = Map.of("task", "Rooster", "weeks", "ma Noor, di t/m vr Milan; ma-vr Daan");
    assertThat(text("nl", "roster set", set)).contains("maakte een rooster voor **Rooster**");
    assertThat(text("en-US", "roster show", Map.of("task", "Rooster")))
        .contains(
            "Week 1", "Mon <@" + InitialState.NOOR + ">", "Week 2", "<@" + InitialState.DAAN + ">");
    assertThat(text("nl", "roster set", Map.of("task", "Rooster", "weeks", "Noor maandag")))
        .contains("Van wie zijn de dagen");
    assertThat(text("en-US", "roster set", Map.of("task", "Rooster", "weeks", "mon Nobody")))
        .contains("I do not know who");
  }

  @Test
  void who_should_get_a_task_is_suggested_and_given_with_a_button() {
    create("nl", Map.of("title", "Voorstel", "due", "1-1-2028 11:00", "turns", "Noor, Daan"));
    var suggested =
        kit.command(InitialState.SANNE, "nl", "task suggest", Map.of("task", "Voorstel"));
    assertThat(suggested.toString())
        .contains("<@" + InitialState.NOOR + ">", "Naast elkaar", "eerlijk deel")
        .as("it is theirs already")
        .doesNotContain("Geef het");
    assertThat(text("nl", "task assign", Map.of("task", "Voorstel"))).contains("het eerst");
    var open = kit.command(InitialState.SANNE, "nl", "task suggest", Map.of("task", "Voorstel"));
    assertThat(text("en-US", "task suggest", Map.of("task", "Voorstel")))
        .contains("Side by side", "had it ");
    assertThat(press(open, "assign", "nl").toString())
        .contains("**Voorstel** #", "is nu voor <@" + InitialState.NOOR + ">");
  }

  @Test
  void what_a_task_needs_is_set_and_stands_on_its_card() {
    create("nl", Map.of("title", "Eisen", "due", "1-1-2028 11:00"));
    assertThat(
            text(
                "nl",
                "task require",
                Map.of(
                    "task", "Eisen",
                    "photo", "on",
                    "approval", "on",
                    "checklist", "ramen; vloer",
                    "deadline", "2 uur")))
        .contains(
            "wijzigde wat er nodig is voor **Eisen**",
            "een foto, een goedkeuring, de hele checklist",
            "☐ 2 vloer",
            "2 uur erna: dan is het gemist");
    assertThat(
            text(
                "en-US",
                "task require",
                Map.of("task", "Eisen", "photo", "off", "then", "OPEN_TO_ALL")))
        .contains(
            "an approval, the whole checklist",
            "2 hours after the due: then it is up to whoever claims it first")
        .doesNotContain("a photo");
    assertThat(text("en-US", "undo", Map.of())).contains("undid the last change", "a photo");
    assertThat(text("nl", "task require", Map.of("task", "Eisen")))
        .contains("Er is niets genoemd om te wijzigen");
    assertThat(
            text(
                "nl",
                "task require",
                Map.of("task", "Eisen", "checklist", "geen", "deadline", "uit")))
        .contains("een foto, een goedkeuring")
        .doesNotContain("checklist", "Uiterste tijd");
    assertCorrected(
        "task require",
        Map.of("task", "Eisen", "deadline", "straks", "note", "on"),
        Map.of("deadline", "1 dag"),
        "24 uur erna: dan is het gemist");
    assertThat(text("nl", "task done", Map.of("task", "Eisen"))).contains("een foto");
  }

  @Test
  void an_undo_says_what_it_undid() {
    weekly("Terugweg");
    var task = Map.of("task", "Terugweg");
    text("nl", "task assign", Map.of("task", "Terugweg", "who", InitialState.NOOR));
    assertThat(text("nl", "task undo", task)).contains("terug aan wie die had");
    text("nl", "task reschedule", Map.of("task", "Terugweg", "due", "2-1-2028 10:00"));
    assertThat(text("nl", "task undo", task)).contains("terug op haar oude tijd");
    requireApproval("Terugweg");
    text("nl", "task done", task);
    assertThat(text("nl", "task undo", task)).contains("trok de melding in");
    text("nl", "task update", Map.of("task", "Terugweg", "minutes", 9));
    assertThat(text("nl", "task undo", task)).contains("laatste wijziging");
  }

  @Test
  void a_checklist_is_on_the_card_and_is_ticked() {
    create("nl", Map.of("title", "Lijstje", "due", "1-1-2028 11:00"));
    edit("Lijstje", new PolicyPatch(List.of("ramen", "*vloer*"), null, null, null, null, null));
    assertThat(text("nl", "task tick", Map.of("task", "Lijstje", "item", 2)))
        .contains("wijzigde de checklist", "☐ 1 ramen", "☑ 2 \\\\*vloer");
    assertThat(text("en-US", "task tick", Map.of("task", "Lijstje", "item", 2)))
        .contains("changed the checklist", "☐ 2");
  }

  @Test
  void the_leaderboard_needs_points_and_a_member_may_hide() {
    assertThat(text("nl", "leaderboard", Map.of())).doesNotContain("ging bij ons iets mis");
    assertThat(text("nl", "leaderboard", Map.of("mine", "hide"))).contains("niet meer");
    assertThat(text("en-US", "leaderboard", Map.of("mine", "show"))).contains("Others see");
  }

  @Test
  void every_verb_of_a_task_is_a_command() {
    weekly("Werkwoord");
    var task = Map.of("task", "Werkwoord");
    assertThat(text("en-US", "task claim", task)).contains("takes on **Werkwoord**");
    assertThat(text("nl", "task release", task)).contains("gaf **Werkwoord**", "terug");
    var skipped = Map.of("task", "Werkwoord", "reason", "vakantie", "turn", "keep");
    assertThat(text("nl", "task skip", skipped))
        .contains("slaat **Werkwoord**", "deze keer over", "Ongedaan maken")
        .contains(moment(2028, 1, 8, 11));
    assertThat(text("en-US", "task undo", task))
        .contains("undid that **Werkwoord** #", moment(2028, 1, 1, 11));
    var snoozed =
        kit.command(
            InitialState.SANNE,
            "en-US",
            "task snooze",
            Map.of("task", "Werkwoord", "until", "3 hours"));
    assertThat(snoozed.toString()).contains("No reminders of **Werkwoord**");
    assertThat(snoozed.at("/response/ephemeral").asBoolean()).isTrue();
    assertThat(text("nl", "task snooze", Map.of("task", "Werkwoord", "until", "ooit")))
        .contains("Wanneer is", "ooit");
  }

  @Test
  void the_last_own_action_is_undone_also_a_deletion() {
    weekly("Terug");
    assertThat(text("nl", "task done", Map.of("task", "Terug"))).contains("heeft **Terug**");
    assertThat(text("en-US", "undo", Map.of()))
        .contains("undid that **Terug** #", moment(2028, 1, 1, 11));
    var moved = Map.of("task", "Terug", "due", "zondag 2-1-2028");
    assertThat(text("nl", "task reschedule", moved))
        .contains("verplaatste deze beurt van **Terug**", moment(2028, 1, 2, 11));
    assertThat(text("en-US", "task reschedule", Map.of("task", "Terug", "due", "rule")))
        .contains("returned this turn of **Terug**", moment(2028, 1, 1, 11));
    var deleted = kit.command(InitialState.SANNE, "nl", "task delete", Map.of("task", "Terug"));
    assertThat(deleted.toString()).contains("verwijderde **Terug**");
    assertThat(text("nl", "undo", Map.of())).contains("**Terug**", moment(2028, 1, 1, 11));
    var again = kit.command(InitialState.SANNE, "en-US", "task delete", Map.of("task", "Terug"));
    assertThat(
            kit.click(
                    again.at("/response/message/id").asText(),
                    InitialState.SANNE,
                    "en-US",
                    BotTestKit.buttonId(again, "restore"))
                .toString())
        .contains("restored **Terug**");
    var number =
        deleted.toString().replaceAll("(?s).*verwijderde \\*\\*Terug\\*\\* #(\\d+).*", "$1");
    text("nl", "task delete", Map.of("task", "Terug"));
    assertThat(text("nl", "task restore", Map.of("task", "#" + number)))
        .contains("zette **Terug**");
  }

  @Test
  void what_awaits_approval_is_approved_or_returned_with_a_reason() {
    create("nl", Map.of("title", "Proeve", "due", "1-1-2028 11:00"));
    requireApproval("Proeve");
    var submitted = kit.command(InitialState.NOOR, "nl", "task done", Map.of("task", "Proeve"));
    assertThat(submitted.toString())
        .contains("meldt **Proeve**", "wacht op goedkeuring", "Goedkeuren", "Terugsturen");
    var form = press(submitted, "reject", "en-US");
    assertThat(submit(form, "en-US", Map.of("reason", "still *dirty*")).toString())
        .contains("returned **Proeve**", "still \\\\*dirty");
    kit.command(InitialState.NOOR, "nl", "task done", Map.of("task", "Proeve"));
    assertThat(text("nl", "task reject", Map.of("task", "Proeve", "reason", "nog niet")))
        .contains("stuurde **Proeve**", "nog niet");
    kit.command(InitialState.NOOR, "nl", "task done", Map.of("task", "Proeve"));
    assertThat(text("en-US", "task approve", Map.of("task", "Proeve")))
        .contains("approved **Proeve**");
  }

  private JsonNode press(JsonNode seen, String action, String locale) {
    return kit.click(
        seen.at("/response/message/id").asText(),
        InitialState.SANNE,
        locale,
        BotTestKit.buttonId(seen, action));
  }

  private void requireApproval(String title) {
    edit(
        title,
        new PolicyPatch(null, Set.of(TaskPolicy.Requirement.APPROVAL), null, null, null, null));
  }

  private void edit(String title, PolicyPatch policy) {
    var number =
        text("nl", "task show", Map.of("task", title))
            .replaceAll("(?s).*#(\\d+) " + title + ".*", "$1");
    var patch = new TaskPatch(null, null, null, false, null, null, null, null, null, policy);
    kit.fromDashboard(
        new TaskCommand.Edit(new TaskRef.ByNumber(Integer.parseInt(number)), null, patch));
  }

  @Test
  void a_task_that_is_over_is_found_by_its_title() {
    create("nl", Map.of("title", "Eenmalig klusje"));
    text("nl", "task done", Map.of("task", "Eenmalig klusje"));
    assertThat(text("nl", "task show", Map.of("task", "eenmalig klusje"))).contains("gedaan door");
    assertThat(text("en-US", "task undo", Map.of("task", "Eenmalig klusje")))
        .contains("undid that **Eenmalig klusje**", "was done");
  }

  @Test
  void an_update_changes_how_often_and_whose_turn_it_is_and_clears() {
    kit.createCategory("Boven");
    create(
        "nl",
        Map.of(
            "title", "Anders", "due", "1-1-2028 11:00", "category", "Boven", "description", "x1"));
    assertThat(
            text(
                "nl",
                "task update",
                Map.of(
                    "task",
                    "Anders",
                    "repeat",
                    "elke andere vrijdag",
                    "due",
                    "7-1-2028 11:00",
                    "turns",
                    "Milan en Noor")))
        .contains(
            "elke 2 weken op vrijdag", "<@" + InitialState.MILAN + ">", moment(2028, 1, 7, 11));
    assertThat(text("en-US", "task update", Map.of("task", "Anders", "every", 3)))
        .contains("every 3 weeks on Friday", moment(2028, 1, 7, 11));
    assertThat(text("en-US", "task update", Map.of("task", "Anders", "who", InitialState.DAAN)))
        .contains("<@" + InitialState.DAAN + ">");
    assertThat(
            text(
                "nl",
                "task update",
                Map.of(
                    "task",
                    "Anders",
                    "turns",
                    "geen",
                    "repeat",
                    "geen",
                    "description",
                    "geen",
                    "category",
                    "geen")))
        .contains("wie het eerst oppakt")
        .doesNotContain("Boven", "x1", "elke 3 weken");
    assertThat(
            kit.suggest(InitialState.SANNE, "task create", Map.of("repeat", "om de 3 d"))
                .toString())
        .doesNotContain("om de 3 d\"");
    assertThat(
            kit.suggest(InitialState.SANNE, "task create", Map.of("repeat", "om de 3 dagen"))
                .toString())
        .contains("elke 3 dagen");
    assertThat(kit.suggest(InitialState.SANNE, "task create", Map.of("repeat", "")).toString())
        .contains("wekelijks", "laatste vrijdag van de maand");
  }

  @Test
  void a_task_repeats_several_times_a_day_in_a_season_and_by_weekday_of_the_month() {
    assertThat(
            create(
                "nl",
                Map.of(
                    "title", "Kat",
                    "repeat", "dagelijks",
                    "times", "8:00, 18:00",
                    "months", "april-september",
                    "holidays", "LATER")))
        .contains(
            "elke dag om 08:00 en 18:00, van april tot en met september, op feestdagen de dag"
                + " erna");
    assertThat(create("en-US", Map.of("title", "Oven", "repeat", "first sat of the month")))
        .contains("every month on the first Saturday");
    assertThat(create("nl", Map.of("title", "Ketel", "due", "elk jaar op 1 oktober 9:00")))
        .contains("elk jaar op 1 oktober om 09:00");
    assertThat(
            text(
                "en-US",
                "task update",
                Map.of("task", "Oven", "months", "may, june", "times", "9:00, 17:00")))
        .contains("every month on the first Saturday at 09:00 and 17:00, only in May and June");
    assertThat(create("nl", Map.of("title", "Vaak", "repeat", "dagelijks", "times", "straks")))
        .contains("Welke tijden zijn", "Je tekst is bewaard", "`straks`");
    assertThat(
            kit.suggest(InitialState.SANNE, "task create", Map.of("months", "apr-okt")).toString())
        .contains("april tot en met oktober");
  }

  @Test
  void a_refused_reschedule_absence_roster_and_setting_keep_what_was_typed() {
    weekly("Bewaren");
    assertCorrected(
        "task reschedule",
        Map.of("task", "Bewaren", "due", "blub"),
        Map.of("due", "2-1-2028 12:00"),
        "verplaatste deze beurt van **Bewaren**");
    assertCorrected(
        "roster set",
        Map.of("task", "Bewaren", "weeks", "za Piet"),
        Map.of("weeks", "ma Noor"),
        "maakte een rooster voor **Bewaren**");
    assertCorrected(
        "settings",
        Map.of("reminders", "straks", "zone", "Europe/Amsterdam", "channel", InitialState.ALGEMEEN),
        Map.of("reminders", "24u, 0"),
        "<#" + InitialState.ALGEMEEN + ">");
    assertCorrected(
        "away add",
        Map.of("until", "ooit", "from", "1-2-2028", "reason", "ski", "who", InitialState.DAAN),
        Map.of("until", "5-2-2028"),
        "<@"
            + InitialState.DAAN
            + "> is weg van <t:"
            + at(2028, 2, 1, 12)
            + ":D> tot en met <t:"
            + at(2028, 2, 5, 12)
            + ":D>: ski");
    text("nl", "away end", Map.of("who", InitialState.DAAN));
  }

  private void assertCorrected(
      String command, Map<String, ?> options, Map<String, String> fields, String expected) {
    var refused = kit.command(InitialState.SANNE, "nl", command, options);
    assertThat(refused.toString()).contains("Je tekst is bewaard", "Verbeteren");
    var form =
        kit.click(
            refused.at("/response/message/id").asText(),
            InitialState.SANNE,
            "nl",
            "d1:" + command.replace(' ', '-'));
    assertThat(submit(form, "nl", fields).toString()).contains(expected);
  }

  @Test
  void a_roster_says_how_it_was_understood_and_which_day_it_leaves_out() {
    weekly("Dagindeling");
    assertThat(
            text(
                "nl", "roster set", Map.of("task", "Dagindeling", "weeks", "ma Noor, di-wo Milan")))
        .contains(
            "**Week 1** ma <@" + InitialState.NOOR + ">",
            "wo <@" + InitialState.MILAN + ">",
            "Niemand in het rooster heeft zaterdag 1 januari");
  }

  @Test
  void the_holidays_of_the_server_are_set_in_discord() {
    assertThat(text("nl", "holidays show", Map.of()))
        .contains("nog geen feestdagen", "/feestdagen land");
    assertThat(text("nl", "holidays country", Map.of("country", "nl")))
        .contains("Feestdagen van: Nederland", "Koningsdag");
    assertThat(text("en-US", "holidays country", Map.of("country", "de", "region", "xx")))
        .contains("is not a part with holidays", "bw, by");
    assertThat(text("en-US", "holidays country", Map.of("country", "de", "region", "BY")))
        .contains("Netherlands", "Germany BY");
    assertThat(text("nl", "holidays add", Map.of("day", "24 december", "name", "Kerstavond")))
        .contains("Kerstavond");
    assertThat(text("nl", "holidays add", Map.of("day", "ooit", "name", "x")))
        .contains("Wanneer is");
    assertThat(text("nl", "holidays remove", Map.of("holiday", "Pasen")))
        .contains("Welke feestdag");
    assertThat(text("nl", "holidays remove", Map.of("holiday", "list:DE BY")))
        .contains("Nederland")
        .doesNotContain("Duitsland");
    text("nl", "holidays remove", Map.of("holiday", "nederland"));
    assertThat(text("nl", "holidays show", Map.of()))
        .contains("Kerstavond")
        .doesNotContain("Nederland");
  }

  @Test
  void an_ambiguous_day_is_asked_about_and_a_contradiction_is_said() {
    assertThat(create("nl", Map.of("title", "Vraag", "due", "weekend")))
        .contains("meer dan één dag", "zaterdag", "zondag");
    assertThat(create("en-US", Map.of("title", "Vraag", "due", "friday 1-1-2028")))
        .contains("does not fit the calendar", "Saturday 1 January");
    assertThat(
            create("nl", Map.of("title", "Vraag", "repeat", "wekelijks op vrijdag", "days", "ma")))
        .contains("spreken elkaar tegen");
    assertThat(create("en-US", Map.of("title", "Elke", "due", "every friday 19:00")))
        .contains("every week on Friday");
  }

  private JsonNode weekly(String title) {
    return kit.command(
        InitialState.SANNE,
        "nl",
        "task create",
        Map.of("title", title, "repeat", "weekly", "due", "1-1-2028 11:00"));
  }

  private String create(String locale, Map<String, ?> options) {
    return text(locale, "task create", options);
  }

  private String update(String locale, String task, String due) {
    return text(locale, "task update", Map.of("task", task, "due", due));
  }

  private String text(String locale, String command, Map<String, ?> options) {
    return kit.command(InitialState.SANNE, locale, command, options).toString();
  }

  private static String moment(int year, int month, int day, int hour) {
    return "<t:" + at(year, month, day, hour) + ":F>";
  }

  private static long at(int year, int month, int day, int hour) {
    return ZonedDateTime.of(year, month, day, hour, 0, 0, 0, AMSTERDAM).toEpochSecond();
  }
}
