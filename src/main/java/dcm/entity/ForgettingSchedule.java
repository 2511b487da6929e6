package dcm.entity;

import dcm.guild.Guild;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When a guild's members are replaced by their pseudonyms: at once, and after a failure every
 * minute while the guild is served. Confined to its actor's thread.
 */
final class ForgettingSchedule {
  private static final Logger LOG = LoggerFactory.getLogger(ForgettingSchedule.class);

  private static final Duration RETRY_INTERVAL = Duration.ofMinutes(1);

  private final GuildId id;
  private final Pseudonymization pseudonymization;
  private final ActorContext<GuildMessage> context;
  private boolean waiting;

  ForgettingSchedule(
      GuildId id, Pseudonymization pseudonymization, ActorContext<GuildMessage> context) {
    this.id = id;
    this.pseudonymization = pseudonymization;
    this.context = context;
  }

  /** Begins to replace a member, if one is to be and no attempt has failed just now. */
  boolean begin(Guild guild) {
    MemberId member = waiting ? null : guild.memberToForget();
    if (member == null) {
      return false;
    }
    context.pipeToSelf(
        run(member, guild.pseudonymOf(member)),
        (_, failure) -> {
          if (failure != null) {
            LOG.atWarn()
                .addKeyValue("guild", id.toString())
                .log("Guild {}: forgetting a member failed: {}", id, FailureSummary.of(failure));
          }
          return new GuildMessage.Internal.ForgettingEnded(failure == null);
        });
    return true;
  }

  private CompletionStage<Void> run(MemberId member, MemberId pseudonym) {
    try {
      return pseudonymization.run(id, member, pseudonym);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** The guild goes on with the member; the next attempt is made later. */
  void failed() {
    waiting = true;
    context.scheduleOnce(
        RETRY_INTERVAL, context.getSelf(), new GuildMessage.Internal.ForgettingDue());
  }

  /** An attempt may be made again. */
  void due() {
    waiting = false;
  }
}
