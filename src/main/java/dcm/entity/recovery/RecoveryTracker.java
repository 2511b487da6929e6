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
 * Results of one guild's recoveries. Transient failures are retried until they end; other failures
 * are retried three times and then at a long interval. Confined to its actor's thread.
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

  /** Whether the guild is degraded and not retried yet. */
  boolean isSuspended() {
    return degradedGuilds().find(guild) != null && untilRetry().isPositive();
  }

  /** The reply of a degraded guild. */
  GuildReply degradedReply() {
    DegradedGuilds.DegradedGuild degraded = degradedGuilds().find(guild);
    // its shard may have just moved
    return degraded == null
        ? new GuildReply.Unavailable()
        : new GuildReply.Degraded(degraded.incident(), Math.max(1, untilRetry().toSeconds()));
  }

  /**
   * Records a failed recovery.
   *
   * @param lastAppliedEvent sequence number of the last event that was applied
   * @return whether the guild is degraded and recovery should stop
   */
  // the very same failure
  @SuppressWarnings("ReferenceEquality")
  public boolean failed(Throwable failure, long lastAppliedEvent) {
    if (lastFailure != null && failure.getCause() == lastFailure) {
      // Pekko signals some failures twice: as they are, and wrapped in its own exception
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

  /** Whether transient failures last so long that pending requests should be rejected. */
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
