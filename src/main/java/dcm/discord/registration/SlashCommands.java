package dcm.discord.registration;

import static dcm.discord.registration.SlashCommandDefinition.choice;
import static dcm.discord.registration.SlashCommandDefinition.command;
import static dcm.discord.registration.SlashCommandDefinition.option;
import static dcm.discord.registration.SlashCommandDefinition.subcommand;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dcm.discord.registration.SlashCommandDefinition.Kind;
import dcm.guild.value.HolidayCalendar;
import dcm.guild.value.Permission;
import dcm.guild.value.Schedule;
import dcm.guild.value.Task;
import dcm.quickadd.QuickAdd;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Definitions of the slash commands. Names and descriptions are texts under {@code
 * command.<command>[.<subcommand>[.<option>]]} and the same key with {@code .about}.
 */
public final class SlashCommands {
  public static final int MAX_TITLE_LENGTH = 200;
  public static final int MAX_DESCRIPTION_LENGTH = 2000;
  public static final int MAX_DUE_LENGTH = 60;
  public static final int MAX_SEARCH_LENGTH = 40;
  public static final int MAX_TURNS_LENGTH = 1000;
  public static final int MAX_WORDS_LENGTH = 100;
  public static final int MAX_REASON_LENGTH = 200;
  public static final int MAX_CHECKLIST_LENGTH = 1000;
  private static final int MAX_CATEGORY_LENGTH = 50;

  private SlashCommands() {}

  /**
   * The commands in the order in which Discord shows them, in English with Dutch localisations, and
   * those of the menus of messages and users.
   */
  public static ArrayNode commands() {
    var commands = JsonNodeFactory.instance.arrayNode();
    List.of(
            task(),
            command("quick", option("text", Kind.TEXT).required().maxLength(QuickAdd.MAX_LENGTH)),
            command("today"),
            command("week"),
            command("undo"),
            away(),
            swap(),
            roster(),
            leaderboard(),
            points(),
            statistics(),
            holidayCalendar(),
            calendar(),
            category(),
            command("dashboard"),
            board(),
            permissions(),
            settings(),
            command("export", option("format", Kind.TEXT).choices(choice("json"), choice("csv"))),
            command("import", option("file", Kind.FILE).required()),
            command("privacy", subcommand("export"), subcommand("forget")),
            command("setup"),
            command("help"))
        .forEach(definition -> commands.add(definition.json("command")));
    for (var menu : ContextMenuCommand.values()) {
      commands.add(menu.json());
    }
    return commands;
  }

  private static SlashCommandDefinition task() {
    return command(
        "task",
        subcommand(
            "create",
            option("title", Kind.TEXT).required().maxLength(MAX_TITLE_LENGTH),
            option("due", Kind.TEXT).maxLength(MAX_DUE_LENGTH),
            option("repeat", Kind.TEXT).autocomplete().maxLength(MAX_WORDS_LENGTH),
            option("turns", Kind.TEXT).maxLength(MAX_TURNS_LENGTH),
            option("who", Kind.USER),
            option("days", Kind.TEXT).maxLength(MAX_WORDS_LENGTH),
            option("every", Kind.NUMBER).between(1, 366),
            option("times", Kind.TEXT).maxLength(MAX_WORDS_LENGTH),
            option("months", Kind.TEXT).autocomplete().maxLength(MAX_WORDS_LENGTH),
            holidays(),
            option("category", Kind.TEXT).autocomplete(),
            priority(),
            option("minutes", Kind.NUMBER).between(0, 1440),
            option("description", Kind.TEXT).maxLength(MAX_DESCRIPTION_LENGTH)),
        subcommand(
            "list",
            option("show", Kind.TEXT)
                .choices(choice("active"), choice("mine"), choice("overdue"), choice("done")),
            option("who", Kind.USER),
            option("category", Kind.TEXT).autocomplete(),
            option("search", Kind.TEXT).maxLength(MAX_SEARCH_LENGTH)),
        subcommand("show", taskOption()),
        subcommand(
            "update",
            taskOption(),
            option("title", Kind.TEXT).maxLength(MAX_TITLE_LENGTH),
            option("due", Kind.TEXT).maxLength(MAX_DUE_LENGTH),
            option("repeat", Kind.TEXT).autocomplete().maxLength(MAX_WORDS_LENGTH),
            option("every", Kind.NUMBER).between(1, 366),
            option("days", Kind.TEXT).maxLength(MAX_WORDS_LENGTH),
            option("times", Kind.TEXT).maxLength(MAX_WORDS_LENGTH),
            option("months", Kind.TEXT).autocomplete().maxLength(MAX_WORDS_LENGTH),
            holidays(),
            option("turns", Kind.TEXT).maxLength(MAX_TURNS_LENGTH),
            option("who", Kind.USER),
            option("description", Kind.TEXT).maxLength(MAX_DESCRIPTION_LENGTH),
            option("category", Kind.TEXT).autocomplete(),
            priority(),
            option("minutes", Kind.NUMBER).between(0, 1440)),
        subcommand(
            "require",
            taskOption(),
            yesOrNo("photo"),
            yesOrNo("note"),
            yesOrNo("approval"),
            option("checklist", Kind.TEXT).maxLength(MAX_CHECKLIST_LENGTH),
            option("deadline", Kind.TEXT).maxLength(MAX_DUE_LENGTH),
            option("then", Kind.TEXT)
                .choices(choice("MISSED"), choice("REASSIGN"), choice("OPEN_TO_ALL"))),
        subcommand("assign", taskOption(), option("who", Kind.USER)),
        subcommand("claim", taskOption()),
        subcommand("release", taskOption()),
        subcommand(
            "done",
            taskOption(),
            option("who", Kind.USER),
            option("note", Kind.TEXT).maxLength(1000),
            option("photo", Kind.FILE)),
        subcommand("approve", taskOption()),
        subcommand("reject", taskOption(), option("reason", Kind.TEXT).required().maxLength(1000)),
        subcommand("undo", taskOption()),
        subcommand("tick", taskOption(), option("item", Kind.NUMBER).required().between(1, 50)),
        subcommand(
            "skip",
            taskOption(),
            option("reason", Kind.TEXT).maxLength(1000),
            option("turn", Kind.TEXT).choices(choice("pass"), choice("keep"))),
        subcommand(
            "snooze",
            taskOption(),
            option("until", Kind.TEXT).required().maxLength(MAX_DUE_LENGTH)),
        subcommand(
            "reschedule",
            taskOption(),
            option("due", Kind.TEXT).required().maxLength(MAX_DUE_LENGTH)),
        subcommand("suggest", taskOption()),
        subcommand("delete", taskOption()),
        subcommand("restore", taskOption()));
  }

  private static SlashCommandDefinition away() {
    return command(
        "away",
        subcommand(
            "add",
            option("until", Kind.TEXT).maxLength(MAX_DUE_LENGTH),
            option("from", Kind.TEXT).maxLength(MAX_DUE_LENGTH),
            option("reason", Kind.TEXT).maxLength(MAX_REASON_LENGTH),
            option("task", Kind.TEXT).autocomplete(),
            option("who", Kind.USER)),
        subcommand("list"),
        subcommand("end", option("absence", Kind.TEXT).autocomplete(), option("who", Kind.USER)));
  }

  private static SlashCommandDefinition swap() {
    return command(
        "swap",
        taskOption(),
        option("who", Kind.USER),
        option("for", Kind.TEXT).autocomplete(),
        option("times", Kind.TEXT).choices(choice("once"), choice("always")),
        option("note", Kind.TEXT).maxLength(200));
  }

  private static SlashCommandDefinition roster() {
    return command(
        "roster",
        subcommand(
            "set", taskOption(), option("weeks", Kind.TEXT).required().maxLength(MAX_TURNS_LENGTH)),
        subcommand("show", taskOption()),
        subcommand("next", option("who", Kind.USER), option("weeks", Kind.NUMBER).between(1, 8)));
  }

  private static SlashCommandDefinition leaderboard() {
    return command(
        "leaderboard",
        option("period", Kind.TEXT).choices(choice("week"), choice("month"), choice("all")),
        option("mine", Kind.TEXT).choices(choice("show"), choice("hide")));
  }

  private static SlashCommandDefinition points() {
    return command("points", option("who", Kind.USER));
  }

  private static SlashCommandDefinition holidayCalendar() {
    return command(
        "holidays",
        subcommand("show"),
        subcommand(
            "country",
            option("country", Kind.TEXT)
                .required()
                .choices(
                    Arrays.stream(HolidayCalendar.Country.values())
                        .map(country -> choice(country.name().toLowerCase(Locale.ROOT)))
                        .toArray(SlashCommandDefinition.Choice[]::new)),
            option("region", Kind.TEXT).maxLength(10)),
        subcommand(
            "add",
            option("day", Kind.TEXT).required().maxLength(50),
            option("name", Kind.TEXT).required().maxLength(100)),
        subcommand("remove", option("holiday", Kind.TEXT).required().autocomplete()));
  }

  private static SlashCommandDefinition statistics() {
    return command(
        "stats",
        option("period", Kind.TEXT)
            .choices(choice("week"), choice("month"), choice("quarter"), choice("year")));
  }

  private static SlashCommandDefinition calendar() {
    return command(
        "calendar",
        option("what", Kind.TEXT).choices(choice("mine"), choice("all")),
        option("new", Kind.TEXT).choices(choice("replace")));
  }

  private static SlashCommandDefinition category() {
    return command(
        "category",
        subcommand("create", option("name", Kind.TEXT).required().maxLength(MAX_CATEGORY_LENGTH)),
        subcommand("list"),
        subcommand("delete", option("category", Kind.TEXT).required().autocomplete()));
  }

  private static SlashCommandDefinition board() {
    return command(
        "board",
        subcommand("post", option("channel", Kind.CHANNEL).required()),
        subcommand("remove", option("channel", Kind.CHANNEL).required()));
  }

  private static SlashCommandDefinition permissions() {
    return command(
        "permissions",
        subcommand("show", option("role", Kind.ROLE)),
        subcommand("grant", option("role", Kind.ROLE).required(), permission()),
        subcommand("revoke", option("role", Kind.ROLE).required(), permission()));
  }

  private static SlashCommandDefinition settings() {
    return command(
        "settings",
        option("zone", Kind.TEXT).autocomplete(),
        option("language", Kind.TEXT).choices(choice("en"), choice("nl")),
        option("reminders", Kind.TEXT).maxLength(100),
        option("escalation", Kind.TEXT).maxLength(20),
        option("channel", Kind.CHANNEL),
        option("points", Kind.TEXT).choices(choice("on"), choice("off")),
        option("leaderboard", Kind.TEXT).choices(choice("on"), choice("off")),
        option("half-life", Kind.NUMBER).between(0, 260));
  }

  private static SlashCommandDefinition yesOrNo(String name) {
    return option(name, Kind.TEXT).choices(choice("on"), choice("off"));
  }

  private static SlashCommandDefinition taskOption() {
    return option("task", Kind.TEXT).required().autocomplete();
  }

  private static SlashCommandDefinition priority() {
    return option("priority", Kind.TEXT)
        .choices(
            Arrays.stream(Task.Priority.values())
                .map(value ->
                    new SlashCommandDefinition.Choice("priority." + value.name(), value.name()))
                .toArray(SlashCommandDefinition.Choice[]::new));
  }

  private static SlashCommandDefinition holidays() {
    return option("holidays", Kind.TEXT)
        .choices(
            Arrays.stream(Schedule.HolidayTreatment.values())
                .map(value ->
                    new SlashCommandDefinition.Choice("holidays." + value.name(), value.name()))
                .toArray(SlashCommandDefinition.Choice[]::new));
  }

  private static SlashCommandDefinition permission() {
    return option("permission", Kind.TEXT)
        .required()
        .choices(
            Arrays.stream(Permission.values())
                .map(value ->
                    new SlashCommandDefinition.Choice("permission." + value.name(), value.name()))
                .toArray(SlashCommandDefinition.Choice[]::new));
  }
}
