package dcm.discord.gateway;

import dcm.discord.client.Disconnect;
import dcm.discord.client.DiscordClient;
import dcm.discord.client.GatewayConnection;
import dcm.discord.client.GatewayEvent;
import dcm.discord.client.GatewayLogin;
import dcm.discord.client.ResumableSession;
import dcm.discord.client.ShardId;
import dcm.discord.sync.GuildResync;
import dcm.discord.sync.GuildSynchronizer;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.redis.GatewaySessionStore;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the gateway connection of one shard, one in the whole cluster: resumes what the process
 * before left or the broken line allows, else with patience identifies anew. Nobody else
 * reconnects, and whoever learns that the shard has gone to another doorman lets go.
 *
 * <p>Long, because every message may come in every state of the line: the states are read side by
 * side here.
 */
public final class GatewayShard extends AbstractBehavior<GatewayShard.Message> {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayShard.class);
  private static final Duration STABLE_AFTER = Duration.ofSeconds(60);

  /** Tries in a row, within about 13 s, before a session counts as lost. */
  private static final int MAX_RESUMES = 7;

  private static final Duration SESSION_SAVE_INTERVAL = Duration.ofSeconds(1);
  private static final Duration REDIS_RETRY_DELAY = Duration.ofSeconds(2);
  private static final Duration SUPERSEDED_RETRY_DELAY = Duration.ofSeconds(30);

  public sealed interface Message {}

  /** Let go of the line and stop: the shard moves. */
  public enum Stop implements Message {
    NOW
  }

  private enum Connect implements Message {
    NOW
  }

  private record IdentifyDecided(
      IdentifyRateLimiter.@Nullable Decision decision, @Nullable Throwable failure)
      implements Message {}

  private record EventReceived(GatewayConnection connection, GatewayEvent event)
      implements Message {}

  private record Disconnected(GatewayConnection connection, Disconnect disconnect)
      implements Message {}

  private record ConnectionStable(GatewayConnection connection) implements Message {}

  /** The shard is ours; with what the process before us left, when it left anything. */
  private record Claimed(
      GatewaySessionStore.@Nullable StoredSession previousSession, @Nullable Throwable failure)
      implements Message {}

  /** Whether the shard is still ours. */
  private record OwnershipChecked(boolean isOwner) implements Message {}

  /** Time to note how far we are. */
  private enum SaveSession implements Message {
    NOW
  }

  private record SessionSaved(boolean isOwner) implements Message {}

  /** A guild as it was read over REST, whatever becomes of the line meanwhile. */
  private record GuildFetched(GatewayEvent.GuildAvailable guild) implements Message {}

  private enum ResyncFinished implements Message {
    NOW
  }

  /** Somebody does something in this guild. */
  private record GuildUsed(GuildId guild) implements Message {}

  /** Time to ask for the members of the next guild. */
  private enum RequestMembers implements Message {
    NOW
  }

  private record Closed() implements Message {}

  private final TimerScheduler<Message> timers;
  private final DiscordClient client;
  private final ShardId shard;
  private final IdentifyRateLimiter identifyLimiter;
  private final String owner;
  private final Consumer<GatewayEvent.InteractionCreated> interactionHandler;
  private final Consumer<Long> loginListener;
  private final ActorRef<GuildSynchronizer.Message> synchronizer;
  private final ShardSessionStore sessionStore;
  private final GatewayMetrics metrics = new GatewayMetrics();
  private final MemberRequests memberRequests = new MemberRequests();
  private final ShardStatus status;
  private final AtomicBoolean membersIntent;
  private @Nullable GatewayConnection connection;
  private @Nullable ResumableSession session;
  private GatewayEvent.@Nullable Ready lastReady;
  private @Nullable ActorRef<GuildResync.Message> resync;
  private boolean claimed;

  /** The session is another process's: we know nothing yet of what it was told. */
  private boolean inherited;

  /** The line that is open has logged in or taken up its session. */
  private boolean established;

  /** Tries in a row to begin a session that led to no connection that lasted. */
  private int failures;

  /** Breaks in a row of connections that did not last. */
  private int disconnects;

  /** Tries in a row to take up the session that Discord did not answer. */
  private int failedResumes;

  /** Why we wait, as it was told to the log last. */
  private String lastLoggedReason = "";

  /**
   * @param members with the members intent; set to false when Discord refuses it
   * @param desk takes interactions, on the connection's thread; must not block
   * @param welcomed hears the application's id at each login of the first shard
   * @param status learns how the connection is
   */
  public static Behavior<Message> create(
      DiscordClient client,
      ShardId shard,
      AtomicBoolean membersIntent,
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
      AtomicBoolean membersIntent,
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
    this.synchronizer = synchronizer;
    this.sessionStore = new ShardSessionStore(sessions, shard, owner);
    this.status = status;
    context.getSelf().tell(Connect.NOW);
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessageEquals(Connect.NOW, this::onConnect)
        .onMessage(IdentifyDecided.class, this::onIdentifyDecided)
        .onMessage(EventReceived.class, this::onEventReceived)
        .onMessage(Claimed.class, this::onClaimed)
        .onMessage(OwnershipChecked.class, this::onOwnershipChecked)
        .onMessageEquals(SaveSession.NOW, this::onSaveSession)
        .onMessage(SessionSaved.class, this::onSessionSaved)
        .onMessage(GuildUsed.class, this::onGuildUsed)
        .onMessageEquals(RequestMembers.NOW, this::onRequestMembers)
        .onMessage(GuildFetched.class, this::onGuildFetched)
        .onMessageEquals(ResyncFinished.NOW, this::onResyncFinished)
        .onMessage(ConnectionStable.class, this::onConnectionStable)
        .onMessage(Disconnected.class, this::onDisconnected)
        .onMessageEquals(Stop.NOW, this::onStop)
        .onMessage(Closed.class, _ -> Behaviors.stopped())
        .onSignal(PreRestart.class, _ -> onPreRestart())
        .onSignal(PostStop.class, _ -> onPostStop())
        .build();
  }

  private Behavior<Message> onConnect() {
    if (claimed) {
      // while Redis is away nobody else can have claimed it
      getContext()
          .pipeToSelf(
              sessionStore.isOwner(),
              (ownership, failure) -> new OwnershipChecked(failure != null || ownership));
    } else {
      // a session that is taken up brings what Discord kept, of which the age has to be known
      var clockComparison = client.compareClocks();
      getContext()
          .pipeToSelf(
              sessionStore
                  .claim()
                  .thenCompose(previous -> clockComparison.thenApply(_ -> previous)),
              Claimed::new);
    }
    return this;
  }

  private Behavior<Message> onClaimed(Claimed result) {
    if (result.failure() != null) {
      return retryAfter(
          REDIS_RETRY_DELAY, "Redis unavailable: stored Discord session cannot be read");
    }
    claimed = true;
    var previous = result.previousSession();
    if (previous != null
        && previous.membersIntent() == membersIntent.get()
        && previous.shardCount() == shard.count()) {
      session = new ResumableSession(previous.id(), previous.sequence(), previous.resumeUrl());
      lastReady = new GatewayEvent.Ready(previous.applicationId(), previous.userId());
      inherited = true;
    }
    return resumeOrIdentify();
  }

  private Behavior<Message> onOwnershipChecked(OwnershipChecked ownership) {
    return ownership.isOwner() ? resumeOrIdentify() : releaseSuperseded();
  }

  private Behavior<Message> resumeOrIdentify() {
    if (session != null) {
      connect(new GatewayLogin.Resume(session));
    } else {
      getContext().pipeToSelf(identifyLimiter.acquire(shard, owner), IdentifyDecided::new);
    }
    return this;
  }

  /** Another doorman holds the shard: this process was stopped, or cut off, and goes on late. */
  private Behavior<Message> releaseSuperseded() {
    if (connection != null) {
      connection.abort();
      disconnected();
    }
    session = null;
    stopResync();
    return retryAfter(
        SUPERSEDED_RETRY_DELAY, "Another process owns this Discord shard: connection released");
  }

  private Behavior<Message> onSaveSession() {
    var now = connection == null ? null : connection.session();
    if (now != null && lastReady != null && sessionStore.isSaveDue(now)) {
      getContext()
          .pipeToSelf(
              sessionStore.save(now, lastReady, membersIntent.get()),
              (ownership, failure) -> new SessionSaved(failure != null || ownership));
    }
    return this;
  }

  private Behavior<Message> onSessionSaved(SessionSaved saved) {
    return saved.isOwner() ? this : releaseSuperseded();
  }

  /**
   * A session that was taken over tells only what is new: the rest is read over REST. That takes
   * minutes where there are thousands of guilds, and goes on when the line breaks.
   */
  private void resync(MemberId botUser) {
    if (resync != null) {
      return;
    }
    var self = getContext().getSelf();
    var rest = client.rest();
    resync =
        getContext()
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
    if (resync != null) {
      getContext().stop(resync);
      resync = null;
    }
  }

  private Behavior<Message> onGuildFetched(GuildFetched fetched) {
    if (resync != null) {
      forward(fetched.guild());
    }
    return this;
  }

  private Behavior<Message> onResyncFinished() {
    if (resync != null) {
      getContext().getLog().info("Shard {}: resync of the resumed session finished", shard);
      resync = null;
      inherited = false;
    }
    return this;
  }

  private Behavior<Message> onIdentifyDecided(IdentifyDecided decided) {
    return switch (decided.decision()) {
      case IdentifyRateLimiter.Decision.Granted granted -> {
        connect(granted.login());
        yield this;
      }
      case IdentifyRateLimiter.Decision.Delayed(Duration wait, String reason) ->
          retryAfter(wait, reason);
      case null ->
          retryLater("Gateway address could not be fetched from Discord: " + decided.failure());
    };
  }

  /** Told once for each reason in a row: it may take long. */
  private Behavior<Message> retryAfter(Duration wait, String reason) {
    if (!reason.equals(lastLoggedReason)) {
      lastLoggedReason = reason;
      getContext().getLog().warn("Shard {}: {}. Retrying in {}", shard, reason, wait);
    }
    status.disconnected(reason);
    timers.startSingleTimer(Connect.NOW, wait);
    return this;
  }

  private void connect(GatewayLogin login) {
    var context = getContext();
    var self = context.getSelf();
    lastLoggedReason = "";
    established = false;
    var opened =
        client.connect(
            shard,
            membersIntent.get(),
            login,
            (connection, event) -> onEvent(self, connection, event));
    connection = opened;
    context.pipeToSelf(
        opened.disconnected(), (disconnect, _) -> new Disconnected(opened, disconnect));
  }

  /** On the connection's thread: an interaction has three seconds and does not queue up here. */
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
    if (received.connection() != connection) {
      return this;
    }
    switch (received.event()) {
      case GatewayEvent.Ready ready -> {
        getContext().getLog().info("Shard {} logged in to Discord", shard);
        metrics.identified();
        lastReady = ready;
        inherited = false;
        stopResync();
        // it tells of every guild anew
        memberRequests.clear();
        notifyLogin(ready);
        onEstablished(received.connection());
      }
      case GatewayEvent.Resumed _ -> {
        getContext().getLog().info("Shard {} resumed its Discord session", shard);
        metrics.resumed();
        if (inherited && lastReady != null) {
          notifyLogin(lastReady);
          resync(new MemberId(lastReady.botUser()));
        }
        onEstablished(received.connection());
      }
      case GatewayEvent.InteractionCreated _ -> {}
      case GatewayEvent.GuildScoped event -> forward(event);
    }
    return this;
  }

  private void forward(GatewayEvent.GuildScoped event) {
    if (lastReady != null) {
      synchronizer.tell(
          new GuildSynchronizer.EventReceived(
              event.guild(), event, new MemberId(lastReady.botUser())));
    }
    switch (event) {
      case GatewayEvent.GuildAvailable update
          when membersIntent.get() && !update.membersComplete() ->
          memberRequests.add(update.guild());
      case GatewayEvent.GuildAvailable update -> memberRequests.complete(update.guild());
      case GatewayEvent.GuildRemoved removal -> memberRequests.complete(removal.guild());
      case GatewayEvent.MembersUpdated update when update.lastChunk() ->
          memberRequests.complete(update.guild());
      case GatewayEvent.MembersUpdated update ->
          memberRequests.progress(update.guild(), Instant.now());
      case GatewayEvent.GuildUpdated _,
          GatewayEvent.RoleUpdated _,
          GatewayEvent.RoleDeleted _,
          GatewayEvent.ChannelUpdated _,
          GatewayEvent.ChannelDeleted _,
          GatewayEvent.MemberRemoved _ -> {}
    }
    status.memberRequests(memberRequests.size());
  }

  private Behavior<Message> onGuildUsed(GuildUsed used) {
    memberRequests.prioritize(used.guild());
    synchronizer.tell(new GuildSynchronizer.Prioritize(used.guild()));
    return this;
  }

  /** One guild at a time: Discord ends a connection that asks for many at once. */
  private Behavior<Message> onRequestMembers() {
    var now = Instant.now();
    var guild = memberRequests.next(now);
    if (guild != null && connection != null && connection.requestMembers(guild)) {
      memberRequests.sent(guild, now);
    }
    return this;
  }

  private void notifyLogin(GatewayEvent.Ready ready) {
    if (shard.isFirst()) {
      loginListener.accept(ready.application());
    }
  }

  private void onEstablished(GatewayConnection connection) {
    // a login is noted at once: it may have to go already
    getContext().getSelf().tell(SaveSession.NOW);
    established = true;
    failedResumes = 0;
    status.connected();
    timers.startTimerWithFixedDelay(SaveSession.NOW, SESSION_SAVE_INTERVAL);
    timers.startTimerWithFixedDelay(RequestMembers.NOW, MemberRequests.INTERVAL);
    timers.startSingleTimer("connection-stable", new ConnectionStable(connection), STABLE_AFTER);
  }

  private Behavior<Message> onConnectionStable(ConnectionStable stable) {
    if (stable.connection() == connection) {
      failures = 0;
      disconnects = 0;
    }
    return this;
  }

  private Behavior<Message> onDisconnected(Disconnected disconnected) {
    if (disconnected.connection() != connection) {
      return this;
    }
    disconnected();
    metrics.disconnected();
    var disconnect = disconnected.disconnect();
    failedResumes = established ? 0 : failedResumes + 1;
    // an address that never takes a session up again must not keep us out for ever
    session = failedResumes < MAX_RESUMES ? disconnect.session() : null;
    if (session == null) {
      failedResumes = 0;
    }
    if (disconnect.isTokenRejected()) {
      status.disconnected("Discord rejected the bot's token");
      getContext()
          .getLog()
          .error("Discord rejected the bot's token: set a valid DCM_DISCORD_TOKEN");
      return this;
    }
    if (disconnect.isIntentRejected() && membersIntent.get()) {
      getContext()
          .getLog()
          .error(
              "Discord rejected the members intent: enable it in the developer portal, or set"
                  + " dcm.discord.members-intent to off. Continuing without it");
      membersIntent.set(false);
    }
    if (inherited && session == null) {
      // Discord has forgotten what the process before us left: that cost no login
      inherited = false;
      stopResync();
      timers.startSingleTimer(Connect.NOW, SESSION_SAVE_INTERVAL);
      return this;
    }
    return retryLater("Gateway connection lost: " + disconnect.reason());
  }

  private void disconnected() {
    connection = null;
    timers.cancel("connection-stable");
    timers.cancel(SaveSession.NOW);
    timers.cancel(RequestMembers.NOW);
    memberRequests.disconnected();
    status.memberRequests(memberRequests.size());
  }

  private Behavior<Message> retryLater(String reason) {
    double jitter = ThreadLocalRandom.current().nextDouble();
    Duration wait =
        session == null
            ? ReconnectBackoff.beforeIdentify(failures++, jitter)
            : ReconnectBackoff.beforeResume(disconnects++, jitter);
    getContext().getLog().warn("Shard {}: {}. Retrying in {}", shard, reason, wait);
    status.disconnected(reason);
    timers.startSingleTimer(Connect.NOW, wait);
    return this;
  }

  private Behavior<Message> onStop() {
    timers.cancelAll();
    metrics.closed();
    if (connection == null) {
      return Behaviors.stopped();
    }
    var saved = release(connection);
    disconnected();
    getContext().pipeToSelf(saved, (_, _) -> new Closed());
    return this;
  }

  /** The session is never ended: the next process takes it up, or Discord forgets it by itself. */
  private CompletionStage<Boolean> release(GatewayConnection connection) {
    connection.abort();
    var last = connection.session();
    return last == null || lastReady == null
        ? CompletableFuture.completedFuture(false)
        : sessionStore.save(last, lastReady, membersIntent.get());
  }

  private Behavior<Message> onPreRestart() {
    status.disconnected("actor failed, restarting after a backoff");
    return cleanUp();
  }

  private Behavior<Message> onPostStop() {
    status.markEnded();
    return cleanUp();
  }

  private Behavior<Message> cleanUp() {
    metrics.closed();
    if (connection != null) {
      release(connection)
          .whenComplete((_, failure) -> {
            if (failure != null) {
              LOG.warn("Discord session was not saved", failure);
            }
          });
    }
    return this;
  }
}
