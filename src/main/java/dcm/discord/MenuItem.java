package dcm.discord;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.discord.words.Language;
import dcm.discord.words.Texts;
import java.util.ArrayList;
import java.util.List;

/** A command, a subcommand or an option, on its way to become Discord's JSON. */
final class MenuItem {
  private static final int IN_A_GUILD = 0;
  private static final int TEXT_CHANNEL = 0;

  /** Discord's types of options by their number on the wire; commands of all kinds share it. */
  enum Kind {
    SUBCOMMAND(1),
    TEXT(3),
    NUMBER(4),
    USER(6),
    CHANNEL(7),
    ROLE(8),
    COMMAND(1);

    private final int number;

    Kind(int number) {
      this.number = number;
    }
  }

  /**
   * @param words the text's key; when it starts with a dot, beneath the option's own
   */
  record Choice(String words, String value) {}

  private final Kind kind;
  private final String name;
  private final List<MenuItem> items;
  private final List<Choice> choices = new ArrayList<>();
  private boolean required;
  private boolean suggesting;
  private int longest;
  private int least;
  private int most;

  private MenuItem(Kind kind, String name, List<MenuItem> items) {
    this.kind = kind;
    this.name = name;
    this.items = items;
  }

  static MenuItem command(String name, MenuItem... items) {
    return new MenuItem(Kind.COMMAND, name, List.of(items));
  }

  static MenuItem sub(String name, MenuItem... options) {
    return new MenuItem(Kind.SUBCOMMAND, name, List.of(options));
  }

  static MenuItem option(String name, Kind kind) {
    return new MenuItem(kind, name, List.of());
  }

  static Choice choice(String value) {
    return new Choice("." + value, value);
  }

  MenuItem required() {
    required = true;
    return this;
  }

  MenuItem suggesting() {
    suggesting = true;
    return this;
  }

  MenuItem longest(int characters) {
    longest = characters;
    return this;
  }

  MenuItem between(int least, int most) {
    this.least = least;
    this.most = most;
    return this;
  }

  MenuItem choices(Choice... all) {
    choices.addAll(List.of(all));
    return this;
  }

  /**
   * @param above the key of what this belongs to
   */
  ObjectNode json(String above) {
    String key = above + "." + name;
    var json = JsonNodeFactory.instance.objectNode();
    json.put("type", kind.number).put("name", name);
    json.putObject("name_localizations").put("nl", dutch(key));
    json.put("description", Texts.in(Language.EN).say(key + ".about"));
    json.putObject("description_localizations").put("nl", dutch(key + ".about"));
    if (kind == Kind.COMMAND) {
      json.putArray("contexts").add(IN_A_GUILD);
    }
    if (kind == Kind.CHANNEL) {
      json.putArray("channel_types").add(TEXT_CHANNEL);
    }
    if (required) {
      json.put("required", true);
    }
    if (suggesting) {
      json.put("autocomplete", true);
    }
    if (longest > 0) {
      json.put("max_length", longest);
    }
    if (most > 0) {
      json.put("min_value", least).put("max_value", most);
    }
    if (!items.isEmpty()) {
      var options = json.putArray("options");
      items.forEach(item -> options.add(item.json(key)));
    }
    if (!choices.isEmpty()) {
      var offered = json.putArray("choices");
      for (var choice : choices) {
        String words = choice.words().startsWith(".") ? key + choice.words() : choice.words();
        var one = offered.addObject().put("name", Texts.in(Language.EN).say(words));
        one.putObject("name_localizations").put("nl", dutch(words));
        one.put("value", choice.value());
      }
    }
    return json;
  }

  private static String dutch(String key) {
    return Texts.in(Language.NL).say(key);
  }
}
