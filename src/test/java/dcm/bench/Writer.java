package dcm.bench;

import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/** An entity that persists one event after the other, as fast as it is acknowledged. */
final class Writer extends EventSourcedBehavior<Writer.Persist, byte[], Long> {
  /**
   * @param since when it was sent, {@link System#nanoTime}
   */
  record Persist(long since) {}

  private final ActorContext<Persist> context;
  private final Crowd crowd;

  static Behavior<Persist> create(String persistenceId, Crowd crowd) {
    return Behaviors.setup(context -> new Writer(persistenceId, context, crowd));
  }

  private Writer(String persistenceId, ActorContext<Persist> context, Crowd crowd) {
    super(PersistenceId.ofUniqueId(persistenceId));
    this.context = context;
    this.crowd = crowd;
  }

  @Override
  public Long emptyState() {
    return 0L;
  }

  @Override
  public CommandHandler<Persist, byte[], Long> commandHandler() {
    return (state, persist) ->
        Effect().persist(Crowd.EVENT).thenRun(() -> acknowledged(persist.since()));
  }

  private void acknowledged(long since) {
    var now = System.nanoTime();
    if (crowd.acknowledged(now - since)) {
      context.getSelf().tell(new Persist(now));
    }
  }

  @Override
  public EventHandler<Long, byte[]> eventHandler() {
    return (events, event) -> events + 1;
  }

  @Override
  public SignalHandler<Long> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(
            RecoveryCompleted.instance(), events -> crowd.recovered(context.getSelf(), events))
        .onSignal(PostStop.instance(), events -> crowd.left())
        .build();
  }
}
