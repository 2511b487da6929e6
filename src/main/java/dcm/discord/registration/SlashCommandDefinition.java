package dcm.discord.registration;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.discord.text.DiscordMessages;
import dcm.notify.MessageLanguage;
import java.util.ArrayList;
import java.util.List;

/** Builder of the JSON of a command, a subcommand or an option. */
final class SlashCommandDefinition {
  private static final int GUILD_CONTEXT = 0;
  private static final int TEXT_CHANNEL = 0;

  /** Discord's option types with their numbers in JSON; 1 also means a slash command. */
  enum Kind {
    SUBCOMMAND(1),
    TEXT(3),
    NUMBER(4),
    USER(6),
    CHANNEL(7),
    ROLE(8),
    FILE(11),
    COMMAND(1);

    private final int number;

    Kind(int number) {
      this.number = number;
    }
  }

  /**
   * @param textKey the key of the text; below the option's own key when it starts with a dot
   */
  record Choice(String textKey, String value) {}

  private final Kind kind;
  private final String name;
  private final List<SlashCommandDefinition> children;
  private final List<Choice> choices = new ArrayList<>();
  private boolean required;
  private boolean autocomplete;
  private int maxLength;
  private int min;
  private int max;

  private SlashCommandDefinition(Kind kind, String name, List<SlashCommandDefinition> children) {
    this.kind = kind;
    this.name = name;
    this.children = children;
  }

  static SlashCommandDefinition command(String name, SlashCommandDefinition... children) {
    return new SlashCommandDefinition(Kind.COMMAND, name, List.of(children));
  }

  static SlashCommandDefinition subcommand(String name, SlashCommandDefinition... options) {
    return new SlashCommandDefinition(Kind.SUBCOMMAND, name, List.of(options));
  }

  static SlashCommandDefinition option(String name, Kind kind) {
    return new SlashCommandDefinition(kind, name, List.of());
  }

  static Choice choice(String value) {
    return new Choice("." + value, value);
  }

  SlashCommandDefinition required() {
    required = true;
    return this;
  }

  SlashCommandDefinition autocomplete() {
    autocomplete = true;
    return this;
  }

  SlashCommandDefinition maxLength(int characters) {
    maxLength = characters;
    return this;
  }

  SlashCommandDefinition between(int min, int max) {
    this.min = min;
    this.max = max;
    return this;
  }

  SlashCommandDefinition choices(Choice... all) {
    choices.addAll(List.of(all));
    return this;
  }

  /**
   * @param parentKey the key of the parent
   */
  ObjectNode json(String parentKey) {
    String key = parentKey + "." + name;
    var json = JsonNodeFactory.instance.objectNode();
    json.put("type", kind.number).put("name", name);
    json.putObject("name_localizations").put("nl", dutchText(key));
    json.put("description", DiscordMessages.of(MessageLanguage.EN).format(key + ".about"));
    json.putObject("description_localizations").put("nl", dutchText(key + ".about"));
    if (kind == Kind.COMMAND) {
      json.putArray("contexts").add(GUILD_CONTEXT);
    }
    if (kind == Kind.CHANNEL) {
      json.putArray("channel_types").add(TEXT_CHANNEL);
    }
    if (required) {
      json.put("required", true);
    }
    if (autocomplete) {
      json.put("autocomplete", true);
    }
    if (maxLength > 0) {
      json.put("max_length", maxLength);
    }
    if (max > 0) {
      json.put("min_value", min).put("max_value", max);
    }
    if (!children.isEmpty()) {
      var options = json.putArray("options");
      children.forEach(child -> options.add(child.json(key)));
    }
    if (!choices.isEmpty()) {
      var choicesJson = json.putArray("choices");
      for (var choice : choices) {
        String textKey =
            choice.textKey().startsWith(".") ? key + choice.textKey() : choice.textKey();
        var choiceJson =
            choicesJson
                .addObject()
                .put("name", DiscordMessages.of(MessageLanguage.EN).format(textKey));
        choiceJson.putObject("name_localizations").put("nl", dutchText(textKey));
        choiceJson.put("value", choice.value());
      }
    }
    return json;
  }

  private static String dutchText(String key) {
    return DiscordMessages.of(MessageLanguage.NL).format(key);
  }
}
