package dcm.discord.client;

import dcm.redis.RestBudget;
import discord4j.rest.request.GlobalRateLimiter;
import java.time.Duration;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Limiter for responses to interactions, which do not count against Discord's 50 requests a second.
 * They are not sent either while Discord is close to blocking the address.
 */
final class InteractionRestLimiter implements GlobalRateLimiter {
  private final RestBudget budget;

  InteractionRestLimiter(RestBudget budget) {
    this.budget = budget;
  }

  @Override
  public Mono<Void> rateLimitFor(Duration delay) {
    return Mono.empty();
  }

  @Override
  public Mono<Duration> getRemaining() {
    return Mono.just(Duration.ZERO);
  }

  @Override
  public <T> Flux<T> withLimiter(Publisher<T> request) {
    return Flux.defer(() ->
        budget.isStopped()
            ? Flux.error(
                new DiscordUnavailableException(
                    "Discord rejected too many recent requests", Duration.ZERO))
            : request);
  }
}
