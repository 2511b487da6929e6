package dcm.entity;

import dcm.entity.recovery.AdmissionInterceptor;
import dcm.entity.recovery.CommandQueue;
import dcm.entity.recovery.MemoryReplies;
import dcm.entity.recovery.PendingRequests;
import dcm.entity.recovery.RecoveryTracker;
import dcm.guild.Guild;
import dcm.guild.command.CommandEnvelope;
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
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.persistence.typed.JournalPersistFailed;
import org.apache.pekko.persistence.typed.JournalPersistRejected;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.RecoveryFailed;
import org.apache.pekko.persistence.typed.SnapshotAdapter;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerWithReply;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import org.apache.pekko.persistence.typed.javadsl.ReplyEffect;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event-sourced actor of one guild. Commands are admitted and queued; those that are queued are
 * decided one after the other on the guild's state, their events are persisted together and
 * applied, published and handed out; then each is answered. A query is answered from the persisted
 * state at once.
 *
 * <p>A failed write leaves its commands without a reply, unless it is certain that nothing was
 * written: the entity restarts from its journal, and the same command id may be sent again.
 * Deliveries lost in between are handed out again by the guild's agenda.
 *
 * <p>{@link AdmissionInterceptor} runs before this behavior. {@link MemoryReplies} sends the
 * replies without a write.
 */
final class GuildEntity
    extends EventSourcedBehaviorWithEnforcedReplies<GuildMessage, RecordedEvent, Guild> {
  private static final Logger LOG = LoggerFactory.getLogger(GuildEntity.class);

  /** Persistence ids are {@code guild|<snowflake>}. */
  static final EntityTypeKey<GuildMessage> KEY = EntityTypeKey.create(GuildMessage.class, "guild");

  private final ActorContext<GuildMessage> context;
  private final GuildId id;
  private final EntityDependencies dependencies;
  private final PendingRequests pendingRequests;
  private final CommandQueue commands;
  private final MemoryReplies memoryReplies;
  private final RecoveryTracker recoveryTracker;
  private final RecordedRefusals recordedRefusals = new RecordedRefusals();
  private final ProcessedCommandCache processedCommands;
  private final SnapshotSchedule snapshots;
  private final EventPublisher eventPublisher;
  private final ForgettingSchedule forgetting;

  /** The commands whose events are being written; null: none are. */
  private @Nullable CommandBatch beingWritten;

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
                .withStopMessage(new GuildMessage.Internal.Stop())
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
      CommandQueue commands = new CommandQueue();
      MemoryReplies memoryReplies =
          new MemoryReplies(
              id,
              context,
              shard,
              pendingRequests,
              dependencies.ownership(),
              settings.ownershipCheckInterval());
      RecoveryTracker recoveryTracker = new RecoveryTracker(id, dependencies, shard);
      AdmissionInterceptor interceptor =
          new AdmissionInterceptor(
              pendingRequests,
              recoveryTracker,
              commands,
              memoryReplies,
              () ->
                  new GuildEntity(
                      context,
                      id,
                      dependencies,
                      pendingRequests,
                      commands,
                      memoryReplies,
                      recoveryTracker));
      return Behaviors.intercept(() -> interceptor, interceptor.initialBehavior());
    });
  }

  private GuildEntity(
      ActorContext<GuildMessage> context,
      GuildId id,
      EntityDependencies dependencies,
      PendingRequests pendingRequests,
      CommandQueue commands,
      MemoryReplies memoryReplies,
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
    this.pendingRequests = pendingRequests;
    this.commands = commands;
    this.memoryReplies = memoryReplies;
    this.recoveryTracker = recoveryTracker;
    this.processedCommands =
        new ProcessedCommandCache(id, dependencies.processedCommands(), context);
    this.snapshots =
        new SnapshotSchedule(
            id, dependencies.snapshots(), dependencies.settings().snapshotEvery(), context);
    this.eventPublisher =
        new EventPublisher(id, dependencies.deliveryHandler(), dependencies.boardListener());
    this.forgetting =
        new ForgettingSchedule(
            id,
            (guild, member, pseudonym) ->
                dependencies.pseudonymization().get().run(guild, member, pseudonym),
            context);
    this.recoveryStartedAt = memoryReplies.now();
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
    return switch (message) {
      case GuildMessage.Internal.DecideCommands _ -> decideQueued(guild);
      case GuildMessage.Internal.CommandsSaved saved -> commandsSaved(saved);
      case GuildMessage.Internal.SnapshotSaved saved -> {
        snapshots.saved(saved);
        yield Effect().noReply();
      }
      case GuildMessage.Internal.ForgettingEnded(var successful) -> forgettingEnded(successful);
      case GuildMessage.Internal.ForgettingDue _ -> {
        forgetting.due();
        forgetOrDecide(guild);
        yield Effect().noReply();
      }
      case GuildMessage.HandleQuery query -> answerStashed(guild, query);
      case GuildMessage.Subscribe(var subscriber) -> {
        eventPublisher.subscribe(subscriber, guild.revision());
        yield Effect().noReply();
      }
      // only the interceptor receives them
      case GuildMessage.HandleCommand _,
          GuildMessage.Internal.CommandLookedUp _,
          GuildMessage.Internal.RetryCommand _,
          GuildMessage.Internal.OwnershipChecked _,
          GuildMessage.Internal.JournalUnreadable _,
          GuildMessage.Internal.Stop _ ->
          Effect().noReply();
    };
  }

  /** Answers a query that arrived before the guild was recovered. */
  private ReplyEffect<RecordedEvent, Guild> answerStashed(
      Guild guild, GuildMessage.HandleQuery query) {
    if (pendingRequests.isPending(query)) {
      memoryReplies.send(query, guild.answer(query.envelope()));
    }
    return Effect().noReply();
  }

  /** Decides the queued commands and writes their events together. */
  private ReplyEffect<RecordedEvent, Guild> decideQueued(Guild guild) {
    CommandBatch batch = new CommandBatch(guild);
    while (!batch.isFull() && !commands.isEmpty()) {
      CommandQueue.QueuedCommand next = commands.remove();
      // otherwise it was rejected while it was queued, and must not have an effect now
      if (pendingRequests.isPending(next.request())) {
        decideSafely(batch, next);
      }
    }
    if (batch.isEmpty()) {
      tellSelf(commands.ready());
      return Effect().noReply();
    }
    long startedAt = memoryReplies.now();
    commands.writing();
    beingWritten = batch;
    return Effect()
        .persist(batch.recorded())
        .thenRun((Guild after) -> written(batch, after, startedAt))
        .thenNoReply();
  }

  /** A command that cannot be decided does not affect the others of its batch. */
  private void decideSafely(CommandBatch batch, CommandQueue.QueuedCommand command) {
    GuildMessage.HandleCommand request = command.request();
    try {
      decide(batch, request, command.lookUp());
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("guild", id.toString())
          .setCause(e)
          .log("Guild {}: {} failed", id, request.envelope().command().commandKind());
      pendingRequests.reply(request, new GuildReply.Unavailable());
    }
  }

  private void decide(
      CommandBatch batch,
      GuildMessage.HandleCommand request,
      GuildMessage.Internal.@Nullable CommandLookedUp lookUp) {
    CommandEnvelope envelope = request.envelope();
    Guild guild = batch.guild();
    if (lookUp == null && processedCommands.defers(guild, request)) {
      return;
    }
    if (lookUp != null && lookUp.failed()) {
      pendingRequests.reply(request, new GuildReply.Unavailable());
      return;
    }
    EntityMetrics.recordWakeUpDelay(guild, envelope);
    long startedAt = System.nanoTime();
    Decision decision =
        lookUp == null ? guild.decide(envelope) : guild.decide(envelope, lookUp.found());
    RequestStage.DECIDE.record(System.nanoTime() - startedAt);
    switch (decision) {
      case Decision.Accepted(var decided) ->
          add(
              batch,
              request,
              decided,
              after -> new GuildReply.Done(after.outcome(envelope), false));
      case Decision.Repeated(var outcome) ->
          add(batch, request, List.of(), _ -> new GuildReply.Done(outcome, true));
      case Decision.Refused(var refusal, var audit) -> {
        List<DecidedEvent> unrecorded = recordedRefusals.notRecorded(audit);
        add(batch, request, unrecorded, _ -> new GuildReply.Refused(refusal));
        recordedRefusals.recorded(unrecorded);
      }
    }
  }

  private void add(
      CommandBatch batch,
      GuildMessage.HandleCommand request,
      List<DecidedEvent> decided,
      Function<Guild, GuildReply> reply) {
    if (decided.isEmpty() && batch.isEmpty()) {
      // it depends on nothing that is still to be written
      memoryReplies.send(request, reply.apply(batch.guild()));
      return;
    }
    batch.add(request, decided, reply);
    pendingRequests.completed(request);
  }

  private void written(CommandBatch batch, Guild after, long startedAt) {
    beingWritten = null;
    memoryReplies.persisted(after, startedAt);
    eventPublisher.publish(batch.before().revision(), batch.events(), after.isShownOnBoards());
    long journalNanos = memoryReplies.now() - startedAt;
    for (CommandBatch.BatchReply answered : batch.replies()) {
      RequestStage.JOURNAL.record(journalNanos);
      answered.request().replyTo().tell(answered.reply());
    }
    EntityMetrics.recordBatch(batch.replies().size());
    processedCommands.commandsWritten(batch.replies().size(), after);
    snapshots.written(after, batch.characters());
    forgetOrDecide(after);
  }

  /**
   * Replaces a forgotten member, or decides the queued commands. Meanwhile requests are rejected:
   * their callers repeat them, and nobody is told from memory what is being erased.
   */
  private void forgetOrDecide(Guild guild) {
    if (forgetting.begin(guild)) {
      commands.writing();
      pendingRequests.reject(GuildReply.Unavailable::new);
    } else {
      tellSelf(commands.ready());
    }
  }

  /** Stops the entity, which recovers without the member; or goes on with them for a while. */
  private ReplyEffect<RecordedEvent, Guild> forgettingEnded(boolean successful) {
    if (successful) {
      memoryReplies.relinquish("a member was forgotten");
    } else {
      forgetting.failed();
      pendingRequests.accept();
    }
    tellSelf(commands.ready());
    return Effect().noReply();
  }

  private ReplyEffect<RecordedEvent, Guild> commandsSaved(
      GuildMessage.Internal.CommandsSaved saved) {
    processedCommands
        .saved(saved)
        .forEach(request -> pendingRequests.reply(request, new GuildReply.Unavailable()));
    return Effect().noReply();
  }

  private void tellSelf(GuildMessage.@Nullable Internal message) {
    if (message != null) {
      context.getSelf().tell(message);
    }
  }

  @Override
  public SignalHandler<Guild> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(
            RecoveryCompleted.instance(),
            guild -> {
              memoryReplies.persisted(guild, recoveryStartedAt);
              EntityMetrics.recovered(recoveryStartedAt);
              recoveryTracker.completed();
              pendingRequests.accept();
              eventPublisher.updateBoards(guild.isShownOnBoards());
              forgetOrDecide(guild);
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
        .onSignal(
            JournalPersistFailed.class,
            (_, failed) ->
                persistFailed(
                    failed.failure(),
                    dependencies.failures().isCertainlyNotWritten(failed.failure())))
        .onSignal(
            JournalPersistRejected.class, (_, rejected) -> persistFailed(rejected.failure(), true))
        .onSignal(PreRestart.class, (_, _) -> reset())
        .onSignal(PostStop.instance(), _ -> eventPublisher.endSubscriptions())
        .build();
  }

  private void persistFailed(Throwable failure, boolean nothingWritten) {
    LOG.atWarn()
        .addKeyValue("guild", id.toString())
        .log(
            "Guild {}: write failed, {}: {}",
            id,
            nothingWritten ? "nothing was written" : "outcome unknown",
            FailureSummary.of(failure));
    if (beingWritten != null) {
      for (CommandBatch.BatchReply unwritten : beingWritten.replies()) {
        if (nothingWritten || !unwritten.hasEvents()) {
          unwritten.request().replyTo().tell(new GuildReply.Unavailable());
        }
      }
      beingWritten = null;
    }
  }

  /** Discards state that the journal may have refused to write. */
  private void reset() {
    memoryReplies.reset();
    recoveryStartedAt = memoryReplies.now();
    recordedRefusals.clear();
    snapshots.recovering();
    // another process may have forgotten the member, or ended while it did
    forgetting.due();
    processedCommands
        .release()
        .forEach(request -> pendingRequests.reply(request, new GuildReply.Unavailable()));
    tellSelf(commands.recovering());
  }

  /** Only loads snapshots: Pekko would stop the guild while it saves one. */
  @Override
  public SnapshotAdapter<Guild> snapshotAdapter() {
    return snapshots;
  }
}
