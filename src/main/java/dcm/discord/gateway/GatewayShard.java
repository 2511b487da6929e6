package dcm.discord.gateway;

import dcm.discord.client.DiscordClient;
import dcm.discord.client.GatewayConnection;
import dcm.discord.client.GatewayEvent;
import dcm.discord.client.MembersIntent;
import dcm.discord.client.ShardId;
import dcm.discord.sync.GuildResync;
import dcm.discord.sync.GuildSynchronizer;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.redis.GatewaySessionStore;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owner of the gateway connection of one shard; one runs in the whole cluster. Its life, in the
 * states of {@link ShardState}: it claims the shard in Redis; resumes the stored session, or waits
 * for the permit to IDENTIFY; is connecting, then online; and after each disconnect resumes or
 * identifies again after a backoff. When another process has claimed the shard, it releases the
 * connection and is superseded.
 *
 * <p>Long, because every message may arrive in every state: the handlers are read side by side.
 */
public final class GatewayShard extends AbstractMatchingBehavior<GatewayShard.Message> {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayShard.class);
  private static final Duration STABLE_AFTER = Duration.ofSeconds(60);

  /** Failed attempts in a row, within about 13 s, after which a session counts as lost. */
  private static final int MAX_RESUMES = 7;

  private static final Duration SESSION_SAVE_INTERVAL = Duration.ofSeconds(1);
  private static final Duration REDIS_RETRY_DELAY = Duration.ofSeconds(2);
  private static final Duration SUPERSEDED_RETRY_DELAY = Duration.ofSeconds(30);
  private static final String STABILITY_TIMER = "connection-stable";

  public sealed interface Message {}

  /** The shard moves to another node: the actor saves its session and stops. */
  public enum Stop implements Message {
    NOW
  }

  private enum Connect implements Message {
    NOW
  }

  /**
   * The shard is claimed.
   *
   * @param previousSession the session that the previous owner left; null without one
   */
  private record Claimed(
      GatewaySessionStore.@Nullable StoredSession previousSession, @Nullable Throwable failure)
      implements Message {}

  private record OwnershipChecked(boolean isOwner) implements Message {}

  private record IdentifyDecided(
      IdentifyRateLimiter.@Nullable Decision decision, @Nullable Throwable failure)
      implements Message {}

  private record EventReceived(GatewayConnection connection, GatewayEvent event)
      implements Message {}

  private record Disconnected(GatewayConnection connection, GatewayConnection.Disconnect disconnect)
      implements Message {}

  /** The connection has lasted {@link #STABLE_AFTER}. */
  private record ConnectionStable(GatewayConnection connection) implements Message {}

  private enum SaveSession implements Message {
    NOW
  }

  private record SessionSaved(boolean isOwner) implements Message {}

  /** A guild read over REST by {@link GuildResync}. */
  private record GuildFetched(GatewayEvent.GuildAvailable guild) implements Message {}

  private enum ResyncFinished implements Message {
    NOW
  }

  /** A member of this guild used the bot. */
  private record GuildUsed(GuildId guild) implements Message {}

  /** The members of the next guild are requested. */
  private enum RequestMembers implements Message {
    NOW
  }

  /** The session is saved after {@link Stop}. */
  private record Closed() implements Message {}

  private final TimerScheduler<Message> timers;
  private final DiscordClient client;
  private final ShardId shard;
  private final IdentifyRateLimiter identifyLimiter;
  private final String owner;
  private final MembersIntent membersIntent;
  private final Consumer<GatewayEvent.InteractionCreated> interactionHandler;
  private final Consumer<Long> loginListener;
  private final ShardGuilds guilds;
  private final ShardSessionStore sessionStore;
  private final GatewayMetrics metrics = new GatewayMetrics();
  private final ShardStatus status;
  private ShardState state = new ShardState.Claiming();

  /** The application and user of the bot's token; null before the first login. */
  private GatewayEvent.@Nullable Ready identity;

  /** Attempts in a row to begin a session that led to no stable connection. */
  private int failures;

  /** Disconnects in a row of connections that were not stable. */
  private int disconnects;

  /** Attempts in a row to resume a session that Discord did not answer. */
  private int failedResumes;

  /** The reason for waiting that was logged last. */
  private String lastLoggedReason = "";

  /**
   * @param interactionHandler called on the connection's thread; must not block
   * @param loginListener called with the application's id at each login of the first shard
   * @param synchronizer receives the events of the shard's guilds
   * @param status updated with the state of the connection
   */
  public static Behavior<Message> create(
      DiscordClient client,
      ShardId shard,
      MembersIntent membersIntent,
      Consumer<GatewayEvent.InteractionCreated> interactionHandler,
      Consumer<Long> loginListener,
      Behavior<GuildSynchronizer.Message> synchronizer,
      GatewaySessionStore sessions,
      IdentifyRateLimiter identifyLimiter,
      ShardStatus status) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers ->
            new GatewayShard(
                context,
                timers,
                client,
                shard,
                membersIntent,
                interactionHandler,
                loginListener,
                context.spawn(synchronizer, "guild-synchronizer"),
                sessions,
                identifyLimiter,
                status)));
  }

  private GatewayShard(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      DiscordClient client,
      ShardId shard,
      MembersIntent membersIntent,
      Consumer<GatewayEvent.InteractionCreated> interactionHandler,
      Consumer<Long> loginListener,
      ActorRef<GuildSynchronizer.Message> synchronizer,
      GatewaySessionStore sessions,
      IdentifyRateLimiter identifyLimiter,
      ShardStatus status) {
    super(context);
    context.setLoggerName(GatewayShard.class);
    this.timers = timers;
    this.client = client;
    this.shard = shard;
    this.identifyLimiter = identifyLimiter;
    this.owner = shard + " " + UUID.randomUUID();
    this.membersIntent = membersIntent;
    this.interactionHandler = interactionHandler;
    this.loginListener = loginListener;
    this.guilds = new ShardGuilds(synchronizer, membersIntent, status);
    this.sessionStore = new ShardSessionStore(sessions, shard, owner);
    this.status = status;
    context.getSelf().tell(Connect.NOW);
  }

  @Override
  public Behavior<Message> onMessage(Message message) {
    return switch (message) {
      case Connect.NOW -> onConnect();
      case Claimed claimed -> onClaimed(claimed);
      case OwnershipChecked checked -> onOwnershipChecked(checked);
      case IdentifyDecided decided -> onIdentifyDecided(decided);
      case EventReceived received -> onEventReceived(received);
      case ConnectionStable stable -> onConnectionStable(stable);
      case SaveSession.NOW -> onSaveSession();
      case SessionSaved saved -> saved.isOwner() ? this : releaseSuperseded();
      case GuildFetched fetched -> onGuildFetched(fetched);
      case ResyncFinished.NOW -> onResyncFinished();
      case GuildUsed(var guild) -> {
        guilds.prioritize(guild);
        yield this;
      }
      case RequestMembers.NOW -> onRequestMembers();
      case Disconnected disconnected -> onDisconnected(disconnected);
      case Stop.NOW -> onStop();
      case Closed() -> Behaviors.stopped();
    };
  }

  @Override
  public Behavior<Message> onSignal(Signal signal) {
    switch (signal) {
      case PreRestart _ -> {
        status.disconnected("actor failed, restarting after a backoff");
        cleanUp();
      }
      case PostStop _ -> {
        status.markEnded();
        cleanUp();
      }
      default -> {
        return Behaviors.unhandled();
      }
    }
    return this;
  }

  private Behavior<Message> onConnect() {
    switch (state) {
      case ShardState.Claiming _ -> {
        // a resumed session replays old interactions: their age is measured by Discord's clock
        var clockComparison = client.compareClocks();
        getContext()
            .pipeToSelf(
                sessionStore
                    .claim()
                    .thenCompose(previous -> clockComparison.thenApply(_ -> previous)),
                Claimed::new);
      }
      case ShardState.AwaitingIdentify _, ShardState.AwaitingResume _, ShardState.Superseded _ ->
          // while Redis is unavailable no other process can claim the shard
          getContext()
              .pipeToSelf(
                  sessionStore.isOwner(),
                  (isOwner, failure) -> new OwnershipChecked(failure != null || isOwner));
      case ShardState.Connected _, ShardState.Stopped _ -> {}
    }
    return this;
  }

  private Behavior<Message> onClaimed(Claimed result) {
    if (!(state instanceof ShardState.Claiming)) {
      return this;
    }
    if (result.failure() != null) {
      return retryAfter(
          REDIS_RETRY_DELAY, "Redis unavailable: stored Discord session cannot be read");
    }
    var previous = result.previousSession();
    if (previous != null
        && previous.membersIntent() == membersIntent.isEnabled()
        && previous.shardCount() == shard.count()) {
      var ready = new GatewayEvent.Ready(previous.applicationId(), previous.userId());
      identity = ready;
      state =
          new ShardState.AwaitingResume(
              new GatewayConnection.ResumableSession(
                  previous.id(), previous.sequence(), previous.resumeUrl()),
              new ShardState.SessionOrigin.Inherited(ready));
    } else {
      state = new ShardState.AwaitingIdentify();
    }
    return resumeOrIdentify();
  }

  private Behavior<Message> onOwnershipChecked(OwnershipChecked checked) {
    return switch (state) {
      case ShardState.AwaitingIdentify _, ShardState.AwaitingResume _, ShardState.Superseded _ ->
          checked.isOwner() ? resumeOrIdentify() : releaseSuperseded();
      case ShardState.Claiming _, ShardState.Connected _, ShardState.Stopped _ -> this;
    };
  }

  private Behavior<Message> resumeOrIdentify() {
    if (state instanceof ShardState.AwaitingResume(var session, var origin)) {
      connect(new GatewayConnection.Login.Resume(session), origin);
    } else {
      state = new ShardState.AwaitingIdentify();
      getContext().pipeToSelf(identifyLimiter.acquire(shard, owner), IdentifyDecided::new);
    }
    return this;
  }

  private Behavior<Message> onIdentifyDecided(IdentifyDecided decided) {
    if (!(state instanceof ShardState.AwaitingIdentify)) {
      // the shard was superseded or stopped meanwhile; an unused permit expires
      return this;
    }
    return switch (decided.decision()) {
      case IdentifyRateLimiter.Decision.Granted granted -> {
        connect(granted.login(), new ShardState.SessionOrigin.Own());
        yield this;
      }
      case IdentifyRateLimiter.Decision.Delayed(Duration wait, String reason) ->
          retryAfter(wait, reason);
      case null ->
          retryLater("Gateway address could not be fetched from Discord: " + decided.failure());
    };
  }

  private void connect(GatewayConnection.Login login, ShardState.SessionOrigin origin) {
    var context = getContext();
    var self = context.getSelf();
    lastLoggedReason = "";
    var opened =
        client.connect(
            shard,
            membersIntent.isEnabled(),
            login,
            (connection, event) -> onEvent(self, connection, event));
    state = new ShardState.Connecting(opened, origin);
    context.pipeToSelf(
        opened.disconnected(), (disconnect, _) -> new Disconnected(opened, disconnect));
  }

  /**
   * Called on the connection's thread: an interaction has to be answered within 3 s and does not
   * wait in the actor's mailbox.
   */
  private void onEvent(ActorRef<Message> self, GatewayConnection connection, GatewayEvent event) {
    if (event instanceof GatewayEvent.InteractionCreated created) {
      interactionHandler.accept(created);
      var member = created.interaction().user().member();
      if (member != null) {
        self.tell(new GuildUsed(new GuildId(member.guildId())));
      }
    } else {
      self.tell(new EventReceived(connection, event));
    }
  }

  private Behavior<Message> onEventReceived(EventReceived received) {
    if (state instanceof ShardState.Connected connected
        && connected.connection() == received.connection()) {
      switch (received.event()) {
        case GatewayEvent.Ready ready -> onReady(connected, ready);
        case GatewayEvent.Resumed _ -> onResumed(connected);
        case GatewayEvent.InteractionCreated _ -> {}
        case GatewayEvent.GuildScoped event -> forward(event);
      }
    }
    return this;
  }

  private void onReady(ShardState.Connected connected, GatewayEvent.Ready ready) {
    getContext().getLog().info("Shard {} logged in to Discord", shard);
    metrics.identified();
    identity = ready;
    stopResync();
    guilds.onNewSession();
    notifyLogin(ready);
    goOnline(connected.connection(), new ShardState.SessionOrigin.Own());
  }

  private void onResumed(ShardState.Connected connected) {
    getContext().getLog().info("Shard {} resumed its Discord session", shard);
    metrics.resumed();
    var origin =
        switch (connected.origin()) {
          case ShardState.SessionOrigin.Own own -> own;
          case ShardState.SessionOrigin.Inherited(var inherited) -> {
            notifyLogin(inherited);
            yield new ShardState.SessionOrigin.Resyncing(inherited, startResync(inherited));
          }
          case ShardState.SessionOrigin.Resyncing resyncing -> {
            notifyLogin(resyncing.identity());
            yield resyncing;
          }
        };
    goOnline(connected.connection(), origin);
  }

  private void goOnline(GatewayConnection connection, ShardState.SessionOrigin origin) {
    state = new ShardState.Online(connection, origin);
    failedResumes = 0;
    status.connected();
    // the session is saved at once: the process may end within the first second
    getContext().getSelf().tell(SaveSession.NOW);
    timers.startTimerWithFixedDelay(SaveSession.NOW, SESSION_SAVE_INTERVAL);
    timers.startTimerWithFixedDelay(RequestMembers.NOW, MemberRequests.INTERVAL);
    timers.startSingleTimer(STABILITY_TIMER, new ConnectionStable(connection), STABLE_AFTER);
  }

  private void notifyLogin(GatewayEvent.Ready ready) {
    if (shard.isFirst()) {
      loginListener.accept(ready.application());
    }
  }

  private void forward(GatewayEvent.GuildScoped event) {
    if (identity != null) {
      guilds.onEvent(event, new MemberId(identity.botUser()));
    }
  }

  private Behavior<Message> onConnectionStable(ConnectionStable stable) {
    if (state instanceof ShardState.Online(var connection, _)
        && connection == stable.connection()) {
      failures = 0;
      disconnects = 0;
    }
    return this;
  }

  private Behavior<Message> onSaveSession() {
    if (state instanceof ShardState.Online(var connection, _)) {
      var session = connection.session();
      if (session != null && identity != null && sessionStore.isSaveDue(session)) {
        getContext()
            .pipeToSelf(
                sessionStore.save(session, identity, membersIntent.isEnabled()),
                (isOwner, failure) -> new SessionSaved(failure != null || isOwner));
      }
    }
    return this;
  }

  /** Another process owns the shard: this one was paused or cut off from Redis for a while. */
  private Behavior<Message> releaseSuperseded() {
    if (state instanceof ShardState.Stopped) {
      return this;
    }
    stopResync();
    if (state instanceof ShardState.Connected connected) {
      connected.connection().abort();
      metrics.closed();
      stopConnectionTimers();
    }
    state = new ShardState.Superseded();
    return retryAfter(
        SUPERSEDED_RETRY_DELAY, "Another process owns this Discord shard: connection released");
  }

  /**
   * Starts reading the guilds of an inherited session over REST: Discord sends only what is new. It
   * takes minutes for thousands of guilds and continues across disconnects.
   */
  private ActorRef<GuildResync.Message> startResync(GatewayEvent.Ready inherited) {
    var self = getContext().getSelf();
    var rest = client.rest();
    var botUser = new MemberId(inherited.botUser());
    return getContext()
        .spawnAnonymous(
            GuildResync.create(
                new GuildResync.Source(
                    rest::guildsAfter, shard::covers, guild -> rest.guild(guild, botUser)),
                new GuildResync.Listener() {
                  @Override
                  public void onGuild(GatewayEvent.GuildAvailable guild) {
                    self.tell(new GuildFetched(guild));
                  }

                  @Override
                  public void onFinished() {
                    self.tell(ResyncFinished.NOW);
                  }
                }));
  }

  private void stopResync() {
    var resync = state.resync();
    if (resync != null) {
      getContext().stop(resync);
    }
  }

  private Behavior<Message> onGuildFetched(GuildFetched fetched) {
    if (state.resync() != null) {
      forward(fetched.guild());
    }
    return this;
  }

  private Behavior<Message> onResyncFinished() {
    if (state.resync() != null) {
      getContext().getLog().info("Shard {}: resync of the resumed session finished", shard);
      state = state.withOwnSession();
    }
    return this;
  }

  private Behavior<Message> onRequestMembers() {
    if (state instanceof ShardState.Online(var connection, _)) {
      guilds.requestMembers(connection);
    }
    return this;
  }

  private Behavior<Message> onDisconnected(Disconnected disconnected) {
    if (!(state instanceof ShardState.Connected connected)
        || connected.connection() != disconnected.connection()) {
      return this;
    }
    stopConnectionTimers();
    metrics.disconnected();
    var disconnect = disconnected.disconnect();
    failedResumes = connected instanceof ShardState.Online ? 0 : failedResumes + 1;
    // an address at which resuming always fails must not keep the shard offline for ever
    var session = failedResumes < MAX_RESUMES ? disconnect.session() : null;
    if (session == null) {
      failedResumes = 0;
    }
    if (disconnect.isTokenRejected()) {
      return onTokenRejected();
    }
    if (disconnect.isIntentRejected() && membersIntent.isEnabled()) {
      getContext()
          .getLog()
          .error(
              "Discord rejected the members intent: enable it in the developer portal, or set"
                  + " dcm.discord.members-intent to off. Continuing without it");
      membersIntent.disable();
    }
    if (session == null) {
      return onSessionLost(connected.origin(), disconnect);
    }
    state = new ShardState.AwaitingResume(session, connected.origin());
    return retryLater("Gateway connection lost: " + disconnect.reason());
  }

  private Behavior<Message> onTokenRejected() {
    stopResync();
    state = new ShardState.Stopped();
    status.disconnected("Discord rejected the bot's token");
    getContext().getLog().error("Discord rejected the bot's token: set a valid DCM_DISCORD_TOKEN");
    return this;
  }

  private Behavior<Message> onSessionLost(
      ShardState.SessionOrigin origin, GatewayConnection.Disconnect disconnect) {
    stopResync();
    state = new ShardState.AwaitingIdentify();
    return switch (origin) {
      case ShardState.SessionOrigin.Own _ ->
          retryLater("Gateway connection lost: " + disconnect.reason());
      case ShardState.SessionOrigin.Inherited _, ShardState.SessionOrigin.Resyncing _ -> {
        // Discord no longer knows the inherited session: no IDENTIFY was spent, so no backoff
        timers.startSingleTimer(Connect.NOW, SESSION_SAVE_INTERVAL);
        yield this;
      }
    };
  }

  private void stopConnectionTimers() {
    timers.cancel(STABILITY_TIMER);
    timers.cancel(SaveSession.NOW);
    timers.cancel(RequestMembers.NOW);
    guilds.onDisconnected();
  }

  /** Waits for a fixed time. Logged once per reason in a row, because it may take long. */
  private Behavior<Message> retryAfter(Duration wait, String reason) {
    if (!reason.equals(lastLoggedReason)) {
      lastLoggedReason = reason;
      getContext().getLog().warn("Shard {}: {}. Retrying in {}", shard, reason, wait);
    }
    status.disconnected(reason);
    timers.startSingleTimer(Connect.NOW, wait);
    return this;
  }

  /** Waits for the backoff of the current state. */
  private Behavior<Message> retryLater(String reason) {
    double jitter = ThreadLocalRandom.current().nextDouble();
    Duration wait =
        state instanceof ShardState.AwaitingResume
            ? ReconnectBackoff.beforeResume(disconnects++, jitter)
            : ReconnectBackoff.beforeIdentify(failures++, jitter);
    getContext().getLog().warn("Shard {}: {}. Retrying in {}", shard, reason, wait);
    status.disconnected(reason);
    timers.startSingleTimer(Connect.NOW, wait);
    return this;
  }

  private Behavior<Message> onStop() {
    timers.cancelAll();
    metrics.closed();
    if (!(state instanceof ShardState.Connected connected)) {
      return Behaviors.stopped();
    }
    var saved = release(connected.connection());
    stopConnectionTimers();
    stopResync();
    state = new ShardState.Stopped();
    getContext().pipeToSelf(saved, (_, _) -> new Closed());
    return this;
  }

  /**
   * Keeps the session at Discord: the next owner resumes it, or Discord discards it. Completes when
   * the session is saved and the connection passes no further interactions to this node.
   */
  private CompletionStage<Boolean> release(GatewayConnection connection) {
    connection.abort();
    var session = connection.session();
    CompletionStage<Boolean> saved =
        session == null || identity == null
            ? CompletableFuture.completedFuture(false)
            : sessionStore.save(session, identity, membersIntent.isEnabled());
    return saved.thenCombine(connection.released(), (isSaved, _) -> isSaved);
  }

  private void cleanUp() {
    metrics.closed();
    if (state instanceof ShardState.Connected connected) {
      release(connected.connection())
          .whenComplete((_, failure) -> {
            if (failure != null) {
              LOG.warn("Discord session was not saved", failure);
            }
          });
    }
  }
}
