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

/** An entity that persists the next event when the previous one is acknowledged. */
final class PersistLoop extends EventSourcedBehavior<PersistLoop.Persist, byte[], Long> {
  /**
   * @param sentAt when it was sent, {@link System#nanoTime}
   */
  record Persist(long sentAt) {}

  private final ActorContext<Persist> context;
  private final EntityPool pool;

  static Behavior<Persist> create(String persistenceId, EntityPool pool) {
    return Behaviors.setup(context -> new PersistLoop(persistenceId, context, pool));
  }

  private PersistLoop(String persistenceId, ActorContext<Persist> context, EntityPool pool) {
    super(PersistenceId.ofUniqueId(persistenceId));
    this.context = context;
    this.pool = pool;
  }

  @Override
  public Long emptyState() {
    return 0L;
  }

  @Override
  public CommandHandler<Persist, byte[], Long> commandHandler() {
    return (state, persist) ->
        Effect().persist(EntityPool.EVENT).thenRun(() -> acknowledged(persist.sentAt()));
  }

  private void acknowledged(long sentAt) {
    var now = System.nanoTime();
    if (pool.acknowledged(now - sentAt)) {
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
        .onSignal(RecoveryCompleted.instance(), events -> pool.recovered(context.getSelf(), events))
        .onSignal(PostStop.instance(), events -> pool.entityStopped())
        .build();
  }
}
