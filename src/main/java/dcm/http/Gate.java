package dcm.http;

import dcm.guild.GuildId;
import dcm.redis.RateLimits;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What every request into a guild walks through: is the token good, is it for the guild in the
 * path, may this member knock now. Who has a token for another guild learns nothing of this one,
 * not even that it exists.
 */
final class Gate {
  private static final Pattern BEARER =
      Pattern.compile("Bearer +([A-Za-z0-9._~+/=-]+)", Pattern.CASE_INSENSITIVE);

  private final Function<String, CompletionStage<Pass>> tokens;
  private final RateLimits limits;

  /**
   * @param tokens fails with {@link Rejected} (401) for a token that is not good
   */
  Gate(Function<String, CompletionStage<Pass>> tokens, RateLimits limits) {
    this.tokens = tokens;
    this.limits = limits;
  }

  /**
   * Fails with {@link Rejected}: 401, 404, 429.
   *
   * @param guild as the path has it
   * @param tally is told what the limits said
   */
  CompletionStage<Pass> enter(Optional<String> authorization, String guild, Tally tally) {
    if (authorization.isEmpty()) {
      throw Problems.unauthenticated("no-token", "Authorization: Bearer … is needed.")
          .asException();
    }
    var bearer = BEARER.matcher(authorization.get().strip());
    if (!bearer.matches()) {
      throw Problems.unauthenticated("bad-token", "Authorization must be one Bearer token.")
          .asException();
    }
    return tokens
        .apply(bearer.group(1))
        .thenCompose(pass -> {
          if (!isFor(pass, guild)) {
            return CompletableFuture.failedFuture(Refusals.guild().asException());
          }
          return limits
              .knock(pass.guild().value(), pass.caller().id().value())
              .thenApply(verdict -> {
                tally.add(verdict);
                if (!verdict.allowed()) {
                  throw Problems.tooManyRequests(verdict.retryAfterSeconds()).asException();
                }
                return pass;
              });
        });
  }

  private static boolean isFor(Pass pass, String guild) {
    try {
      return pass.guild().equals(GuildId.of(guild));
    } catch (IllegalArgumentException notASnowflake) {
      return false;
    }
  }
}
