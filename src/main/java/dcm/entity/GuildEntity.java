package dcm.entity;

import dcm.guild.Decision;
import dcm.guild.Guild;
import dcm.guild.GuildId;
import dcm.guild.GuildReply;
import dcm.guild.NotificationEvent;
import dcm.guild.Parcel;
import dcm.guild.Recorded;
import java.util.List;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.pubsub.Topic;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
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
 * <p>A write that fails leaves its request without an answer, for nobody knows whether it was
 * written: the guild restarts from its journal, and the same command id may be tried again. What
 * was to be handed out and was lost in between is handed out again by the guild's own agenda.
 */
final class GuildEntity
    extends EventSourcedBehaviorWithEnforcedReplies<GuildMessage, Recorded, Guild> {
  private static final Logger LOG = LoggerFactory.getLogger(GuildEntity.class);

  /** The newer one may be broken; nobody needs a third. */
  private static final int SNAPSHOTS_KEPT = 2;

  private final GuildId id;
  private final EntitySettings settings;
  private final Courier courier;
  private final ActorRef<Topic.Command<Published>> news;
  private final WaitingLine line;

  static Behavior<GuildMessage> create(
      GuildId id,
      EntitySettings settings,
      Courier courier,
      ActorRef<Topic.Command<Published>> news) {
    return Behaviors.setup(context -> {
      WaitingLine line = new WaitingLine(settings.waiting());
      return Behaviors.intercept(() -> line, new GuildEntity(id, settings, courier, news, line));
    });
  }

  private GuildEntity(
      GuildId id,
      EntitySettings settings,
      Courier courier,
      ActorRef<Topic.Command<Published>> news,
      WaitingLine line) {
    super(
        PersistenceId.of(Guilds.KEY.name(), id.toString()),
        SupervisorStrategy.restartWithBackoff(settings.backoffLeast(), settings.backoffMost(), 0.2)
            .withStashCapacity(settings.waiting()));
    this.id = id;
    this.settings = settings;
    this.courier = courier;
    this.news = news;
    this.line = line;
  }

  @Override
  public Guild emptyState() {
    return Guild.unknown(id);
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
    line.served();
    return switch (message) {
      case GuildMessage.Do ask -> decide(guild, ask);
      case GuildMessage.Tell ask -> Effect().reply(ask.replyTo(), guild.answer(ask.question()));
    };
  }

  private ReplyEffect<Recorded, Guild> decide(Guild guild, GuildMessage.Do ask) {
    return switch (guild.decide(ask.request())) {
      case Decision.Accepted(var events) ->
          write(
              guild,
              events,
              ask,
              after -> new GuildReply.Done(after.outcome(ask.request()), false));
      case Decision.Repeated(var outcome) ->
          Effect().reply(ask.replyTo(), new GuildReply.Done(outcome, true));
      case Decision.Refused(var refusal, var audit) ->
          write(guild, audit, ask, _ -> new GuildReply.Declined(refusal));
    };
  }

  private ReplyEffect<Recorded, Guild> write(
      Guild before, List<Recorded> events, GuildMessage.Do ask, Function<Guild, GuildReply> reply) {
    if (events.isEmpty()) {
      return Effect().reply(ask.replyTo(), reply.apply(before));
    }
    return Effect()
        .persist(events)
        .thenRun((Guild after) -> tell(before, events))
        .thenReply(ask.replyTo(), reply::apply);
  }

  /** In order, each event with its task as it was right after it. */
  private void tell(Guild before, List<Recorded> events) {
    Guild guild = before;
    for (Recorded recorded : events) {
      guild = guild.apply(recorded);
      news.tell(
          Topic.publish(
              new Published(id, guild.revision(), recorded, guild.taskOf(recorded.event()))));
      handOut(guild, recorded);
    }
  }

  private void handOut(Guild guild, Recorded recorded) {
    Parcel parcel =
        switch (recorded.event()) {
          case NotificationEvent.Queued(var delivery) -> guild.parcel(delivery.id());
          case NotificationEvent.Retried(var delivery, _, _) -> guild.parcel(delivery);
          // nothing else concerns a messenger, whatever events are still to come
          default -> null;
        };
    if (parcel != null) {
      try {
        courier.carry(parcel);
      } catch (RuntimeException e) {
        // the delivery stays in the outbox; the agenda hands it out again
        LOG.warn("guild {}: the courier did not take {}", id, parcel.delivery().id(), e);
      }
    }
  }

  @Override
  public SignalHandler<Guild> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), _ -> line.recovered())
        .build();
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return RetentionCriteria.snapshotEvery(settings.snapshotEvery(), SNAPSHOTS_KEPT);
  }

  @Override
  public SnapshotAdapter<Guild> snapshotAdapter() {
    return new GuildSnapshots();
  }
}
