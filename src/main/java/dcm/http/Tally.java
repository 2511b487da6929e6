package dcm.http;

import dcm.redis.Verdict;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What the limits said to one request, for the headers of its answer, whatever that becomes. */
final class Tally {
  private final AtomicReference<Verdict> verdict = new AtomicReference<>(new Verdict(List.of()));

  void add(Verdict more) {
    verdict.updateAndGet(so -> so.and(more));
  }

  HttpResponse on(HttpResponse response) {
    var all = verdict.get();
    return all.limits().isEmpty()
        ? response
        : response
            .addHeader(Replies.header("RateLimit-Policy", all.policyHeader()))
            .addHeader(Replies.header("RateLimit", all.limitHeader()));
  }
}
