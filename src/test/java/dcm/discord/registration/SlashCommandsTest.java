package dcm.discord.registration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.notify.MessageBundle;
import dcm.notify.MessageLanguage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Discord's rules on commands (docs: interactions/application-commands). */
class SlashCommandsTest {
  private static final int MAX_CHARACTERS = 8_000;
  private static final int SUBCOMMAND = 1;

  /** A path, and then options: {@code `/task done task:#12`}. */
  private static final Pattern IN_TEXT =
      Pattern.compile("`/(\\p{L}+(?: \\p{L}+(?![\\p{L}:]))*)([^`]*)`");

  private static final Pattern OPTION = Pattern.compile("(?<= )(\\p{L}+):");

  @Test
  void every_command_is_defined() {
    var names = new ArrayList<String>();
    for (var command : SlashCommands.commands()) {
      names.add(command.path("name").asText());
      command
          .path("options")
          .forEach(option ->
              names.add(command.path("name").asText() + " " + option.path("name").asText()));
    }
    assertThat(names)
        .contains(
            "task create",
            "task list",
            "task show",
            "task update",
            "task assign",
            "task claim",
            "task done",
            "task delete",
            "permissions show",
            "permissions grant",
            "permissions revoke",
            "settings",
            "help");
  }

  @Test
  void names_are_such_as_discord_takes_and_differ_among_neighbours_in_each_language() {
    checkNames(SlashCommands.commands());
  }

  private static void checkNames(JsonNode items) {
    var english = new HashSet<String>();
    var dutch = new HashSet<String>();
    for (var item : items) {
      if (item.path("type").asInt() == 2
          || (item.path("type").asInt() == 3 && !item.has("description"))) {
        assertThat(item.has("description")).isFalse();
        assertThat(item.path("name").asText()).hasSizeBetween(1, 32);
        assertThat(item.path("name_localizations").path("nl").asText()).hasSizeBetween(1, 32);
        continue;
      }
      assertThat(item.path("name").asText()).matches("[\\w-]{1,32}").isLowerCase();
      assertThat(item.path("name_localizations").path("nl").asText())
          .matches("[\\p{L}\\w-]{1,32}")
          .isLowerCase();
      assertThat(item.path("description").asText()).hasSizeBetween(1, 100);
      assertThat(item.path("description_localizations").path("nl").asText()).hasSizeBetween(1, 100);
      assertThat(english.add(item.path("name").asText())).isTrue();
      assertThat(dutch.add(item.path("name_localizations").path("nl").asText()))
          .as(item.toString())
          .isTrue();
      checkNames(item.path("options"));
    }
  }

  @Test
  void required_options_come_first_and_there_are_at_most_25() {
    for (var command : SlashCommands.commands()) {
      checkOptions(command.path("options"));
    }
  }

  private static void checkOptions(JsonNode options) {
    assertThat(options.size()).isLessThanOrEqualTo(25);
    boolean optional = false;
    for (var option : options) {
      boolean required = option.path("required").asBoolean();
      assertThat(optional && required).as(option.path("name").asText()).isFalse();
      optional |= !required;
      assertThat(option.path("choices").size()).isLessThanOrEqualTo(25);
      assertThat(option.has("choices") && option.path("autocomplete").asBoolean()).isFalse();
      option
          .path("choices")
          .forEach(choice -> {
            assertThat(choice.path("name").asText()).hasSizeBetween(1, 100);
            assertThat(choice.path("name_localizations").path("nl").asText())
                .hasSizeBetween(1, 100);
            assertThat(choice.path("value").asText()).hasSizeBetween(1, 100);
          });
      checkOptions(option.path("options"));
    }
  }

  @Test
  void a_command_has_at_most_8000_characters_in_its_longest_language() {
    for (var command : SlashCommands.commands()) {
      assertThat(characters(command))
          .as(command.path("name").asText())
          .isLessThanOrEqualTo(MAX_CHARACTERS);
    }
  }

  private static int characters(JsonNode item) {
    int sum =
        maxLength(item, "name")
            + maxLength(item, "description")
            + item.path("value").asText().length();
    for (var beneath : List.of("options", "choices")) {
      for (var one : item.path(beneath)) {
        sum += characters(one);
      }
    }
    return sum;
  }

  private static int maxLength(JsonNode item, String field) {
    return Math.max(
        item.path(field).asText().length(),
        item.path(field + "_localizations").path("nl").asText().length());
  }

  @Test
  void fields_that_discord_adds_are_no_difference() {
    var registered = SlashCommands.commands();
    for (var command : registered) {
      ((ObjectNode) command)
          .put("id", "1")
          .put("version", "2")
          .put("application_id", "3")
          .put("nsfw", false)
          .putNull("default_member_permissions");
      if (!command.has("description")) {
        ((ObjectNode) command).put("description", "");
      }
      command
          .path("options")
          .forEach(option -> ((ObjectNode) option).put("required", option.has("required")));
    }
    assertThat(SlashCommandRegistrar.isSame(registered, SlashCommands.commands())).isTrue();
  }

  @Test
  void a_different_text_is_a_difference() {
    var registered = SlashCommands.commands();
    ((ObjectNode) registered.get(0).path("description_localizations")).put("nl", "Iets anders");
    assertThat(SlashCommandRegistrar.isSame(registered, SlashCommands.commands())).isFalse();
    var fewer = SlashCommands.commands();
    fewer.remove(0);
    assertThat(SlashCommandRegistrar.isSame(fewer, SlashCommands.commands())).isFalse();
  }

  @Test
  void commands_of_different_types_may_share_a_name() {
    var commands = SlashCommands.commands();
    for (var command : commands) {
      if (command.path("type").asInt() == 3) {
        ((ObjectNode) command).put("name", "help");
      }
    }
    assertThat(SlashCommandDifference.between(SlashCommands.commands(), commands))
        .extracting(SlashCommandDifference::command)
        .containsExactlyInAnyOrder("Make a task (message menu)", "help (message menu)");
  }

  @Test
  void a_command_in_a_text_exists_in_the_language_of_the_text() {
    for (var language : MessageLanguage.values()) {
      var known = new HashMap<String, Set<String>>();
      SlashCommands.commands().forEach(command -> collect(command, "", language, known));
      for (String bundle : List.of("discord", "notify")) {
        var messages = MessageBundle.of(bundle, language);
        for (String key : messages.keys()) {
          IN_TEXT
              .matcher(Objects.requireNonNull(messages.find(key)))
              .results()
              .forEach(found -> {
                String path = found.group(1).strip();
                assertThat(known).as(language + " " + key).containsKey(path);
                OPTION
                    .matcher(found.group(2))
                    .results()
                    .forEach(option ->
                        assertThat(known.get(path))
                            .as(language + " " + key)
                            .contains(option.group(1)));
              });
        }
      }
    }
  }

  private static void collect(
      JsonNode command, String parent, MessageLanguage language, Map<String, Set<String>> known) {
    String path = (parent + " " + name(command, language)).strip();
    var options = new HashSet<String>();
    for (var option : command.path("options")) {
      options.add(name(option, language));
      if (option.path("type").asInt() == SUBCOMMAND) {
        collect(option, path, language, known);
      }
    }
    known.put(path, options);
  }

  private static String name(JsonNode item, MessageLanguage language) {
    String english = item.path("name").asText();
    return language == MessageLanguage.NL
        ? item.path("name_localizations").path("nl").asText(english)
        : english;
  }
}
