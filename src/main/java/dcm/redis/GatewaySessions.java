package dcm.redis;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's sessions, one per shard, for the process that comes next: it resumes instead of
 * spending one of the day's logins. Discord itself keeps a session for a few minutes only.
 */
public final class GatewaySessions {
  public static final Duration LIFE = Duration.ofMinutes(10);
  private final Shelf<GatewaySession> shelf;

  public GatewaySessions(Redis redis) {
    this.shelf = new Shelf<>(redis, GatewaySession.class);
  }

  public CompletionStage<@Nullable Void> keep(int shard, GatewaySession session) {
    return shelf.put(key(shard), session, LIFE);
  }

  /** Null when there is none that may still be resumed. */
  public CompletionStage<@Nullable GatewaySession> look(int shard) {
    return shelf.look(key(shard));
  }

  private static String key(int shard) {
    return "discord:session:" + shard;
  }
}
