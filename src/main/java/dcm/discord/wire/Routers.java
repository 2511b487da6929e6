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
import java.util.stream.Stream;

/**
 * The ways to Discord's REST. A router sends one call per bucket at a time, and all interaction
 * answers are one bucket to it: thirty of them at 100 ms would miss the 3 s deadline. They are
 * spread over several routers by their token, outside the global limit.
 */
final class Routers {
  private static final int LANES = 16;

  private final Router main;
  private final List<Router> lanes;

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
            .toList();
  }

  Router main() {
    return main;
  }

  /** Always the same for the same interaction, so that its calls stay in order. */
  Router lane(Ticket ticket) {
    return lanes.get(Math.floorMod(ticket.token().hashCode(), LANES));
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
