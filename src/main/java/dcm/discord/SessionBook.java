package dcm.discord;

import dcm.discord.wire.News;
import dcm.discord.wire.Session;
import dcm.discord.wire.Shard;
import dcm.redis.GatewaySession;
import dcm.redis.GatewaySessions;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Where the doorman notes the gateway session for the process that comes next. */
final class SessionBook {
  private static final int STILL_HERE = 60;

  private final GatewaySessions sessions;
  private final Shard shard;
  private final String owner;

  /** What was noted last, so that nothing is noted twice. */
  private @Nullable Session noted;

  private int quiet;

  /**
   * @param owner this doorman's name, which nobody else has
   */
  SessionBook(GatewaySessions sessions, Shard shard, String owner) {
    this.sessions = sessions;
    this.shard = shard;
    this.owner = owner;
  }

  /** Makes the shard ours. What the process before us left; null when it left nothing. */
  CompletionStage<@Nullable GatewaySession> claim() {
    return sessions.claim(shard.id(), owner);
  }

  /** False when somebody claimed the shard after us. */
  CompletionStage<Boolean> isOurs() {
    return sessions.isStill(shard.id(), owner);
  }

  /**
   * To be asked once a second: whether something is new, and yes once a minute when nothing is.
   * Discord forgets, so does Redis.
   */
  boolean isDue(Session now) {
    return !now.equals(noted) || ++quiet >= STILL_HERE;
  }

  /** False, and nothing was noted, when the shard is no longer ours. */
  CompletionStage<Boolean> write(Session now, News.Welcome login, boolean members) {
    noted = now;
    quiet = 0;
    return sessions.keep(
        shard.id(),
        owner,
        new GatewaySession(
            now.id(),
            shard.of(),
            now.sequence(),
            now.resumeUrl(),
            members,
            login.application(),
            login.user()));
  }
}
