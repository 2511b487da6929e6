package dcm.discord.registration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dcm.discord.client.DiscordRest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers the slash commands for all guilds when they differ from the registered ones: Discord
 * permits 200 creates a day.
 */
public final class SlashCommandRegistrar {
  private static final Logger LOG = LoggerFactory.getLogger(SlashCommandRegistrar.class);

  private final DiscordRest rest;
  private final ArrayNode commands;

  private final CompletableFuture<Void> registered = new CompletableFuture<>();

  public SlashCommandRegistrar(DiscordRest rest, ArrayNode commands) {
    this.rest = rest;
    this.commands = commands;
  }

  /** Never fails: after a failure the old commands remain, and the next login tries again. */
  public CompletionStage<Void> registerIfChanged(long application) {
    return rest.commands(application)
        .thenCompose(current -> {
          if (isSame(current, commands)) {
            return CompletableFuture.<Void>completedFuture(null);
          }
          LOG.info("Registering the slash commands");
          return rest.replaceCommands(application, commands).<Void>thenApply(_ -> null);
        })
        .thenAccept(_ -> registered.complete(null))
        .exceptionally(failure -> {
          LOG.warn("The slash commands could not be registered: {}", failure.getMessage());
          return null;
        });
  }

  /** Completes when this node has registered or checked the commands for the first time. */
  public CompletionStage<Void> registered() {
    return registered.minimalCompletionStage();
  }

  /** Whether two lists of commands are equal apart from the order of commands and fields. */
  static boolean isSame(JsonNode current, JsonNode defined) {
    return SlashCommandDifference.between(current, defined).isEmpty();
  }
}
