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
 * The end of an actor system, or what has to do for it. Up to Pekko 1.7 remoting may wait for ever
 * for a TLS connection that broke (apache/pekko#3247); by then the node's work is handed over, it
 * has left the cluster, and nothing is lost by going.
 */
public final class Termination {
  private static final Logger LOG = LoggerFactory.getLogger(Termination.class);
  private static final Duration GRACE_PERIOD = Duration.ofSeconds(5);

  private Termination() {}

  /**
   * Done when the actors have ended, or have been told to and do not within some seconds after the
   * last of what coordinated shutdown does. To be asked before anything ends them.
   */
  public static CompletionStage<Done> of(ActorSystem<?> system) {
    var graceOver = new CompletableFuture<Done>();
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseActorSystemTerminate(),
            "termination-timeout",
            () -> {
              // by a clock that does not end with the actors
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
