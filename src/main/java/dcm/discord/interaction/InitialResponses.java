package dcm.discord.interaction;

import dcm.discord.client.DiscordRest;
import dcm.discord.client.Interaction;
import dcm.discord.client.InteractionReply;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Router of initial responses: to the HTTP request that carried the interaction while it is open,
 * otherwise to Discord's callback.
 */
public final class InitialResponses {
  private final DiscordRest rest;
  private final Map<Long, CompletableFuture<InteractionReply.InitialResponse>> pending =
      new ConcurrentHashMap<>();

  public InitialResponses(DiscordRest rest) {
    this.rest = rest;
  }

  /** The response to the HTTP request that carried the interaction; until {@link #discard}. */
  CompletableFuture<InteractionReply.InitialResponse> expect(Interaction.Token token) {
    return pending.computeIfAbsent(token.id(), _ -> new CompletableFuture<>());
  }

  void discard(Interaction.Token token) {
    pending.remove(token.id());
  }

  /** Completes when Discord has the response, or when it is handed to the open HTTP request. */
  CompletionStage<Void> send(Interaction.Token token, InteractionReply.InitialResponse response) {
    var request = pending.remove(token.id());
    return request != null && request.complete(response)
        ? CompletableFuture.completedFuture(null)
        : rest.respond(token, response);
  }
}
