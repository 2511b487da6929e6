package dcm.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** What a slash command may be (Discord's Application Command reference). */
final class CommandRules {
  static final int SUB_COMMAND = 1;
  static final int SUB_COMMAND_GROUP = 2;
  private static final int CHARACTERS = 8_000;
  private static final String NAME = "^[-_'\\p{L}\\p{N}\\p{IsDevanagari}\\p{IsThai}]{1,32}$";

  static final Set<String> LOCALES =
      Set.of(
          "id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl",
          "no", "pl", "pt-BR", "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi",
          "th", "zh-CN", "ja", "zh-TW", "ko");

  private CommandRules() {}

  static void check(FormField command) {
    int type = command.value().path("type").asInt(1);
    if (type == 1) {
      chatName(command);
      described(command);
      options(command.at("options"), 0);
      if (longest(command.value()) > CHARACTERS) {
        command
            .errors()
            .add(
                command.path(),
                "APPLICATION_COMMAND_TOO_LARGE",
                "Command exceeds maximum size (%d)".formatted(CHARACTERS));
      }
    } else {
      command.at("name").text(1, 32);
      if (!command.value().path("description").asText("").isEmpty()) {
        command
            .errors()
            .add(
                command.at("description").path(),
                "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION_INVALID",
                "Context menu commands cannot have description");
      }
    }
    FormField permissions = command.at("default_member_permissions");
    if (!permissions.value().isIntegralNumber()) {
      permissions.optionalText(0, 20).matches("\\d*");
    }
  }

  private static void chatName(FormField thing) {
    name(thing.at("name").text(1, 32));
    FormField translations = thing.at("name_localizations");
    locales(translations).forEach(CommandRules::name);
  }

  private static void name(FormField name) {
    name.matches(NAME);
    String text = name.value().asText("");
    if (name.value().isTextual() && !text.equals(text.toLowerCase(Locale.ROOT))) {
      name.errors()
          .add(
              name.path(),
              "APPLICATION_COMMAND_INVALID_NAME",
              "Command name is invalid: it must be lowercase");
    }
  }

  private static void described(FormField thing) {
    thing.at("description").text(1, 100);
    locales(thing.at("description_localizations")).forEach(each -> each.text(1, 100));
  }

  private static Stream<FormField> locales(FormField translations) {
    return translations.value().properties().stream()
        .map(entry -> {
          FormField field = translations.at(entry.getKey());
          if (!LOCALES.contains(entry.getKey())) {
            field.errors().choice(field.path(), "'" + entry.getKey() + "' is not a Discord locale");
          }
          return field;
        });
  }

  private static void options(FormField options, int depth) {
    options.list(0, 25);
    Set<String> names = new HashSet<>();
    boolean optionalSeen = false;
    for (FormField option : options.each()) {
      chatName(option);
      described(option);
      option.at("type").required().number(1, 11);
      if (!names.add(option.value().path("name").asText())) {
        option
            .errors()
            .add(
                option.path(),
                "APPLICATION_COMMAND_OPTIONS_NAME_INVALID",
                "Option name duplicates another");
      }
      int type = option.value().path("type").asInt();
      if (type == SUB_COMMAND || type == SUB_COMMAND_GROUP) {
        if (depth + (type == SUB_COMMAND ? 1 : 0) > 2 || (type == SUB_COMMAND_GROUP && depth > 0)) {
          option
              .errors()
              .add(
                  option.at("type").path(),
                  "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
                  "Sub-command option cannot nest here");
        }
        options(option.at("options"), depth + 1);
      } else {
        boolean required = option.value().path("required").asBoolean();
        if (required && optionalSeen) {
          option
              .errors()
              .add(
                  option.path(),
                  "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                  "Required options must be placed before non-required options");
        }
        optionalSeen |= !required;
        choices(option);
      }
    }
  }

  private static void choices(FormField option) {
    FormField choices = option.at("choices").list(0, 25);
    if (choices.size() > 0 && option.value().path("autocomplete").asBoolean()) {
      option
          .errors()
          .add(
              option.at("autocomplete").path(),
              "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES",
              "Autocomplete and choices exclude each other");
    }
    for (FormField choice : choices.each()) {
      choice.at("name").text(1, 100);
      locales(choice.at("name_localizations")).forEach(each -> each.text(1, 100));
      choice.at("value").required();
      if (option.value().path("type").asInt() == 3) {
        choice.at("value").text(1, 100);
      }
    }
  }

  /** Characters of names, descriptions and values; of each translated text the longest counts. */
  private static int longest(JsonNode thing) {
    int sum = longest(thing, "name") + longest(thing, "description");
    for (JsonNode option : thing.path("options")) {
      sum += longest(option);
    }
    for (JsonNode choice : thing.path("choices")) {
      sum += longest(choice, "name") + choice.path("value").asText("").length();
    }
    return sum;
  }

  private static int longest(JsonNode thing, String key) {
    int own = thing.path(key).asText("").length();
    return Math.max(
        own,
        Json.items(thing.path(key + "_localizations"))
            .mapToInt(text -> text.asText("").length())
            .max()
            .orElse(0));
  }
}
