package dcm.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Tickets for opening a WebSocket: valid for 30 seconds, for one use, in one guild. */
public final class SocketTicketStore {
  public static final Duration TTL = Duration.ofSeconds(30);
  private final JsonStore<Ticket> store;

  public SocketTicketStore(RedisClient redis) {
    this.store = new JsonStore<>(redis, Ticket.class);
  }

  public CompletionStage<OpaqueToken> issue(Ticket ticket) {
    var token = OpaqueToken.generate();
    return store.put(key(ticket.guildId(), token), ticket, TTL).thenApply(_ -> token);
  }

  /**
   * Redeems a ticket; null when it belongs to another guild, has expired, or was redeemed before.
   */
  public CompletionStage<@Nullable Ticket> redeem(long guild, OpaqueToken token) {
    return store.getAndRemove(key(guild, token));
  }

  private static String key(long guild, OpaqueToken token) {
    return "guild:" + guild + ":ticket:" + token.hash();
  }

  /**
   * The part of an access token that a WebSocket needs, so that the token is not in the URL.
   *
   * @param sessionId the token's {@code sid}
   * @param epoch the member's epoch in the guild, from the token
   * @param tokenExpiresAt expiry of the access token; the socket closes then
   */
  public record Ticket(
      long guildId, long userId, String sessionId, long epoch, Instant tokenExpiresAt) {}
}
