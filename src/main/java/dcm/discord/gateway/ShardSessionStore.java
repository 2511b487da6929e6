package dcm.discord.gateway;

import dcm.discord.client.GatewayConnection;
import dcm.discord.client.GatewayEvent;
import dcm.discord.client.ShardId;
import dcm.redis.GatewaySessionStore;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Store of one shard's gateway session, for the process that owns the shard next. */
final class ShardSessionStore {
  private static final int MAX_UNSAVED_CHECKS = 60;

  private final GatewaySessionStore sessions;
  private final ShardId shard;
  private final String owner;

  /** The session that was saved last: an unchanged session is not saved again. */
  private GatewayConnection.@Nullable ResumableSession lastSaved;

  private int unsavedChecks;

  /**
   * @param owner this actor's name, which no other actor uses
   */
  ShardSessionStore(GatewaySessionStore sessions, ShardId shard, String owner) {
    this.sessions = sessions;
    this.shard = shard;
    this.owner = owner;
  }

  /** Claims the shard. Returns the session of the previous owner; null without one. */
  CompletionStage<GatewaySessionStore.@Nullable StoredSession> claim() {
    return sessions.claim(shard.id(), owner);
  }

  /** False when another process claimed the shard since. */
  CompletionStage<Boolean> isOwner() {
    return sessions.isOwner(shard.id(), owner);
  }

  /**
   * Called once a second: whether the session has changed, or was not saved for a minute. Redis
   * discards it after some minutes, as Discord does.
   */
  boolean isSaveDue(GatewayConnection.ResumableSession session) {
    return !session.equals(lastSaved) || ++unsavedChecks >= MAX_UNSAVED_CHECKS;
  }

  /** False, without saving, when another process claimed the shard since. */
  CompletionStage<Boolean> save(
      GatewayConnection.ResumableSession session, GatewayEvent.Ready ready, boolean membersIntent) {
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
