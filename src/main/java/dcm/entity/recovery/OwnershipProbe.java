package dcm.entity.recovery;

import dcm.entity.FailureSummary;
import dcm.entity.GuildMessage;
import dcm.entity.Ownership;
import dcm.guild.value.GuildId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks for one entity whether it still owns its guild, and sends it the result. */
final class OwnershipProbe {
  private static final Logger LOG = LoggerFactory.getLogger(OwnershipProbe.class);
  private final GuildId id;
  private final Ownership ownership;

  OwnershipProbe(GuildId id, Ownership ownership) {
    this.id = id;
    this.ownership = ownership;
  }

  /**
   * Starts a check; its result is a {@link GuildMessage.Internal.OwnershipChecked}.
   *
   * @param startedAt in nanoseconds of the monotonic clock
   */
  void ask(ActorContext<GuildMessage> context, long startedAt) {
    context.pipeToSelf(
        isOwner(),
        (owner, failure) ->
            new GuildMessage.Internal.OwnershipChecked(startedAt, result(owner, failure)));
  }

  private CompletionStage<Boolean> isOwner() {
    try {
      return ownership.isOwner(id);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private GuildMessage.Internal.OwnershipResult result(
      @Nullable Boolean owner, @Nullable Throwable failure) {
    if (failure != null || owner == null) {
      LOG.atWarn()
          .addKeyValue("guild", id.toString())
          .log(
              "Guild {}: ownership check failed: {}",
              id,
              failure == null ? "no answer" : FailureSummary.of(failure));
      return GuildMessage.Internal.OwnershipResult.UNKNOWN;
    }
    return owner
        ? GuildMessage.Internal.OwnershipResult.OWNED
        : GuildMessage.Internal.OwnershipResult.LOST;
  }
}
