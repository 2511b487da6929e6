package dcm.bench;

import java.util.List;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Starts entities and stops them. */
final class EntityGuardian {
  sealed interface Command {
    record Start(List<String> persistenceIds, EntityPool pool) implements Command {}

    record StopAll() implements Command {}
  }

  private EntityGuardian() {}

  static Behavior<Command> create() {
    return Behaviors.setup(context ->
        Behaviors.receiveMessage(command -> {
          switch (command) {
            case Command.Start start -> start(context, start);
            case Command.StopAll _ -> context.getChildren().forEach(context::stop);
          }
          return Behaviors.same();
        }));
  }

  private static void start(ActorContext<Command> context, Command.Start start) {
    for (var persistenceId : start.persistenceIds()) {
      context.spawnAnonymous(PersistLoop.create(persistenceId, start.pool()));
    }
  }
}
