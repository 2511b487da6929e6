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
 * The library's routers to Discord's REST API. A router sends one call per bucket at a time and
 * treats all interaction responses as one bucket: of two responses while Discord takes 2.5 s for
 * each, the second would miss the 3 s limit. So each response uses its own router while it is in
 * flight, outside the global limit.
 */
final class RestRouters {
  /** Further responses share routers; so many are in flight only when Discord is very slow. */
  private static final int MAX_INTERACTION_ROUTERS = 128;

  /**
   * @param inFlight the number of calls in flight
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

  /** Makes a call on a router that no other call uses meanwhile. */
  <T> Mono<T> withOwnRouter(Function<Router, Mono<T>> call) {
    return Mono.using(
        this::acquire,
        pooled -> call.apply(pooled.router()),
        pooled -> pooled.inFlight().decrementAndGet());
  }

  /** An idle router, in rotation; a shared one when none is idle. */
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
