package dcm.discord.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.discord.registration.SlashCommands;
import dcm.discord.text.DiscordMessages;
import dcm.notify.MessageLanguage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandDraftTest {
  private static final String SNOWFLAKE = "1200000000000000001";

  /** Commands with text that a refusal would lose. */
  private static final List<String> KEPT =
      List.of(
          "task create",
          "task update",
          "task snooze",
          "task reschedule",
          "task require",
          "away add",
          "roster set",
          "quick",
          "settings");

  @Test
  void every_option_of_a_kept_command_is_read_back_in_both_languages() {
    var kept = new ArrayList<String>();
    for (JsonNode command : SlashCommands.commands()) {
      collect(command, "", kept);
    }
    assertThat(kept).containsExactlyInAnyOrderElementsOf(KEPT);
  }

  private static void collect(JsonNode command, String parent, List<String> kept) {
    String path = (parent + " " + command.path("name").asText()).strip();
    Map<String, String> options = new LinkedHashMap<>();
    for (JsonNode option : command.path("options")) {
      if (option.path("type").asInt() == 1) {
        collect(option, path, kept);
      } else {
        options.put(option.path("name").asText(), SNOWFLAKE);
      }
    }
    var draft = CommandDraft.of(List.of(path.split(" ", -1)), options);
    if (draft != null) {
      kept.add(path);
      for (var language : MessageLanguage.values()) {
        var refusal = draft.refusal("no", DiscordMessages.of(language));
        assertThat(CommandDraft.read(path, refusal.embed()).options()).as(path).isEqualTo(options);
      }
    }
  }
}
