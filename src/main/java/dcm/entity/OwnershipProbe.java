package dcm.entity;

import dcm.guild.GuildId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks for one guild's actor whether the guild is still its own, and tells it. */
final class OwnershipProbe {
  private static final Logger LOG = LoggerFactory.getLogger(OwnershipProbe.class);
  private final GuildId id;
  private final Ownership ownership;

  OwnershipProbe(GuildId id, Ownership ownership) {
    this.id = id;
    this.ownership = ownership;
  }

  /**
   * The answer is a {@link Inward.Checked}.
   *
   * @param asked when, in nanoseconds of the monotonic clock
   */
  void ask(ActorContext<GuildMessage> context, long asked) {
    context.pipeToSelf(
        stillOurs(), (ours, failure) -> new Inward.Checked(asked, finding(ours, failure)));
  }

  private CompletionStage<Boolean> stillOurs() {
    try {
      return ownership.stillOurs(id);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Inward.Finding finding(@Nullable Boolean ours, @Nullable Throwable failure) {
    if (failure != null || ours == null) {
      LOG.atWarn()
          .addKeyValue("guild", id.toString())
          .log(
              "Guild {}: nobody can say whether it still lives here: {}",
              id,
              failure == null ? "no answer" : Sentence.of(failure));
      return Inward.Finding.UNKNOWN;
    }
    return ours ? Inward.Finding.OURS : Inward.Finding.NOT_OURS;
  }
}
