package dcm.entity;

import dcm.guild.GuildId;
import dcm.guild.GuildReply;
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
final class Replays {
  private static final Logger LOG = LoggerFactory.getLogger(Replays.class);
  private static final int ENOUGH = 3;

  private final GuildId guild;
  private final Premises premises;
  private final ActorRef<?> shard;
  private int inVain;
  private int passing;
  private @Nullable Throwable last;

  Replays(GuildId guild, Premises premises, ActorRef<?> shard) {
    this.guild = guild;
    this.premises = premises;
    this.shard = shard;
  }

  /** Whether the guild is degraded and left alone for now. */
  boolean rests() {
    return register().of(guild) != null && untilRested().isPositive();
  }

  /** What a degraded guild answers. */
  GuildReply answer() {
    DegradedGuild degraded = register().of(guild);
    // it may have moved away this very moment
    return degraded == null
        ? new GuildReply.Unavailable()
        : new GuildReply.Degraded(degraded.incident(), Math.max(1, untilRested().toSeconds()));
  }

  /**
   * @param readUpTo the number of the last event that was applied
   * @return whether it is not worth going on: the guild is degraded
   */
  // the very same failure
  @SuppressWarnings("ReferenceEquality")
  boolean failed(Throwable failure, long readUpTo) {
    if (last != null && failure.getCause() == last) {
      // Pekko tells some failures twice: as they are, and wrapped in its own
      return false;
    }
    last = failure;
    if (passes(failure)) {
      passing++;
      LOG.atWarn()
          .addKeyValue("guild", guild.toString())
          .log("Guild {} cannot be read just now: {}", guild, Sentence.of(failure));
      return false;
    }
    inVain++;
    long now = System.nanoTime();
    DegradedGuild degraded = register().of(guild);
    if (degraded != null) {
      register().put(degraded.again(Sentence.of(failure), readUpTo), shard, now);
      return true;
    }
    if (inVain < ENOUGH) {
      return false;
    }
    var found =
        new DegradedGuild(
            guild, UUID.randomUUID(), Instant.now(), Sentence.of(failure), readUpTo, inVain);
    register().put(found, shard, now);
    LOG.atError()
        .addKeyValue("guild", guild.toString())
        .addKeyValue("incident", found.incident().toString())
        .setCause(failure)
        .log(
            "Incident {}: guild {} is degraded, for its journal cannot be read beyond event {}."
                + " \"dcm guild poison {}\" shows what is wrong. Other guilds are not concerned.",
            found.incident(),
            guild,
            readUpTo,
            guild);
    return true;
  }

  /** Whether it takes so long to pass that nobody should wait for it. */
  boolean dragsOn() {
    return passing >= ENOUGH;
  }

  void completed() {
    inVain = 0;
    passing = 0;
    DegradedGuild healed = register().remove(guild);
    if (healed != null) {
      LOG.atInfo()
          .addKeyValue("guild", guild.toString())
          .addKeyValue("incident", healed.incident().toString())
          .log("Incident {}: guild {} can be read again", healed.incident(), guild);
    }
  }

  private DegradedGuilds register() {
    return premises.degraded();
  }

  private Duration untilRested() {
    long now = System.nanoTime();
    return premises.settings().degradedRest().minusNanos(now - register().tried(guild, now));
  }

  private boolean passes(Throwable failure) {
    return switch (failure) {
      case TimeoutException _, RecoveryTimedOut _, CircuitBreakerOpenException _ -> true;
      default -> premises.failures().isTransient(failure);
    };
  }
}
