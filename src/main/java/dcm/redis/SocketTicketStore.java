package dcm.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Tickets for WebSockets: half a minute, one entry, in one guild. */
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

  /** Null when it is another guild's, too old, or was taken before. */
  public CompletionStage<@Nullable Ticket> redeem(long guild, OpaqueToken token) {
    return store.getAndRemove(key(guild, token));
  }

  private static String key(long guild, OpaqueToken token) {
    return "guild:" + guild + ":ticket:" + token.hash();
  }

  /**
   * What lets a WebSocket in without a token in its URL: as much of the access token as the socket
   * must know.
   *
   * @param session the token's {@code sid}
   * @param epoch the member's epoch in the guild, as the token has it
   * @param tokenEnds when the token behind it ends; the socket closes then
   */
  public record Ticket(
      long guildId, long userId, String sessionId, long epoch, Instant tokenExpiresAt) {}
}
