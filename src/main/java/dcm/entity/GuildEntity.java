package dcm.entity;

import dcm.guild.Decision;
import dcm.guild.Guild;
import dcm.guild.GuildId;
import dcm.guild.GuildReply;
import dcm.guild.Recorded;
import java.util.List;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
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
 * One guild's desk. A request waits in line, is decided on the guild's state, its events are
 * written together, the state follows, what was decided is published and handed out, and only then
 * the answer goes back. A question is answered from the state at once.
 *
 * <p>A write that fails leaves its request without an answer, unless it is certain that nothing was
 * written: the guild restarts from its journal, and the same command id may be tried again. What
 * was to be handed out and was lost in between is handed out again by the guild's own agenda.
 *
 * <p>What is answered without writing comes from memory; {@link Confirmation} says whether the
 * memory may still be trusted. In front of all this stands {@link Reception}.
 */
final class GuildEntity
    extends EventSourcedBehaviorWithEnforcedReplies<GuildMessage, Recorded, Guild> {
  private static final Logger LOG = LoggerFactory.getLogger(GuildEntity.class);

  /** The newer one may be broken; nobody needs a third. */
  private static final int SNAPSHOTS_KEPT = 2;

  private final ActorContext<GuildMessage> context;
  private final GuildId id;
  private final Premises premises;
  private final ActorRef<ClusterSharding.ShardCommand> shard;
  private final WaitingLine line;
  private final Replays replays;
  private final Confirmation confirmation;
  private final Attempts attempts = new Attempts();
  private final ProcessedCommandCache processed;
  private final OwnershipProbe ownership;

  /** Before the journal is read, which makes this desk the guild's only one. */
  private long begun;

  /**
   * @param shard where the guild lives on this node
   */
  static Behavior<GuildMessage> create(
      GuildId id, Premises premises, ActorRef<ClusterSharding.ShardCommand> shard) {
    return Behaviors.setup(context -> {
      DeskMeters.opened();
      EntitySettings settings = premises.settings();
      WaitingLine line = new WaitingLine(settings.waiting(), settings.patience());
      Replays replays = new Replays(id, premises, shard);
      Reception reception =
          new Reception(
              line, replays, () -> new GuildEntity(context, id, premises, shard, line, replays));
      return Behaviors.intercept(() -> reception, reception.first());
    });
  }

  private GuildEntity(
      ActorContext<GuildMessage> context,
      GuildId id,
      Premises premises,
      ActorRef<ClusterSharding.ShardCommand> shard,
      WaitingLine line,
      Replays replays) {
    super(
        PersistenceId.of(Guilds.KEY.name(), id.toString()),
        SupervisorStrategy.restartWithBackoff(
                premises.settings().backoffLeast(), premises.settings().backoffMost(), 0.2)
            .withStashCapacity(premises.settings().waiting())
            // said below, once and in one line: a thousand guilds notice together
            .withLoggingEnabled(false));
    this.context = context;
    this.id = id;
    this.premises = premises;
    this.shard = shard;
    this.line = line;
    this.replays = replays;
    this.confirmation = new Confirmation(premises.settings().confirmAfter(), System::nanoTime);
    this.ownership = new OwnershipProbe(id, premises.ownership());
    this.processed = new ProcessedCommandCache(id, premises.processed(), context);
    this.begun = confirmation.now();
  }

  @Override
  public Guild emptyState() {
    return Guild.unknown(id, premises.settings().defaultZone());
  }

  @Override
  public CommandHandlerWithReply<GuildMessage, Recorded, Guild> commandHandler() {
    return this::serve;
  }

  @Override
  public EventHandler<Guild, Recorded> eventHandler() {
    return Guild::apply;
  }

  private ReplyEffect<Recorded, Guild> serve(Guild guild, GuildMessage message) {
    if (message instanceof GuildMessage.Asked ask && !line.holds(ask)) {
      // it was told to come back while Pekko kept it, and must not have an effect now
      return Effect().noReply();
    }
    return switch (message) {
      case GuildMessage.Do ask -> decide(guild, ask);
      case GuildMessage.Tell ask -> fromMemory(ask, guild.answer(ask.question()));
      case Inward.Checked(var asked, var finding) -> checked(asked, finding);
      case Inward.LookedUp looked -> lookedUp(guild, looked);
      case Inward.Saved saved -> saved(saved);
      case Inward.Retried(var ask) -> line.holds(ask) ? decide(guild, ask) : Effect().noReply();
      case Inward.Unreadable _ -> Effect().noReply();
    };
  }

  private ReplyEffect<Recorded, Guild> decide(Guild guild, GuildMessage.Do ask) {
    return processed.defers(guild, ask)
        ? Effect().noReply()
        : decided(guild, ask, guild.decide(ask.request()));
  }

  private ReplyEffect<Recorded, Guild> lookedUp(Guild guild, Inward.LookedUp looked) {
    GuildMessage.Do ask = looked.ask();
    if (!line.holds(ask)) {
      return Effect().noReply();
    }
    if (looked.failed()) {
      tell(ask, new GuildReply.Unavailable());
      return Effect().noReply();
    }
    return decided(guild, ask, guild.decide(ask.request(), looked.found()));
  }

  private ReplyEffect<Recorded, Guild> saved(Inward.Saved saved) {
    processed.saved(saved).forEach(ask -> tell(ask, new GuildReply.Unavailable()));
    return Effect().noReply();
  }

  private ReplyEffect<Recorded, Guild> decided(
      Guild guild, GuildMessage.Do ask, Decision decision) {
    DeskMeters.asked(guild, ask.request());
    return switch (decision) {
      case Decision.Accepted(var events) ->
          write(
              guild,
              events,
              ask,
              after -> new GuildReply.Done(after.outcome(ask.request()), false));
      case Decision.Repeated(var outcome) -> fromMemory(ask, new GuildReply.Done(outcome, true));
      case Decision.Refused(var refusal, var audit) ->
          write(guild, attempts.unwritten(audit), ask, _ -> new GuildReply.Declined(refusal));
    };
  }

  private ReplyEffect<Recorded, Guild> write(
      Guild before, List<Recorded> events, GuildMessage.Do ask, Function<Guild, GuildReply> reply) {
    if (events.isEmpty()) {
      return fromMemory(ask, reply.apply(before));
    }
    line.writes(ask);
    long asked = confirmation.now();
    return Effect()
        .persist(events)
        .thenRun((Guild after) -> {
          confirmation.at(asked);
          attempts.written(events);
          Publisher.tell(premises, before, events);
          processed.written(after);
        })
        .thenReply(ask.replyTo(), reply::apply);
  }

  private ReplyEffect<Recorded, Guild> fromMemory(GuildMessage.Asked ask, GuildReply reply) {
    if (confirmation.isFresh()) {
      line.served(ask);
      return Effect().reply(ask.replyTo(), reply);
    }
    confirmation.hold(ask, reply);
    if (!confirmation.isBeingChecked()) {
      ownership.ask(context, confirmation.beginCheck());
    }
    return Effect().noReply();
  }

  private ReplyEffect<Recorded, Guild> checked(long asked, Inward.Finding finding) {
    if (confirmation.endCheck(asked)) {
      switch (finding) {
        case OURS -> confirmation.at(asked);
        case NOT_OURS -> leave();
        case UNKNOWN -> {}
      }
      // a check that took too long, or a node that slept meanwhile, confirms nothing
      boolean fresh = confirmation.isFresh();
      for (Confirmation.Held held : confirmation.release()) {
        tell(held.ask(), fresh ? held.reply() : new GuildReply.Unavailable());
      }
    }
    return Effect().noReply();
  }

  private void tell(GuildMessage.Asked ask, GuildReply reply) {
    line.served(ask);
    ask.replyTo().tell(reply);
  }

  /** Another desk has the guild; this one says nothing any more and goes. */
  private void leave() {
    LOG.atWarn()
        .addKeyValue("guild", id.toString())
        .log("Guild {} is not at this desk any more: it lives elsewhere, or was restored", id);
    confirmation.forget();
    line.shut(GuildReply.Unavailable::new);
    shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
  }

  @Override
  public SignalHandler<Guild> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(
            RecoveryCompleted.instance(),
            _ -> {
              confirmation.at(begun);
              DeskMeters.recovered(begun);
              replays.completed();
              line.open();
            })
        .onSignal(
            RecoveryFailed.class,
            (guild, failed) -> {
              DeskMeters.recoveryFailed(begun);
              if (replays.failed(failed.getFailure(), guild.revision())) {
                context.getSelf().tell(new Inward.Unreadable());
              } else if (replays.dragsOn()) {
                line.shut(GuildReply.Unavailable::new);
              }
            })
        .onSignal(JournalPersistFailed.class, (_, failed) -> writeFailed(failed.failure()))
        .onSignal(PreRestart.class, (_, _) -> beginAnew())
        .build();
  }

  private void writeFailed(Throwable failure) {
    var unwritten = premises.failures().isCertainlyNotWritten(failure);
    LOG.atWarn()
        .addKeyValue("guild", id.toString())
        .log(
            "Guild {}: a write failed, {}: {}",
            id,
            unwritten ? "nothing was written" : "its outcome is unknown",
            Sentence.of(failure));
    if (unwritten) {
      line.wroteNothing(new GuildReply.Unavailable());
    }
  }

  /** What is remembered now may be what the journal refused to write. */
  private void beginAnew() {
    begun = confirmation.now();
    for (Confirmation.Held held : confirmation.forget()) {
      tell(held.ask(), new GuildReply.Unavailable());
    }
    processed.release().forEach(ask -> tell(ask, new GuildReply.Unavailable()));
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return RetentionCriteria.snapshotEvery(premises.settings().snapshotEvery(), SNAPSHOTS_KEPT);
  }

  @Override
  public SnapshotAdapter<Guild> snapshotAdapter() {
    return new GuildSnapshots();
  }
}
