package dcm.discord.wire;

import discord4j.rest.request.GlobalRateLimiter;
import java.time.Duration;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Answers to interactions do not count against Discord's 50 requests a second. */
final class Unlimited implements GlobalRateLimiter {
  @Override
  public Mono<Void> rateLimitFor(Duration duration) {
    return Mono.empty();
  }

  @Override
  public Mono<Duration> getRemaining() {
    return Mono.just(Duration.ZERO);
  }

  @Override
  public <T> Flux<T> withLimiter(Publisher<T> stage) {
    return Flux.from(stage);
  }
}
