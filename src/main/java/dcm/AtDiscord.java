package dcm;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dcm.discord.CommandMenu;
import dcm.discord.DiscordSettings;
import dcm.discord.MenuDifference;
import dcm.discord.wire.Away;
import dcm.discord.wire.Refused;
import dcm.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** An operator's command that only speaks to Discord: it needs no database and no node. */
final class AtDiscord {
  private AtDiscord() {}

  /** What becomes of a command's answer: text that is printed, and the exit code. */
  @FunctionalInterface
  interface Ending {
    int of(List<MenuDifference> differences);
  }

  /** Asks, and ends; what the operator has to mend is printed and ends it with code 1. */
  static int work(
      Function<CommandMenu, CompletionStage<List<MenuDifference>>> question, Ending ending) {
    try (var menu = CommandMenu.open(settings(Main.configuration()))) {
      return ending.of(Waiting.on(question.apply(menu)));
    } catch (WrongSettings | Away | Refused e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }

  private static DiscordSettings settings(Config operator) throws WrongSettings {
    var problems = new ArrayList<String>();
    var settings = DiscordSettings.from(Settings.withPublicUrl(pointed(operator)), problems);
    WrongSettings.unlessNone(problems);
    return settings;
  }

  /** At the local Discord of the node that runs beside us, when there is no token. */
  private static Config pointed(Config operator) {
    if (!Surroundings.embedsDiscord(operator)) {
      return operator;
    }
    return ConfigFactory.parseMap(
            Map.of(
                "dcm.discord.url",
                "http://127.0.0.1:" + operator.getString("dcm.sandbox.port"),
                "dcm.discord.token",
                Sandbox.BOT_TOKEN,
                "dcm.discord.door",
                "gateway"))
        .withFallback(operator);
  }

  static String text(List<MenuDifference> differences) {
    var lines = new StringBuilder();
    for (var difference : differences) {
      lines.append(
          switch (difference) {
            case MenuDifference.Missing(String command) ->
                "+ %s: not registered%n".formatted(command);
            case MenuDifference.Left(String command) ->
                "- %s: registered, but not ours%n".formatted(command);
            case MenuDifference.Changed(String command, String where, String there, String ours) ->
                "~ %s %s: %s at Discord, %s here%n"
                    .formatted(command, where, orNothing(there), orNothing(ours));
          });
    }
    return lines.toString();
  }

  private static String orNothing(String json) {
    return json.isEmpty() ? "nothing" : json;
  }
}
