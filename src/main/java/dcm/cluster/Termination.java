package dcm.cluster;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Termination of an actor system, with a timeout. Up to Pekko 1.7 remoting may wait forever for a
 * broken TLS connection (apache/pekko#3247). By then the node has handed over its work and left the
 * cluster, so nothing is lost by not waiting longer.
 */
public final class Termination {
  private static final Logger LOG = LoggerFactory.getLogger(Termination.class);
  private static final Duration GRACE_PERIOD = Duration.ofSeconds(5);

  private Termination() {}

  /**
   * Completes when the actor system has terminated, or 5 s after the last phase of coordinated
   * shutdown. Must be called before the shutdown starts.
   */
  public static CompletionStage<Done> of(ActorSystem<?> system) {
    var graceOver = new CompletableFuture<Done>();
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseActorSystemTerminate(),
            "termination-timeout",
            () -> {
              // uses a timer that does not stop with the actor system
              CompletableFuture.delayedExecutor(GRACE_PERIOD.toMillis(), TimeUnit.MILLISECONDS)
                  .execute(() -> graceOver.complete(Done.getInstance()));
              return CompletableFuture.completedFuture(Done.getInstance());
            });
    var terminated = system.getWhenTerminated();
    return terminated.applyToEither(
        graceOver.thenApply(done -> {
          if (!terminated.toCompletableFuture().isDone()) {
            LOG.warn(
                "Actor system did not terminate within {}; exiting without waiting further",
                GRACE_PERIOD);
          }
          return done;
        }),
        done -> done);
  }
}
