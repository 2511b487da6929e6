package dcm.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dcm.discord.DiscordSettings;
import dcm.discord.client.DiscordRejectedException;
import dcm.discord.client.DiscordUnavailableException;
import dcm.discord.registration.SlashCommandAdministration;
import dcm.discord.registration.SlashCommandDifference;
import dcm.node.Await;
import dcm.node.EmbeddedServices;
import dcm.node.Environment;
import dcm.node.InvalidSettingsException;
import dcm.node.NodeSettings;
import dcm.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Runs operators' commands that only use Discord; they need no database and no node. */
final class DiscordCommandRunner {
  private DiscordCommandRunner() {}

  /** Prints the result of a command and returns the exit code. */
  @FunctionalInterface
  interface ResultHandler {
    int exitCode(List<SlashCommandDifference> differences);
  }

  /**
   * Sends the request. Problems that the operator can solve are printed; the exit code is 1 then.
   */
  static int run(
      Function<SlashCommandAdministration, CompletionStage<List<SlashCommandDifference>>> request,
      ResultHandler handler) {
    try (var administration =
        SlashCommandAdministration.open(settings(Environment.configuration()))) {
      return handler.exitCode(Await.result(request.apply(administration)));
    } catch (InvalidSettingsException | DiscordUnavailableException | DiscordRejectedException e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }

  private static DiscordSettings settings(Config operatorConfig) throws InvalidSettingsException {
    var problems = new ArrayList<String>();
    var settings =
        DiscordSettings.from(
            NodeSettings.withPublicUrl(withLocalDiscord(operatorConfig)), problems);
    InvalidSettingsException.throwIfAny(problems);
    return settings;
  }

  /** Uses the local Discord of a node on this machine when there is no token. */
  private static Config withLocalDiscord(Config operatorConfig) {
    if (!EmbeddedServices.embedsDiscord(operatorConfig)) {
      return operatorConfig;
    }
    return ConfigFactory.parseMap(
            Map.of(
                "dcm.discord.url",
                "http://127.0.0.1:" + operatorConfig.getString("dcm.sandbox.port"),
                "dcm.discord.token",
                Sandbox.BOT_TOKEN,
                "dcm.discord.interactions",
                "gateway"))
        .withFallback(operatorConfig);
  }

  static String describe(List<SlashCommandDifference> differences) {
    var lines = new StringBuilder();
    for (var difference : differences) {
      lines.append(
          switch (difference) {
            case SlashCommandDifference.Missing(String command) ->
                "+ %s: not registered%n".formatted(command);
            case SlashCommandDifference.Unexpected(String command) ->
                "- %s: registered, not part of this version%n".formatted(command);
            case SlashCommandDifference.Changed(
                    String command,
                    String path,
                    String registered,
                    String expected) ->
                "~ %s %s: %s at Discord, %s here%n"
                    .formatted(command, path, orNone(registered), orNone(expected));
          });
    }
    return lines.toString();
  }

  private static String orNone(String json) {
    return json.isEmpty() ? "none" : json;
  }
}
