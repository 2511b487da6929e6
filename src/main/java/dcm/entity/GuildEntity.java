package dcm.entity;

import dcm.entity.recovery.AdmissionInterceptor;
import dcm.entity.recovery.OwnershipConfirmation;
import dcm.entity.recovery.PendingRequests;
import dcm.entity.recovery.RecoveryTracker;
import dcm.guild.Guild;
import dcm.guild.GuildSnapshot;
import dcm.guild.event.RecordedEvent;
import dcm.guild.reply.GuildReply;
import dcm.guild.rules.DecidedEvent;
import dcm.guild.rules.Decision;
import dcm.guild.value.GuildId;
import java.util.List;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.persistence.typed.JournalPersistFailed;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.RecoveryFailed;
import org.apache.pekko.persistence.typed.SnapshotAdapter;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerWithReply;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import org.apache.pekko.persistence.typed.javadsl.ReplyEffect;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event-sourced actor of one guild. A command is admitted, decided on the guild's state, its
 * events are persisted together and applied, published and handed out; then the reply is sent. A
 * query is answered from the state at once.
 *
 * <p>A failed write leaves its command without a reply, unless it is certain that nothing was
 * written: the entity restarts from its journal, and the same command id may be sent again.
 * Deliveries lost in between are handed out again by the guild's agenda.
 *
 * <p>Replies without a write come from memory; {@link OwnershipConfirmation} decides whether the
 * memory is still valid. {@link AdmissionInterceptor} runs before this behavior.
 */
final class GuildEntity
    extends EventSourcedBehaviorWithEnforcedReplies<GuildMessage, RecordedEvent, Guild> {
  private static final Logger LOG = LoggerFactory.getLogger(GuildEntity.class);

  /** Persistence ids are {@code guild|<snowflake>}. */
  static final EntityTypeKey<GuildMessage> KEY = EntityTypeKey.create(GuildMessage.class, "guild");

  /** Two: the older one is read when the newer one cannot be. */
  private static final int SNAPSHOTS_KEPT = 2;

  private final ActorContext<GuildMessage> context;
  private final GuildId id;
  private final EntityDependencies dependencies;
  private final ActorRef<ClusterSharding.ShardCommand> shard;
  private final PendingRequests pendingRequests;
  private final RecoveryTracker recoveryTracker;
  private final OwnershipConfirmation ownershipConfirmation;
  private final RecordedRefusals recordedRefusals = new RecordedRefusals();
  private final ProcessedCommandCache processedCommands;
  private final OwnershipProbe ownershipProbe;

  /** Taken before the journal is read, which makes this entity the guild's only owner. */
  private long recoveryStartedAt;

  /**
   * Starts sharding of guilds: nodes with the role {@code guild} hold entities, others reach them.
   */
  static void init(ActorSystem<?> system, EntityDependencies dependencies) {
    ClusterShardingSettings sharding = ClusterShardingSettings.create(system);
    ClusterSharding.get(system)
        .init(
            Entity.of(
                    KEY,
                    entity ->
                        create(GuildId.of(entity.getEntityId()), dependencies, entity.getShard()))
                .withRole("guild")
                .withSettings(
                    sharding.withPassivationStrategy(
                        sharding
                            .passivationStrategySettings()
                            .withIdleEntityPassivation(dependencies.settings().passivateAfter()))));
  }

  /**
   * Behavior of one guild.
   *
   * @param shard parent of the entity on this node
   */
  static Behavior<GuildMessage> create(
      GuildId id, EntityDependencies dependencies, ActorRef<ClusterSharding.ShardCommand> shard) {
    return Behaviors.setup(context -> {
      EntityMetrics.entityStarted();
      EntitySettings settings = dependencies.settings();
      PendingRequests pendingRequests =
          new PendingRequests(settings.maxPendingRequests(), settings.askTimeout());
      RecoveryTracker recoveryTracker = new RecoveryTracker(id, dependencies, shard);
      AdmissionInterceptor interceptor =
          new AdmissionInterceptor(
              pendingRequests,
              recoveryTracker,
              () ->
                  new GuildEntity(
                      context, id, dependencies, shard, pendingRequests, recoveryTracker));
      return Behaviors.intercept(() -> interceptor, interceptor.initialBehavior());
    });
  }

  private GuildEntity(
      ActorContext<GuildMessage> context,
      GuildId id,
      EntityDependencies dependencies,
      ActorRef<ClusterSharding.ShardCommand> shard,
      PendingRequests pendingRequests,
      RecoveryTracker recoveryTracker) {
    super(
        PersistenceId.of(KEY.name(), id.toString()),
        SupervisorStrategy.restartWithBackoff(
                dependencies.settings().minBackoff(), dependencies.settings().maxBackoff(), 0.2)
            .withStashCapacity(dependencies.settings().maxPendingRequests())
            // logged below in one line: an outage affects a thousand guilds at once
            .withLoggingEnabled(false));
    this.context = context;
    this.id = id;
    this.dependencies = dependencies;
    this.shard = shard;
    this.pendingRequests = pendingRequests;
    this.recoveryTracker = recoveryTracker;
    this.ownershipConfirmation =
        new OwnershipConfirmation(
            dependencies.settings().ownershipCheckInterval(), System::nanoTime);
    this.ownershipProbe = new OwnershipProbe(id, dependencies.ownership());
    this.processedCommands =
        new ProcessedCommandCache(id, dependencies.processedCommands(), context);
    this.recoveryStartedAt = ownershipConfirmation.now();
  }

  @Override
  public Guild emptyState() {
    return Guild.unknown(id, dependencies.settings().defaultZone());
  }

  @Override
  public CommandHandlerWithReply<GuildMessage, RecordedEvent, Guild> commandHandler() {
    return this::handle;
  }

  @Override
  public EventHandler<Guild, RecordedEvent> eventHandler() {
    return Guild::apply;
  }

  private ReplyEffect<RecordedEvent, Guild> handle(Guild guild, GuildMessage message) {
    if (message instanceof GuildMessage.Request request && !pendingRequests.isPending(request)) {
      // it was rejected while stashed, and must not have an effect now
      return Effect().noReply();
    }
    return switch (message) {
      case GuildMessage.HandleCommand request -> decide(guild, request);
      case GuildMessage.HandleQuery request ->
          replyFromState(request, guild.answer(request.envelope()));
      case GuildMessage.Internal.OwnershipChecked(var startedAt, var result) ->
          ownershipChecked(startedAt, result);
      case GuildMessage.Internal.CommandLookedUp lookup -> commandLookedUp(guild, lookup);
      case GuildMessage.Internal.CommandsSaved saved -> commandsSaved(saved);
      case GuildMessage.Internal.RetryCommand(var request) ->
          pendingRequests.isPending(request) ? decide(guild, request) : Effect().noReply();
      case GuildMessage.Internal.JournalUnreadable _ -> Effect().noReply();
    };
  }

  private ReplyEffect<RecordedEvent, Guild> decide(
      Guild guild, GuildMessage.HandleCommand request) {
    return processedCommands.defers(guild, request)
        ? Effect().noReply()
        : applyDecision(guild, request, guild.decide(request.envelope()));
  }

  private ReplyEffect<RecordedEvent, Guild> commandLookedUp(
      Guild guild, GuildMessage.Internal.CommandLookedUp lookup) {
    GuildMessage.HandleCommand request = lookup.request();
    if (!pendingRequests.isPending(request)) {
      return Effect().noReply();
    }
    if (lookup.failed()) {
      reply(request, new GuildReply.Unavailable());
      return Effect().noReply();
    }
    return applyDecision(guild, request, guild.decide(request.envelope(), lookup.found()));
  }

  private ReplyEffect<RecordedEvent, Guild> commandsSaved(
      GuildMessage.Internal.CommandsSaved saved) {
    processedCommands.saved(saved).forEach(request -> reply(request, new GuildReply.Unavailable()));
    return Effect().noReply();
  }

  private ReplyEffect<RecordedEvent, Guild> applyDecision(
      Guild guild, GuildMessage.HandleCommand request, Decision decision) {
    EntityMetrics.recordWakeUpDelay(guild, request.envelope());
    return switch (decision) {
      case Decision.Accepted(var decided) ->
          persist(
              guild,
              decided,
              request,
              after -> new GuildReply.Done(after.outcome(request.envelope()), false));
      case Decision.Repeated(var outcome) ->
          replyFromState(request, new GuildReply.Done(outcome, true));
      case Decision.Refused(var refusal, var audit) ->
          persist(
              guild,
              recordedRefusals.notRecorded(audit),
              request,
              _ -> new GuildReply.Refused(refusal));
    };
  }

  private ReplyEffect<RecordedEvent, Guild> persist(
      Guild before,
      List<DecidedEvent> decided,
      GuildMessage.HandleCommand request,
      Function<Guild, GuildReply> reply) {
    if (decided.isEmpty()) {
      return replyFromState(request, reply.apply(before));
    }
    pendingRequests.persisting(request);
    long startedAt = ownershipConfirmation.now();
    return Effect()
        .persist(decided.stream().map(DecidedEvent::recorded).toList())
        .thenRun((Guild after) -> {
          ownershipConfirmation.confirm(startedAt);
          recordedRefusals.recorded(decided);
          EventPublisher.publish(dependencies, id, before.revision(), decided);
          processedCommands.commandWritten(after);
        })
        .thenReply(request.replyTo(), reply::apply);
  }

  private ReplyEffect<RecordedEvent, Guild> replyFromState(
      GuildMessage.Request request, GuildReply reply) {
    if (ownershipConfirmation.isFresh()) {
      pendingRequests.completed(request);
      return Effect().reply(request.replyTo(), reply);
    }
    ownershipConfirmation.hold(request, reply);
    if (!ownershipConfirmation.isBeingChecked()) {
      ownershipProbe.ask(context, ownershipConfirmation.beginCheck());
    }
    return Effect().noReply();
  }

  private ReplyEffect<RecordedEvent, Guild> ownershipChecked(
      long startedAt, GuildMessage.Internal.OwnershipResult result) {
    if (ownershipConfirmation.endCheck(startedAt)) {
      switch (result) {
        case OWNED -> ownershipConfirmation.confirm(startedAt);
        case LOST -> relinquish();
        case UNKNOWN -> {}
      }
      // a check that took too long, or a node suspended meanwhile, confirms nothing
      boolean fresh = ownershipConfirmation.isFresh();
      for (OwnershipConfirmation.PendingReply pending : ownershipConfirmation.release()) {
        reply(pending.request(), fresh ? pending.reply() : new GuildReply.Unavailable());
      }
    }
    return Effect().noReply();
  }

  private void reply(GuildMessage.Request request, GuildReply reply) {
    pendingRequests.completed(request);
    request.replyTo().tell(reply);
  }

  /** Stops after another entity took over the guild, without further replies from memory. */
  private void relinquish() {
    LOG.atWarn()
        .addKeyValue("guild", id.toString())
        .log(
            "Guild {}: ownership lost (recovered by another node, or restored); stopping entity",
            id);
    ownershipConfirmation.invalidate();
    pendingRequests.reject(GuildReply.Unavailable::new);
    shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
  }

  @Override
  public SignalHandler<Guild> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(
            RecoveryCompleted.instance(),
            _ -> {
              ownershipConfirmation.confirm(recoveryStartedAt);
              EntityMetrics.recovered(recoveryStartedAt);
              recoveryTracker.completed();
              pendingRequests.accept();
            })
        .onSignal(
            RecoveryFailed.class,
            (guild, failed) -> {
              EntityMetrics.recoveryFailed(recoveryStartedAt);
              if (recoveryTracker.failed(failed.getFailure(), guild.revision())) {
                context.getSelf().tell(new GuildMessage.Internal.JournalUnreadable());
              } else if (recoveryTracker.isTakingTooLong()) {
                pendingRequests.reject(GuildReply.Unavailable::new);
              }
            })
        .onSignal(JournalPersistFailed.class, (_, failed) -> persistFailed(failed.failure()))
        .onSignal(PreRestart.class, (_, _) -> reset())
        .build();
  }

  private void persistFailed(Throwable failure) {
    var nothingWritten = dependencies.failures().isCertainlyNotWritten(failure);
    LOG.atWarn()
        .addKeyValue("guild", id.toString())
        .log(
            "Guild {}: write failed, {}: {}",
            id,
            nothingWritten ? "nothing was written" : "outcome unknown",
            FailureSummary.of(failure));
    if (nothingWritten) {
      pendingRequests.nothingPersisted(new GuildReply.Unavailable());
    }
  }

  /** Discards state that the journal may have refused to write. */
  private void reset() {
    recoveryStartedAt = ownershipConfirmation.now();
    for (OwnershipConfirmation.PendingReply pending : ownershipConfirmation.invalidate()) {
      reply(pending.request(), new GuildReply.Unavailable());
    }
    processedCommands.release().forEach(request -> reply(request, new GuildReply.Unavailable()));
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return RetentionCriteria.snapshotEvery(dependencies.settings().snapshotEvery(), SNAPSHOTS_KEPT);
  }

  @Override
  public SnapshotAdapter<Guild> snapshotAdapter() {
    return new GuildSnapshotAdapter();
  }

  /** Converts between the guild and its stored form. */
  private static final class GuildSnapshotAdapter implements SnapshotAdapter<Guild> {
    @Override
    public Object toJournal(Guild guild) {
      return guild.snapshot();
    }

    @Override
    public Guild fromJournal(Object snapshot) {
      return Guild.restored((GuildSnapshot) snapshot);
    }
  }
}
