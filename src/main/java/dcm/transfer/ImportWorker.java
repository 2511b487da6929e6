package dcm.transfer;

import dcm.guild.value.GuildId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the imports of this node: those that were begun here, at once, and now and then those
 * that no node holds any more. A failed one is given back.
 */
final class ImportWorker extends AbstractMatchingBehavior<ImportWorker.Message> {
  /** Imports that a node carries out at a time. */
  static final int MAX_RUNNING = 4;

  sealed interface Message {}

  private record Poll() implements Message {}

  /** This node holds the import. */
  record Begin(ImportDao.Claim claim) implements Message {}

  private record Claimed(List<ImportDao.Claim> claims) implements Message {}

  private record ClaimFailed(Throwable cause) implements Message {}

  private record Released() implements Message {}

  private record Ended(ImportDao.Claim claim, @Nullable Throwable failure) implements Message {}

  private final IntFunction<CompletionStage<List<ImportDao.Claim>>> claims;
  private final Function<ImportDao.Claim, CompletionStage<?>> work;
  private final Function<ImportDao.Claim, CompletionStage<?>> release;
  private final Set<GuildId> running = new HashSet<>();
  private boolean polling;

  /**
   * @param claims takes at most so many imports that no node holds
   * @param work carries out one
   * @param release gives one back
   */
  static Behavior<Message> create(
      Duration pollInterval,
      IntFunction<CompletionStage<List<ImportDao.Claim>>> claims,
      Function<ImportDao.Claim, CompletionStage<?>> work,
      Function<ImportDao.Claim, CompletionStage<?>> release) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(
            timers -> new ImportWorker(context, timers, pollInterval, claims, work, release)));
  }

  private ImportWorker(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      Duration pollInterval,
      IntFunction<CompletionStage<List<ImportDao.Claim>>> claims,
      Function<ImportDao.Claim, CompletionStage<?>> work,
      Function<ImportDao.Claim, CompletionStage<?>> release) {
    super(context);
    this.claims = claims;
    this.work = work;
    this.release = release;
    timers.startTimerWithFixedDelay(new Poll(), pollInterval);
  }

  @Override
  public Behavior<Message> onMessage(Message message) {
    switch (message) {
      case Poll _ -> poll();
      case Begin(var claim) -> begin(claim);
      case Claimed(var found) -> {
        polling = false;
        found.forEach(this::begin);
      }
      case ClaimFailed(var cause) -> {
        polling = false;
        getContext().getLog().debug("Imports: query failed", cause);
      }
      case Released _ -> {}
      case Ended(var claim, var failure) -> ended(claim, failure);
    }
    return this;
  }

  private void poll() {
    int free = MAX_RUNNING - running.size();
    if (polling || free <= 0) {
      return;
    }
    polling = true;
    getContext()
        .pipeToSelf(
            claims.apply(free),
            (found, failure) -> failure == null ? new Claimed(found) : new ClaimFailed(failure));
  }

  private void begin(ImportDao.Claim claim) {
    if (running.size() >= MAX_RUNNING || !running.add(claim.guild())) {
      getContext().pipeToSelf(release.apply(claim), (_, _) -> new Released());
      return;
    }
    getContext()
        .getLog()
        .atInfo()
        .addKeyValue("guild", claim.guild().toString())
        .log("Guild {}: import {} runs on this node", claim.guild(), claim.id());
    getContext().pipeToSelf(work.apply(claim), (_, failure) -> new Ended(claim, failure));
  }

  private void ended(ImportDao.Claim claim, @Nullable Throwable failure) {
    running.remove(claim.guild());
    if (failure != null) {
      getContext()
          .getLog()
          .atWarn()
          .addKeyValue("guild", claim.guild().toString())
          .log(
              "Guild {}: import {} was interrupted and continues later: {}",
              claim.guild(),
              claim.id(),
              failure.toString());
    }
  }
}
