package dcm.http;

import dcm.redis.RateLimits;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.Connection;

/**
 * From a request to its answer. Every request gets one, and every failure on the way becomes a
 * problem here.
 */
final class Hall {
  private final Router router;
  private final Gate gate;
  private final Bodies bodies;
  private final AnswerBudget answers;
  private final RateLimits limits;
  private final Shields shields;
  private final HttpSettings settings;
  private final InstantSource clock;

  Hall(
      Router router,
      Gate gate,
      Bodies bodies,
      RateLimits limits,
      Shields shields,
      HttpSettings settings,
      InstantSource clock) {
    this.router = router;
    this.gate = gate;
    this.bodies = bodies;
    this.answers = new AnswerBudget(settings.answers());
    this.limits = limits;
    this.shields = shields;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Never fails.
   *
   * @param from whose request it is
   * @param throughProxy whether one that we trust handed it on
   */
  CompletionStage<HttpResponse> answer(
      HttpRequest request, InetAddress from, boolean throughProxy, Line line) {
    return answer(
        request, throughProxy, line, (tally, visit) -> walk(request, from, tally, line, visit));
  }

  /** The same for a request that is not looked at. Never fails. */
  CompletionStage<HttpResponse> refuse(HttpRequest request, Problem problem, Line line) {
    return answer(
        request, true, line, (_, _) -> CompletableFuture.failedFuture(problem.asException()));
  }

  private CompletionStage<HttpResponse> answer(
      HttpRequest request,
      boolean throughProxy,
      Line line,
      BiFunction<Tally, Visit, CompletionStage<HttpResponse>> way) {
    line.began();
    var tally = new Tally();
    var visit = Visit.begin(request, throughProxy);
    CompletionStage<HttpResponse> answer;
    try {
      answer = way.apply(tally, visit);
    } catch (RuntimeException failure) {
      answer = CompletableFuture.failedFuture(failure);
    }
    return answer
        .exceptionally(failure -> problem(request, visit, failure))
        .thenApply(response -> shields.on(tally.on(response)))
        .whenComplete((response, failure) -> {
          line.answered();
          visit.ended(failure == null ? response.status().intValue() : 500);
        });
  }

  private CompletionStage<HttpResponse> walk(
      HttpRequest request, InetAddress from, Tally tally, Line line, Visit visit) {
    var at = clock.instant();
    var found = router.find(request.method().name(), request.getUri().path());
    if (found instanceof Router.Match match
        && match.endpoint().door() instanceof Endpoint.Signed(Endpoint.Handler<Knock> handler)) {
      visit.found(match);
      var query = query(request, match);
      return read(request, from, line)
          .thenCompose(body ->
              inTime(
                  handler.handle(
                      new Knock(request, from, at, match.variables(), query, body, line, visit))))
          .exceptionallyCompose(failure ->
              counted(from, tally).thenCompose(_ -> CompletableFuture.failedFuture(failure)));
    }
    var free =
        found instanceof Router.Match match
            && match.endpoint().door() instanceof Endpoint.StaticContent;
    return inTime(free ? Replies.now(tally) : counted(from, tally))
        .thenCompose(_ -> {
          return switch (found) {
            case Router.Nothing _ ->
                throw Problems.notFound("There is nothing at this path.").asException();
            case Router.OtherMethods other ->
                throw Problems.methodNotAllowed(other.allowed()).asException();
            case Router.Match match -> {
              visit.found(match);
              Accepts.check(request, match.endpoint());
              BiFunction<Query, Body, Knock> knock =
                  (query, body) ->
                      new Knock(request, from, at, match.variables(), query, body, line, visit);
              yield open(request, match, from, tally, line, knock);
            }
          };
        });
  }

  /** Fails with 429 when the address knocks too often. */
  private CompletionStage<Tally> counted(InetAddress from, Tally tally) {
    return limits
        .knock(from)
        .thenApply(verdict -> {
          tally.add(verdict);
          if (!verdict.allowed()) {
            throw Problems.tooManyRequests(verdict.retryAfterSeconds()).asException();
          }
          return tally;
        });
  }

  private CompletionStage<HttpResponse> open(
      HttpRequest request,
      Router.Match match,
      InetAddress from,
      Tally tally,
      Line line,
      BiFunction<Query, Body, Knock> knock) {
    return switch (match.endpoint().door()) {
      case Endpoint.Signed _ -> throw new IllegalStateException("let in by another door");
      case Endpoint.StaticContent(Endpoint.Handler<Knock> handler) -> {
        var query = query(request, match);
        yield read(request, from, line)
            .thenCompose(body -> inTime(handler.handle(knock.apply(query, body))));
      }
      case Endpoint.Open(Endpoint.Handler<Knock> handler) -> {
        var query = query(request, match);
        yield read(request, from, line)
            .thenCompose(body -> inTime(handler.handle(knock.apply(query, body))));
      }
      case Endpoint.InGuild(Endpoint.Handler<GuildKnock> handler) ->
          inTime(
                  gate.enter(
                      Knock.header(request, "Authorization"), match.variables().get("gid"), tally))
              .thenCompose(pass -> {
                var query = query(request, match);
                return read(request, from, line)
                    .thenCompose(body ->
                        inTime(handler.handle(new GuildKnock(knock.apply(query, body), pass))))
                    .thenApply(answer ->
                        answers.count(pass.guild(), answer, request.method().name(), line));
              });
    };
  }

  /**
   * Each step in its own time: the time for the answer begins when the request has arrived, so that
   * an upload that never arrives is told so ({@link Bodies}).
   */
  private <T> CompletionStage<T> inTime(CompletionStage<T> step) {
    return step.toCompletableFuture()
        .copy()
        .orTimeout(settings.answerDeadline().toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Query query(HttpRequest request, Router.Match match) {
    return Query.parse(request.getUri().rawQueryString().orElse(""), match.endpoint().query());
  }

  private CompletionStage<Body> read(HttpRequest request, InetAddress from, Line line) {
    return bodies.read(request, from, line).whenComplete((_, _) -> line.arrived());
  }

  private HttpResponse problem(HttpRequest request, Visit visit, Throwable failure) {
    var incident = Replies.incident();
    var response =
        TooManyRequestsPage.insteadOf(
            visit.named(() ->
                Replies.problem(
                    Failures.translate(failure, request.method().name(), incident),
                    incident,
                    request.method().name(),
                    request.getUri().path())),
            request);
    if (request.entity().isStrict()) {
      return response;
    }
    // what nobody reads must neither block the connection nor trickle in for ever
    bodies.discard(request);
    return response.addHeader(Connection.create("close"));
  }
}
