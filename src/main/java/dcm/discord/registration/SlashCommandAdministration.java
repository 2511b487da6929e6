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
 * Administration of the registered slash commands of all guilds, for the operator's CLI. Each stage
 * fails when Discord rejects a call or does not answer.
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

  /** The differences between the registered and the defined commands. */
  public CompletionStage<List<SlashCommandDifference>> compare() {
    return client
        .rest()
        .application()
        .thenCompose(application -> compare(application, definedCommands()));
  }

  /** Registers the defined commands if they differ, because Discord limits creates per day. */
  public CompletionStage<List<SlashCommandDifference>> register() {
    return replace(definedCommands());
  }

  /** Removes all registered commands and returns what was removed. */
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
