package dcm.sandbox.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.sandbox.store.SandboxJson;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Validation of slash commands (Discord's Application Command reference). */
public final class CommandValidation {
  static final int SUB_COMMAND = 1;
  static final int SUB_COMMAND_GROUP = 2;
  private static final int MAX_COMMAND_CHARACTERS = 8_000;
  private static final String NAME_PATTERN =
      "^[-_'\\p{L}\\p{N}\\p{IsDevanagari}\\p{IsThai}]{1,32}$";

  public static final Set<String> LOCALES =
      Set.of(
          "id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl",
          "no", "pl", "pt-BR", "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi",
          "th", "zh-CN", "ja", "zh-TW", "ko");

  private CommandValidation() {}

  public static void check(FieldValidator command) {
    int type = command.value().path("type").asInt(1);
    if (type == 1) {
      checkName(command);
      checkDescription(command);
      checkOptions(command.child("options"), 0);
      if (countCharacters(command.value()) > MAX_COMMAND_CHARACTERS) {
        command
            .errors()
            .add(
                command.path(),
                "APPLICATION_COMMAND_TOO_LARGE",
                "Command exceeds maximum size (%d)".formatted(MAX_COMMAND_CHARACTERS));
      }
    } else {
      command.child("name").text(1, 32);
      if (!command.value().path("description").asText("").isEmpty()) {
        command
            .errors()
            .add(
                command.child("description").path(),
                "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION_INVALID",
                "Context menu commands cannot have description");
      }
    }
    FieldValidator permissions = command.child("default_member_permissions");
    if (!permissions.value().isIntegralNumber()) {
      permissions.optionalText(0, 20).matches("\\d*");
    }
  }

  private static void checkName(FieldValidator definition) {
    checkNameText(definition.child("name").text(1, 32));
    FieldValidator translations = definition.child("name_localizations");
    checkLocales(translations).forEach(CommandValidation::checkNameText);
  }

  private static void checkNameText(FieldValidator name) {
    name.matches(NAME_PATTERN);
    String text = name.value().asText("");
    if (name.value().isTextual() && !text.equals(text.toLowerCase(Locale.ROOT))) {
      name.errors()
          .add(
              name.path(),
              "APPLICATION_COMMAND_INVALID_NAME",
              "Command name is invalid: it must be lowercase");
    }
  }

  private static void checkDescription(FieldValidator definition) {
    definition.child("description").text(1, 100);
    checkLocales(definition.child("description_localizations"))
        .forEach(translation -> translation.text(1, 100));
  }

  private static Stream<FieldValidator> checkLocales(FieldValidator translations) {
    return translations.value().properties().stream()
        .map(entry -> {
          FieldValidator field = translations.child(entry.getKey());
          if (!LOCALES.contains(entry.getKey())) {
            field
                .errors()
                .invalidChoice(field.path(), "'" + entry.getKey() + "' is not a Discord locale");
          }
          return field;
        });
  }

  private static void checkOptions(FieldValidator options, int depth) {
    options.list(0, 25);
    Set<String> names = new HashSet<>();
    boolean optionalSeen = false;
    for (FieldValidator option : options.items()) {
      checkName(option);
      checkDescription(option);
      option.child("type").required().number(1, 11);
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
                  option.child("type").path(),
                  "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
                  "Sub-command option cannot nest here");
        }
        checkOptions(option.child("options"), depth + 1);
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
        checkChoices(option);
      }
    }
  }

  private static void checkChoices(FieldValidator option) {
    FieldValidator choices = option.child("choices").list(0, 25);
    if (choices.size() > 0 && option.value().path("autocomplete").asBoolean()) {
      option
          .errors()
          .add(
              option.child("autocomplete").path(),
              "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES",
              "Autocomplete and choices exclude each other");
    }
    for (FieldValidator choice : choices.items()) {
      choice.child("name").text(1, 100);
      checkLocales(choice.child("name_localizations"))
          .forEach(translation -> translation.text(1, 100));
      choice.child("value").required();
      if (option.value().path("type").asInt() == 3) {
        choice.child("value").text(1, 100);
      }
    }
  }

  /**
   * Number of characters of names, descriptions and values; the longest localisation of each text
   * counts.
   */
  private static int countCharacters(JsonNode definition) {
    int total = countCharacters(definition, "name") + countCharacters(definition, "description");
    for (JsonNode option : definition.path("options")) {
      total += countCharacters(option);
    }
    for (JsonNode choice : definition.path("choices")) {
      total += countCharacters(choice, "name") + choice.path("value").asText("").length();
    }
    return total;
  }

  private static int countCharacters(JsonNode definition, String key) {
    int length = definition.path(key).asText("").length();
    return Math.max(
        length,
        SandboxJson.items(definition.path(key + "_localizations"))
            .mapToInt(text -> text.asText("").length())
            .max()
            .orElse(0));
  }
}
