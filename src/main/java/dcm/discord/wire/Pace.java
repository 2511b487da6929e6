package dcm.discord.wire;

import dcm.redis.RestBudget;
import discord4j.rest.request.GlobalRateLimiter;
import java.time.Duration;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The bot's 50 requests a second, shared by all nodes. Every request passes, also a retried one.
 */
final class Pace implements GlobalRateLimiter {
  private final RestBudget budget;

  Pace(RestBudget budget) {
    this.budget = budget;
  }

  @Override
  public Mono<Void> rateLimitFor(Duration pause) {
    return Mono.fromCompletionStage(() -> budget.hold(pause)).then();
  }

  /** The wait is in the budget itself. */
  @Override
  public Mono<Duration> getRemaining() {
    return Mono.just(Duration.ZERO);
  }

  @Override
  public <T> Flux<T> withLimiter(Publisher<T> request) {
    return Mono.fromCompletionStage(budget::reserve)
        .flatMapMany(turn ->
            switch (turn) {
              case RestBudget.Turn.In(Duration wait) ->
                  wait.isZero() ? request : Mono.delay(wait).thenMany(request);
              case RestBudget.Turn.Refused(String why, Duration retryAfter) ->
                  Flux.error(new Away(why, retryAfter));
            });
  }
}
