package dcm.discord.registration;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dcm.discord.DiscordSettings;
import dcm.discord.client.DiscordClient;
import dcm.redis.RestBudget;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The slash commands at Discord, for all guilds, as an operator handles them beside the nodes. Each
 * stage fails when Discord refuses or does not answer.
 */
public final class SlashCommandAdministration implements AutoCloseable {
  private final DiscordClient client;

  private SlashCommandAdministration(DiscordClient client) {
    this.client = client;
  }

  /**
   * @param settings with a token
   */
  public static SlashCommandAdministration open(DiscordSettings settings) {
    return new SlashCommandAdministration(
        new DiscordClient(
            settings.url(), settings.token(), RestBudget.standalone(), settings.userAgent()));
  }

  /** In what the commands that Discord has differ from ours. */
  public CompletionStage<List<SlashCommandDifference>> compare() {
    return client
        .rest()
        .application()
        .thenCompose(application -> compare(application, definedCommands()));
  }

  /** Puts ours in the place of all that are there; when they differ, for creates are counted. */
  public CompletionStage<List<SlashCommandDifference>> register() {
    return replace(definedCommands());
  }

  /** Takes all away; what was there is told as it would be missed. */
  public CompletionStage<List<SlashCommandDifference>> remove() {
    return replace(JsonNodeFactory.instance.arrayNode());
  }

  private static ArrayNode definedCommands() {
    return SlashCommands.commands();
  }

  private CompletionStage<List<SlashCommandDifference>> replace(ArrayNode wanted) {
    return client
        .rest()
        .application()
        .thenCompose(application ->
            compare(application, wanted)
                .thenCompose(differences ->
                    differences.isEmpty()
                        ? CompletableFuture.completedFuture(differences)
                        : client
                            .rest()
                            .replaceCommands(application, wanted)
                            .thenApply(_ -> differences)));
  }

  private CompletionStage<List<SlashCommandDifference>> compare(
      long application, ArrayNode wanted) {
    return client
        .rest()
        .commands(application)
        .thenApply(registered -> SlashCommandDifference.between(registered, wanted));
  }

  @Override
  public void close() {
    client.close();
  }
}
