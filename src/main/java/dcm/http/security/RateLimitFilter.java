package dcm.http.security;

import dcm.http.problem.ProblemException;
import dcm.http.problem.Problems;
import dcm.redis.RateLimitDecision;
import dcm.redis.RateLimiter;
import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Applies the rate limits to a request, with at most one wait for Redis. A refused request fails
 * with {@link ProblemException} (429).
 */
public final class RateLimitFilter {
  private final RateLimiter limits;

  public RateLimitFilter(RateLimiter limits) {
    this.limits = limits;
  }

  /** Runs a step within the limit of the address. */
  public <T> CompletionStage<T> withinAddressLimit(
      InetAddress address, RateLimitHeaders headers, Supplier<CompletionStage<T>> step) {
    return limits
        .tryAcquire(address)
        .thenCompose(decision -> {
          requireAllowed(decision, headers);
          return step.get();
        });
  }

  /**
   * Authenticates within the limit of the address, then checks the limits of the member and the
   * guild. When Redis has to be asked about the address, it is asked about all three after the
   * authentication.
   */
  public CompletionStage<GuildAccessFilter.Grant> authorize(
      InetAddress address,
      RateLimitHeaders headers,
      Supplier<CompletionStage<GuildAccessFilter.Grant>> authentication) {
    var byAddress = limits.tryAcquireLocally(address);
    if (byAddress != null) {
      requireAllowed(byAddress, headers);
      return authentication
          .get()
          .thenCompose(grant ->
              admitted(
                  limits.tryAcquire(grant.guild().value(), grant.caller().id().value()),
                  grant,
                  headers));
    }
    return started(authentication)
        .handle((grant, failure) ->
            failure == null
                ? admitted(
                    limits.tryAcquire(address, grant.guild().value(), grant.caller().id().value()),
                    grant,
                    headers)
                : this.<GuildAccessFilter.Grant>withinAddressLimit(
                    address, headers, () -> CompletableFuture.failedFuture(failure)))
        .thenCompose(Function.identity());
  }

  private static CompletionStage<GuildAccessFilter.Grant> admitted(
      CompletionStage<RateLimitDecision> checked,
      GuildAccessFilter.Grant grant,
      RateLimitHeaders headers) {
    return checked.thenApply(decision -> {
      requireAllowed(decision, headers);
      return grant;
    });
  }

  private static <T> CompletionStage<T> started(Supplier<CompletionStage<T>> step) {
    try {
      return step.get();
    } catch (RuntimeException failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  private static void requireAllowed(RateLimitDecision decision, RateLimitHeaders headers) {
    headers.add(decision);
    if (!decision.allowed()) {
      throw Problems.tooManyRequests(decision.retryAfterSeconds()).asException();
    }
  }
}
