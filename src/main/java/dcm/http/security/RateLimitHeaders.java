package dcm.http.security;

import dcm.http.pipeline.Responses;
import dcm.redis.RateLimitDecision;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Collects the results of a request's rate limits for the headers of its response. */
public final class RateLimitHeaders {
  private static final RateLimitDecision NOTHING_CHECKED = new RateLimitDecision(List.of());

  private final AtomicReference<RateLimitDecision> decision =
      new AtomicReference<>(NOTHING_CHECKED);

  public void add(RateLimitDecision other) {
    decision.updateAndGet(current -> current.combinedWith(other));
  }

  public HttpResponse applyTo(HttpResponse response) {
    var combined = decision.get();
    return combined.results().isEmpty()
        ? response
        : response
            .addHeader(Responses.header("RateLimit-Policy", combined.policyHeader()))
            .addHeader(Responses.header("RateLimit", combined.limitHeader()));
  }
}
