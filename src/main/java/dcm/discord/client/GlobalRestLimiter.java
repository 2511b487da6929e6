package dcm.discord.client;

import dcm.redis.RestBudget;
import discord4j.rest.request.GlobalRateLimiter;
import java.time.Duration;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Limiter to Discord's 50 requests a second, shared by all nodes. Retried requests count as well.
 */
final class GlobalRestLimiter implements GlobalRateLimiter {
  private final RestBudget budget;

  GlobalRestLimiter(RestBudget budget) {
    this.budget = budget;
  }

  @Override
  public Mono<Void> rateLimitFor(Duration delay) {
    return Mono.fromCompletionStage(() -> budget.blockFor(delay)).then();
  }

  /** Zero: the budget itself contains the wait. */
  @Override
  public Mono<Duration> getRemaining() {
    return Mono.just(Duration.ZERO);
  }

  @Override
  public <T> Flux<T> withLimiter(Publisher<T> request) {
    return Mono.fromCompletionStage(budget::reserve)
        .flatMapMany(reservation ->
            switch (reservation) {
              case RestBudget.Reservation.Granted(Duration wait) ->
                  wait.isZero() ? request : Mono.delay(wait).thenMany(request);
              case RestBudget.Reservation.Rejected(String reason, Duration retryAfter) ->
                  Flux.error(new DiscordUnavailableException(reason, retryAfter));
            });
  }
}
