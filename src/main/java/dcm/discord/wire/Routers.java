package dcm.discord.wire;

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
final class Routers {
  /** Beyond it answers share routers: so many are on their way only when Discord hardly answers. */
  private static final int LANES = 128;

  /**
   * @param calls that are on their way
   */
  private record Lane(Router router, AtomicInteger calls) {}

  private final Router main;
  private final List<Lane> lanes;
  private final AtomicInteger turn = new AtomicInteger();

  Routers(
      String base,
      String token,
      ReactorResources resources,
      ExchangeStrategies json,
      RestBudget budget) {
    this.main = router(base, token, resources, json, new Pace(budget));
    this.lanes =
        Stream.generate(() -> router(base, token, resources, json, new Uncounted(budget)))
            .limit(LANES)
            .map(router -> new Lane(router, new AtomicInteger()))
            .toList();
  }

  Router main() {
    return main;
  }

  /** A call that shares its router with no other while it is on its way. */
  <T> Mono<T> apart(Function<Router, Mono<T>> call) {
    return Mono.using(
        this::take, lane -> call.apply(lane.router()), lane -> lane.calls().decrementAndGet());
  }

  /** A free one, the one that was in use last coming last; or any when none is free. */
  private Lane take() {
    int start = turn.getAndIncrement();
    for (int i = 0; i < LANES; i++) {
      var lane = lanes.get(Math.floorMod(start + i, LANES));
      if (lane.calls().compareAndSet(0, 1)) {
        return lane;
      }
    }
    var busy = lanes.get(Math.floorMod(start, LANES));
    busy.calls().incrementAndGet();
    return busy;
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
            List.of(new ServerErrors()),
            limiter,
            RequestQueueFactory.buffering(),
            base + "/api/v10"));
  }
}
