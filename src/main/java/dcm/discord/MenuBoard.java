package dcm.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dcm.discord.wire.Rest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hangs the menu out at Discord, for all guilds, when it differs from what hangs there: commands
 * may be created 200 times a day.
 */
final class MenuBoard {
  private static final Logger LOG = LoggerFactory.getLogger(MenuBoard.class);

  private final Rest rest;
  private final ArrayNode menu;

  private final CompletableFuture<Void> hangs = new CompletableFuture<>();

  MenuBoard(Rest rest, ArrayNode menu) {
    this.rest = rest;
    this.menu = menu;
  }

  /** Never fails: without it the old commands go on, and the next login tries again. */
  CompletionStage<Void> hang(long application) {
    return rest.commands(application)
        .thenCompose(there -> {
          if (same(there, menu)) {
            return CompletableFuture.<Void>completedFuture(null);
          }
          LOG.info("Registering the slash commands");
          return rest.replaceCommands(application, menu).<Void>thenApply(_ -> null);
        })
        .thenAccept(_ -> hangs.complete(null))
        .exceptionally(failure -> {
          LOG.warn("The slash commands could not be registered: {}", failure.getMessage());
          return null;
        });
  }

  /** Done when the menu hangs there for the first time, by this node. */
  CompletionStage<Void> hangs() {
    return hangs.minimalCompletionStage();
  }

  /** Whether two lists say the same, in whatever order the commands and their words come. */
  static boolean same(JsonNode there, JsonNode ours) {
    return MenuDifference.between(there, ours).isEmpty();
  }
}
