package dcm.redis;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Tickets for WebSockets: half a minute, one entry, in one guild. */
public final class Tickets {
  public static final Duration LIFE = Duration.ofSeconds(30);
  private final Shelf<Ticket> shelf;

  public Tickets(Redis redis) {
    this.shelf = new Shelf<>(redis, Ticket.class);
  }

  public CompletionStage<OpaqueToken> issue(Ticket ticket) {
    var token = OpaqueToken.fresh();
    return shelf.put(key(ticket.guild(), token), ticket, LIFE).thenApply(_ -> token);
  }

  /** Null when it is another guild's, too old, or was taken before. */
  public CompletionStage<@Nullable Ticket> take(long guild, OpaqueToken token) {
    return shelf.take(key(guild, token));
  }

  private static String key(long guild, OpaqueToken token) {
    return "guild:" + guild + ":ticket:" + token.hash();
  }
}
