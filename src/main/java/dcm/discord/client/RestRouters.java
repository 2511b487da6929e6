package dcm.discord.client;

import dcm.redis.RestBudget;
import discord4j.common.ReactorResources;
import discord4j.rest.http.ExchangeStrategies;
import discord4j.rest.request.DefaultRouter;
import discord4j.rest.request.GlobalRateLimiter;
import discord4j.rest.request.RequestQueueFactory;
import discord4j.rest.request.Router;
import discord4j.rest.request.RouterOptions;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/**
 * The ways to Discord's REST. A router sends one call per bucket at a time, and all interaction
 * answers are one bucket to it: two that wait for each other while Discord takes 2.5 s would miss
 * the 3 s deadline. So each answer has a router of its own while it is on its way, outside the
 * global limit.
 */
final class RestRouters {
  /** Beyond it answers share routers: so many are on their way only when Discord hardly answers. */
  private static final int MAX_INTERACTION_ROUTERS = 128;

  /**
   * @param calls that are on their way
   */
  private record PooledRouter(Router router, AtomicInteger inFlight) {}

  private final Router main;
  private final List<PooledRouter> interactionRouters;
  private final AtomicInteger nextIndex = new AtomicInteger();

  RestRouters(
      String base,
      String token,
      ReactorResources resources,
      ExchangeStrategies json,
      RestBudget budget) {
    this.main = router(base, token, resources, json, new GlobalRestLimiter(budget));
    this.interactionRouters =
        Stream.generate(
                () -> router(base, token, resources, json, new InteractionRestLimiter(budget)))
            .limit(MAX_INTERACTION_ROUTERS)
            .map(router -> new PooledRouter(router, new AtomicInteger()))
            .toList();
  }

  Router main() {
    return main;
  }

  /** A call that shares its router with no other while it is on its way. */
  <T> Mono<T> withOwnRouter(Function<Router, Mono<T>> call) {
    return Mono.using(
        this::acquire,
        pooled -> call.apply(pooled.router()),
        pooled -> pooled.inFlight().decrementAndGet());
  }

  /** A free one, the one that was in use last coming last; or any when none is free. */
  private PooledRouter acquire() {
    int start = nextIndex.getAndIncrement();
    for (int i = 0; i < MAX_INTERACTION_ROUTERS; i++) {
      var pooled = interactionRouters.get(Math.floorMod(start + i, MAX_INTERACTION_ROUTERS));
      if (pooled.inFlight().compareAndSet(0, 1)) {
        return pooled;
      }
    }
    var shared = interactionRouters.get(Math.floorMod(start, MAX_INTERACTION_ROUTERS));
    shared.inFlight().incrementAndGet();
    return shared;
  }

  private static Router router(
      String base,
      String token,
      ReactorResources resources,
      ExchangeStrategies json,
      GlobalRateLimiter limiter) {
    return new DefaultRouter(
        new RouterOptions(
            token,
            resources,
            json,
            List.of(new ServerErrorPolicy()),
            limiter,
            RequestQueueFactory.buffering(),
            base + "/api/v10"));
  }
}
