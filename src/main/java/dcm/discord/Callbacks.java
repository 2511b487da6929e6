package dcm.discord;

import dcm.discord.wire.Callback;
import dcm.discord.wire.Rest;
import dcm.discord.wire.Ticket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where an interaction's first answer goes: to the HTTP request that brought the interaction while
 * that is open, else to Discord's callback.
 */
final class Callbacks {
  private final Rest rest;
  private final Map<Long, CompletableFuture<Callback>> open = new ConcurrentHashMap<>();

  Callbacks(Rest rest) {
    this.rest = rest;
  }

  /** What is to be answered to the request that brought it; until {@link #forget}. */
  CompletableFuture<Callback> expect(Ticket ticket) {
    return open.computeIfAbsent(ticket.id(), _ -> new CompletableFuture<>());
  }

  void forget(Ticket ticket) {
    open.remove(ticket.id());
  }

  /** Completes when Discord has it, or will have it as soon as the request's answer arrives. */
  CompletionStage<Void> say(Ticket ticket, Callback callback) {
    var request = open.remove(ticket.id());
    return request != null && request.complete(callback)
        ? CompletableFuture.completedFuture(null)
        : rest.answer(ticket, callback);
  }
}
