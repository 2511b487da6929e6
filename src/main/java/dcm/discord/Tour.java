package dcm.discord;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/** Goes round all guilds, again after a pause until Discord has told of every one. */
final class Tour {
  private static final Duration PAUSE = Duration.ofSeconds(30);

  sealed interface Message {}

  private enum SetOut implements Message {
    NOW
  }

  private record Back(@Nullable Throwable failure) implements Message {}

  private Tour() {}

  /**
   * @param round begins one round, which completes when it is over
   * @param done called once, after the round that succeeded; must not block
   */
  static Behavior<Message> create(Supplier<CompletionStage<Void>> round, Runnable done) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> {
          context.getSelf().tell(SetOut.NOW);
          return Behaviors.receive(Message.class)
              .onMessageEquals(
                  SetOut.NOW,
                  () -> {
                    context.pipeToSelf(round.get(), (_, failure) -> new Back(failure));
                    return Behaviors.same();
                  })
              .onMessage(
                  Back.class,
                  back -> {
                    if (back.failure() == null) {
                      done.run();
                      return Behaviors.stopped();
                    }
                    context
                        .getLog()
                        .warn("Discord did not tell of all guilds: {}", back.failure().toString());
                    timers.startSingleTimer(SetOut.NOW, PAUSE);
                    return Behaviors.same();
                  })
              .build();
        }));
  }
}
