package dcm.discord;

import static dcm.discord.MenuItem.choice;
import static dcm.discord.MenuItem.command;
import static dcm.discord.MenuItem.option;
import static dcm.discord.MenuItem.sub;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dcm.discord.MenuItem.Kind;
import dcm.guild.Permission;
import dcm.guild.Priority;
import java.util.Arrays;
import java.util.List;

/**
 * The slash commands, as people find them in Discord. Names and descriptions come from the texts:
 * {@code menu.<command>[.<subcommand>[.<option>]]} and the same with {@code .about}.
 */
final class Menu {
  static final int LONGEST_TITLE = 200;
  static final int LONGEST_DESCRIPTION = 2000;
  static final int LONGEST_DUE = 60;
  static final int LONGEST_SEARCH = 40;

  private Menu() {}

  /** In the order in which Discord shows them; in English, with Dutch beside it. */
  static ArrayNode commands() {
    var menu = JsonNodeFactory.instance.arrayNode();
    List.of(task(), permissions(), settings(), command("help"))
        .forEach(item -> menu.add(item.json("menu")));
    return menu;
  }

  private static MenuItem task() {
    return command(
        "task",
        sub(
            "create",
            option("title", Kind.TEXT).required().longest(LONGEST_TITLE),
            option("due", Kind.TEXT).longest(LONGEST_DUE),
            option("repeat", Kind.TEXT)
                .choices(choice("none"), choice("daily"), choice("weekly"), choice("monthly")),
            option("turns", Kind.TEXT).longest(1000),
            option("who", Kind.USER),
            option("days", Kind.TEXT).longest(100),
            option("every", Kind.NUMBER).between(1, 366),
            option("category", Kind.TEXT).suggesting(),
            priority(),
            option("minutes", Kind.NUMBER).between(0, 1440),
            option("description", Kind.TEXT).longest(LONGEST_DESCRIPTION)),
        sub(
            "list",
            option("show", Kind.TEXT)
                .choices(choice("active"), choice("mine"), choice("overdue"), choice("done")),
            option("who", Kind.USER),
            option("category", Kind.TEXT).suggesting(),
            option("search", Kind.TEXT).longest(LONGEST_SEARCH)),
        sub("show", which()),
        sub(
            "update",
            which(),
            option("title", Kind.TEXT).longest(LONGEST_TITLE),
            option("due", Kind.TEXT).longest(LONGEST_DUE),
            option("description", Kind.TEXT).longest(LONGEST_DESCRIPTION),
            option("category", Kind.TEXT).suggesting(),
            priority(),
            option("minutes", Kind.NUMBER).between(0, 1440)),
        sub("assign", which(), option("who", Kind.USER)),
        sub("claim", which()),
        sub("done", which(), option("who", Kind.USER), option("note", Kind.TEXT).longest(1000)),
        sub("delete", which()));
  }

  private static MenuItem permissions() {
    return command(
        "permissions",
        sub("show", option("role", Kind.ROLE)),
        sub("grant", option("role", Kind.ROLE).required(), permission()),
        sub("revoke", option("role", Kind.ROLE).required(), permission()));
  }

  private static MenuItem settings() {
    return command(
        "settings",
        option("zone", Kind.TEXT).suggesting(),
        option("language", Kind.TEXT).choices(choice("en"), choice("nl")),
        option("reminders", Kind.TEXT).longest(100),
        option("escalation", Kind.TEXT).longest(20),
        option("channel", Kind.CHANNEL));
  }

  private static MenuItem which() {
    return option("task", Kind.TEXT).required().suggesting();
  }

  private static MenuItem priority() {
    return option("priority", Kind.TEXT)
        .choices(
            Arrays.stream(Priority.values())
                .map(each -> new MenuItem.Choice("priority." + each.name(), each.name()))
                .toArray(MenuItem.Choice[]::new));
  }

  private static MenuItem permission() {
    return option("permission", Kind.TEXT)
        .required()
        .choices(
            Arrays.stream(Permission.values())
                .map(each -> new MenuItem.Choice("permission." + each.name(), each.name()))
                .toArray(MenuItem.Choice[]::new));
  }
}
