package dcm.discord.gateway;

import dcm.discord.client.GatewayConnection;
import dcm.discord.client.GatewayEvent;
import dcm.discord.sync.GuildResync;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** The state of a {@link GatewayShard}. Data that is valid in one state only is part of it. */
sealed interface ShardState {
  /** Redis does not name this actor as the shard's owner yet. */
  record Claiming() implements ShardState {}

  /** Claimed, without a session: a backoff or the permit to IDENTIFY is pending. */
  record AwaitingIdentify() implements ShardState {}

  /** Claimed, with a session that is resumed after the backoff. */
  record AwaitingResume(GatewayConnection.ResumableSession session, SessionOrigin origin)
      implements ShardState {}

  /** A connection is open. */
  sealed interface Connected extends ShardState {
    GatewayConnection connection();

    SessionOrigin origin();
  }

  /** Neither READY nor RESUMED arrived on the connection yet. */
  record Connecting(GatewayConnection connection, SessionOrigin origin) implements Connected {}

  /** Events arrive. */
  record Online(GatewayConnection connection, SessionOrigin origin) implements Connected {}

  /** Another process claimed the shard. The claim is checked again every 30 s. */
  record Superseded() implements ShardState {}

  /** No further connection: the shard moves to another node, or Discord rejected the token. */
  record Stopped() implements ShardState {}

  /** The running resync of an inherited session; null without one. */
  default @Nullable ActorRef<GuildResync.Message> resync() {
    var origin =
        switch (this) {
          case AwaitingResume waiting -> waiting.origin();
          case Connected connected -> connected.origin();
          case Claiming _, AwaitingIdentify _, Superseded _, Stopped _ -> null;
        };
    return origin instanceof SessionOrigin.Resyncing(_, var resync) ? resync : null;
  }

  /** The same state after the resync: this process has received every guild. */
  default ShardState withOwnSession() {
    var own = new SessionOrigin.Own();
    return switch (this) {
      case AwaitingResume(var session, _) -> new AwaitingResume(session, own);
      case Connecting(var connection, _) -> new Connecting(connection, own);
      case Online(var connection, _) -> new Online(connection, own);
      case Claiming _, AwaitingIdentify _, Superseded _, Stopped _ -> this;
    };
  }

  /** Who began a session, and so whether this process has received its guilds. */
  sealed interface SessionOrigin {
    /** This process has received every guild of the session. */
    record Own() implements SessionOrigin {}

    /**
     * Another process began the session and received its guilds.
     *
     * @param identity the bot as that process logged it in
     */
    record Inherited(GatewayEvent.Ready identity) implements SessionOrigin {}

    /** An inherited session was resumed, and its guilds are read over REST. */
    record Resyncing(GatewayEvent.Ready identity, ActorRef<GuildResync.Message> resync)
        implements SessionOrigin {}
  }
}
