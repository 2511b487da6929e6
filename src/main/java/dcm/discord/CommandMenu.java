package dcm.discord;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dcm.discord.wire.Wire;
import dcm.redis.RestBudget;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The slash commands at Discord, for all guilds, as an operator handles them beside the nodes. Each
 * stage fails when Discord refuses or does not answer.
 */
public final class CommandMenu implements AutoCloseable {
  private final Wire wire;

  private CommandMenu(Wire wire) {
    this.wire = wire;
  }

  /**
   * @param settings with a token
   */
  public static CommandMenu open(DiscordSettings settings) {
    return new CommandMenu(
        new Wire(settings.url(), settings.token(), RestBudget.beside(), settings.userAgent()));
  }

  /** In what the commands that Discord has differ from ours. */
  public CompletionStage<List<MenuDifference>> compare() {
    return wire.rest().application().thenCompose(application -> compare(application, ours()));
  }

  /** Puts ours in the place of all that are there; when they differ, for creates are counted. */
  public CompletionStage<List<MenuDifference>> register() {
    return replace(ours());
  }

  /** Takes all away; what was there is told as it would be missed. */
  public CompletionStage<List<MenuDifference>> remove() {
    return replace(JsonNodeFactory.instance.arrayNode());
  }

  private static ArrayNode ours() {
    return Menu.commands();
  }

  private CompletionStage<List<MenuDifference>> replace(ArrayNode wanted) {
    return wire.rest()
        .application()
        .thenCompose(application ->
            compare(application, wanted)
                .thenCompose(differences ->
                    differences.isEmpty()
                        ? CompletableFuture.completedFuture(differences)
                        : wire.rest()
                            .replaceCommands(application, wanted)
                            .thenApply(_ -> differences)));
  }

  private CompletionStage<List<MenuDifference>> compare(long application, ArrayNode wanted) {
    return wire.rest()
        .commands(application)
        .thenApply(there -> MenuDifference.between(there, wanted));
  }

  @Override
  public void close() {
    wire.close();
  }
}
