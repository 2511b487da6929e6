package dcm.discord.registration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.notify.MessageLanguage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The guides show each slash command as one types it in their language, and no other. */
class GuideCommandsTest {
  private static final int SUBCOMMAND = 1;
  private static final Pattern COMMAND = Pattern.compile("`/([^`]+)`");
  private static final Pattern OPTION = Pattern.compile("(?:^| )([\\p{L}-]+):");

  @ParameterizedTest
  @CsvSource({"EN, docs/guide.md", "NL, docs/handleiding.md"})
  void a_guide_shows_every_command_with_options_that_it_has(MessageLanguage language, Path guide)
      throws IOException {
    var commands = new HashMap<String, JsonNode>();
    SlashCommands.commands().forEach(command -> collect(command, "", language, commands));
    var complete = new TreeSet<String>();
    COMMAND
        .matcher(Files.readString(guide))
        .results()
        .map(code -> code.group(1))
        .forEach(typed -> {
          var path =
              commands.keySet().stream()
                  .filter(known -> (typed + " ").startsWith(known + " "))
                  .max(Comparator.comparingInt(String::length));
          assertThat(path).as("command of `/%s`", typed).isPresent();
          var command = commands.get(path.get());
          var values = values(typed.substring(path.get().length()));
          check(values, command, language, typed);
          if (hasAllRequired(values, command, language)) {
            complete.add(path.get());
          }
        });
    assertThat(complete).containsExactlyInAnyOrderElementsOf(commands.keySet());
  }

  private static void check(
      Map<String, String> values, JsonNode command, MessageLanguage language, String typed) {
    var options = new HashMap<String, JsonNode>();
    command.path("options").forEach(option -> options.put(name(option, language), option));
    assertThat(options.keySet()).as(typed).containsAll(values.keySet());
    values.forEach((name, value) -> {
      var choices = new HashSet<String>();
      options.get(name).path("choices").forEach(choice -> choices.add(name(choice, language)));
      assertThat(choices.isEmpty() || choices.contains(value))
          .as("%s in `/%s` is one of %s", value, typed, choices)
          .isTrue();
    });
  }

  private static boolean hasAllRequired(
      Map<String, String> values, JsonNode command, MessageLanguage language) {
    for (var option : command.path("options")) {
      if (option.path("required").asBoolean() && !values.containsKey(name(option, language))) {
        return false;
      }
    }
    return true;
  }

  /** The values by option: {@code task:#12 until:tomorrow 9:00}. */
  private static Map<String, String> values(String typed) {
    var values = new LinkedHashMap<String, String>();
    var options = OPTION.matcher(typed).results().toList();
    for (int i = 0; i < options.size(); i++) {
      int end = i + 1 < options.size() ? options.get(i + 1).start() : typed.length();
      values.put(options.get(i).group(1), typed.substring(options.get(i).end(), end).strip());
    }
    return values;
  }

  /** Commands that can be sent, which are the subcommands where there are some. */
  private static void collect(
      JsonNode command, String parent, MessageLanguage language, Map<String, JsonNode> commands) {
    if (!command.has("description")) {
      return; // a menu
    }
    String path = (parent + " " + name(command, language)).strip();
    boolean isParent = false;
    for (var option : command.path("options")) {
      if (option.path("type").asInt() == SUBCOMMAND) {
        isParent = true;
        collect(option, path, language, commands);
      }
    }
    if (!isParent) {
      commands.put(path, command);
    }
  }

  private static String name(JsonNode item, MessageLanguage language) {
    String english = item.path("name").asText();
    return language == MessageLanguage.NL
        ? item.path("name_localizations").path("nl").asText(english)
        : english;
  }
}
