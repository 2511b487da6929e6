package dcm.discord.gateway;

import dcm.discord.client.GatewayEvent;
import dcm.discord.client.ResumableSession;
import dcm.discord.client.ShardId;
import dcm.redis.GatewaySessionStore;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Where the doorman notes the gateway session for the process that comes next. */
final class ShardSessionStore {
  private static final int MAX_UNSAVED_CHECKS = 60;

  private final GatewaySessionStore sessions;
  private final ShardId shard;
  private final String owner;

  /** What was noted last, so that nothing is noted twice. */
  private @Nullable ResumableSession lastSaved;

  private int unsavedChecks;

  /**
   * @param owner this doorman's name, which nobody else has
   */
  ShardSessionStore(GatewaySessionStore sessions, ShardId shard, String owner) {
    this.sessions = sessions;
    this.shard = shard;
    this.owner = owner;
  }

  /** Makes the shard ours. What the process before us left; null when it left nothing. */
  CompletionStage<GatewaySessionStore.@Nullable StoredSession> claim() {
    return sessions.claim(shard.id(), owner);
  }

  /** False when somebody claimed the shard after us. */
  CompletionStage<Boolean> isOwner() {
    return sessions.isOwner(shard.id(), owner);
  }

  /**
   * To be asked once a second: whether something is new, and yes once a minute when nothing is.
   * Discord forgets, so does Redis.
   */
  boolean isSaveDue(ResumableSession session) {
    return !session.equals(lastSaved) || ++unsavedChecks >= MAX_UNSAVED_CHECKS;
  }

  /** False, and nothing was noted, when the shard is no longer ours. */
  CompletionStage<Boolean> save(
      ResumableSession session, GatewayEvent.Ready ready, boolean membersIntent) {
    lastSaved = session;
    unsavedChecks = 0;
    return sessions.save(
        shard.id(),
        owner,
        new GatewaySessionStore.StoredSession(
            session.id(),
            shard.count(),
            session.sequence(),
            session.resumeUrl(),
            membersIntent,
            ready.application(),
            ready.botUser()));
  }
}
