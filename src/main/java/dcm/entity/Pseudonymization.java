package dcm.entity;

import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Replaces a forgotten member by a pseudonym in everything that is stored about the guild. */
@FunctionalInterface
public interface Pseudonymization {
  /** Of nodes that serve no guild with members to forget, such as those of commands and tests. */
  Pseudonymization UNAVAILABLE =
      (_, _, _) ->
          CompletableFuture.failedFuture(
              new IllegalStateException("this process does not forget members"));

  /**
   * Replaces the member completely or not at all, and makes the guild's owner recover. Never
   * blocks. May be called again, also after an unknown outcome.
   */
  CompletionStage<Void> run(GuildId guild, MemberId member, MemberId pseudonym);
}
