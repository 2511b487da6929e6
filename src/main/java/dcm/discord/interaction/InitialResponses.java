package dcm.discord.interaction;

import dcm.discord.client.DiscordRest;
import dcm.discord.client.InitialResponse;
import dcm.discord.client.InteractionToken;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where an interaction's first answer goes: to the HTTP request that brought the interaction while
 * that is open, else to Discord's callback.
 */
public final class InitialResponses {
  private final DiscordRest rest;
  private final Map<Long, CompletableFuture<InitialResponse>> pending = new ConcurrentHashMap<>();

  public InitialResponses(DiscordRest rest) {
    this.rest = rest;
  }

  /** What is to be answered to the request that brought it; until {@link #discard}. */
  CompletableFuture<InitialResponse> expect(InteractionToken token) {
    return pending.computeIfAbsent(token.id(), _ -> new CompletableFuture<>());
  }

  void discard(InteractionToken token) {
    pending.remove(token.id());
  }

  /** Completes when Discord has it, or will have it as soon as the request's answer arrives. */
  CompletionStage<Void> send(InteractionToken token, InitialResponse response) {
    var request = pending.remove(token.id());
    return request != null && request.complete(response)
        ? CompletableFuture.completedFuture(null)
        : rest.respond(token, response);
  }
}
