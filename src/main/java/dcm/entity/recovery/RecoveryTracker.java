package dcm.entity.recovery;

import dcm.entity.EntityDependencies;
import dcm.entity.FailureSummary;
import dcm.guild.reply.GuildReply;
import dcm.guild.value.GuildId;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.CircuitBreakerOpenException;
import org.apache.pekko.persistence.RecoveryTimedOut;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How one guild's replays went. What passes by itself is tried until it has passed; what is the
 * guild's own is tried three times, and then once in a long while. Lives on its actor's thread.
 */
public final class RecoveryTracker {
  private static final Logger LOG = LoggerFactory.getLogger(RecoveryTracker.class);
  private static final int MAX_FAILURES = 3;

  private final GuildId guild;
  private final EntityDependencies dependencies;
  private final ActorRef<?> shard;
  private int failures;
  private int transientFailures;
  private @Nullable Throwable lastFailure;

  public RecoveryTracker(GuildId guild, EntityDependencies dependencies, ActorRef<?> shard) {
    this.guild = guild;
    this.dependencies = dependencies;
    this.shard = shard;
  }

  /** Whether the guild is degraded and left alone for now. */
  boolean isSuspended() {
    return degradedGuilds().find(guild) != null && untilRetry().isPositive();
  }

  /** What a degraded guild answers. */
  GuildReply degradedReply() {
    DegradedGuilds.DegradedGuild degraded = degradedGuilds().find(guild);
    // it may have moved away this very moment
    return degraded == null
        ? new GuildReply.Unavailable()
        : new GuildReply.Degraded(degraded.incident(), Math.max(1, untilRetry().toSeconds()));
  }

  /**
   * @param readUpTo the number of the last event that was applied
   * @return whether it is not worth going on: the guild is degraded
   */
  // the very same failure
  @SuppressWarnings("ReferenceEquality")
  public boolean failed(Throwable failure, long lastAppliedEvent) {
    if (lastFailure != null && failure.getCause() == lastFailure) {
      // Pekko tells some failures twice: as they are, and wrapped in its own
      return false;
    }
    lastFailure = failure;
    if (isTransient(failure)) {
      transientFailures++;
      LOG.atWarn()
          .addKeyValue("guild", guild.toString())
          .log("Guild {}: recovery failed, retrying: {}", guild, FailureSummary.of(failure));
      return false;
    }
    failures++;
    long now = System.nanoTime();
    DegradedGuilds.DegradedGuild degraded = degradedGuilds().find(guild);
    if (degraded != null) {
      degradedGuilds()
          .put(degraded.failedAgain(FailureSummary.of(failure), lastAppliedEvent), shard, now);
      return true;
    }
    if (failures < MAX_FAILURES) {
      return false;
    }
    var newlyDegraded =
        new DegradedGuilds.DegradedGuild(
            guild,
            UUID.randomUUID(),
            Instant.now(),
            FailureSummary.of(failure),
            lastAppliedEvent,
            failures);
    degradedGuilds().put(newlyDegraded, shard, now);
    LOG.atError()
        .addKeyValue("guild", guild.toString())
        .addKeyValue("incident", newlyDegraded.incident().toString())
        .setCause(failure)
        .log(
            "Incident {}: guild {} is degraded: its journal cannot be replayed beyond event {}."
                + " Run \"dcm guild poison {}\" for the cause. Other guilds are unaffected.",
            newlyDegraded.incident(),
            guild,
            lastAppliedEvent,
            guild);
    return true;
  }

  /** Whether it takes so long to pass that nobody should wait for it. */
  public boolean isTakingTooLong() {
    return transientFailures >= MAX_FAILURES;
  }

  public void completed() {
    failures = 0;
    transientFailures = 0;
    DegradedGuilds.DegradedGuild recovered = degradedGuilds().remove(guild);
    if (recovered != null) {
      LOG.atInfo()
          .addKeyValue("guild", guild.toString())
          .addKeyValue("incident", recovered.incident().toString())
          .log("Incident {}: guild {} recovered", recovered.incident(), guild);
    }
  }

  private DegradedGuilds degradedGuilds() {
    return dependencies.degradedGuilds();
  }

  private Duration untilRetry() {
    long now = System.nanoTime();
    return dependencies
        .settings()
        .degradedRetryInterval()
        .minusNanos(now - degradedGuilds().lastAttempt(guild, now));
  }

  private boolean isTransient(Throwable failure) {
    return switch (failure) {
      case TimeoutException _, RecoveryTimedOut _, CircuitBreakerOpenException _ -> true;
      default -> dependencies.failures().isTransient(failure);
    };
  }
}
