package dcm.bench;

import java.util.List;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Starts entities and stops them. */
final class Guardian {
  sealed interface Order {
    record Start(List<String> persistenceIds, Crowd crowd) implements Order {}

    record StopAll() implements Order {}
  }

  private Guardian() {}

  static Behavior<Order> create() {
    return Behaviors.setup(context ->
        Behaviors.receiveMessage(order -> {
          switch (order) {
            case Order.Start start -> start(context, start);
            case Order.StopAll _ -> context.getChildren().forEach(context::stop);
          }
          return Behaviors.same();
        }));
  }

  private static void start(ActorContext<Order> context, Order.Start start) {
    for (var persistenceId : start.persistenceIds()) {
      context.spawnAnonymous(Writer.create(persistenceId, start.crowd()));
    }
  }
}
