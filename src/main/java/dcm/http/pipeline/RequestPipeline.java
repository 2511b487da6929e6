package dcm.http.pipeline;

import dcm.http.HttpSettings;
import dcm.http.problem.FailureProblems;
import dcm.http.problem.Problem;
import dcm.http.problem.Problems;
import dcm.http.security.GuildAccessFilter;
import dcm.http.security.RateLimitHeaders;
import dcm.http.server.ConnectionState;
import dcm.redis.RateLimiter;
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
 * Handles requests: routing, rate limits, authentication, body, handler, response. Every request is
 * answered; every failure becomes a problem here.
 */
public final class RequestPipeline {
  private final Router router;
  private final GuildAccessFilter accessFilter;
  private final RequestBodyReader bodyReader;
  private final ResponseByteBudget responseBudget;
  private final RateLimiter limits;
  private final SecurityHeaders securityHeaders;
  private final HttpSettings settings;
  private final InstantSource clock;

  public RequestPipeline(
      Router router,
      GuildAccessFilter accessFilter,
      RequestBodyReader bodyReader,
      RateLimiter limits,
      SecurityHeaders securityHeaders,
      HttpSettings settings,
      InstantSource clock) {
    this.router = router;
    this.accessFilter = accessFilter;
    this.bodyReader = bodyReader;
    this.responseBudget = new ResponseByteBudget(settings.responses());
    this.limits = limits;
    this.securityHeaders = securityHeaders;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Answers a request. Never fails.
   *
   * @param clientAddress that rate limits count
   * @param viaTrustedProxy whether a trusted proxy forwarded the request
   */
  public CompletionStage<HttpResponse> respond(
      HttpRequest request,
      InetAddress clientAddress,
      boolean viaTrustedProxy,
      ConnectionState connection) {
    return respond(
        request,
        viaTrustedProxy,
        connection,
        (rateLimitHeaders, observation) ->
            dispatch(request, clientAddress, rateLimitHeaders, connection, observation));
  }

  /** Answers a request with a problem, without dispatching it. Never fails. */
  public CompletionStage<HttpResponse> reject(
      HttpRequest request, Problem problem, ConnectionState connection) {
    return respond(
        request, true, connection, (_, _) -> CompletableFuture.failedFuture(problem.asException()));
  }

  private CompletionStage<HttpResponse> respond(
      HttpRequest request,
      boolean viaTrustedProxy,
      ConnectionState connection,
      BiFunction<RateLimitHeaders, RequestObservation, CompletionStage<HttpResponse>> work) {
    connection.requestStarted();
    var rateLimitHeaders = new RateLimitHeaders();
    var observation = RequestObservation.start(request, viaTrustedProxy);
    CompletionStage<HttpResponse> reply;
    try {
      reply = work.apply(rateLimitHeaders, observation);
    } catch (RuntimeException failure) {
      reply = CompletableFuture.failedFuture(failure);
    }
    return reply
        .exceptionally(failure -> problemResponse(request, observation, failure))
        .thenApply(response -> securityHeaders.applyTo(rateLimitHeaders.applyTo(response)))
        .whenComplete((response, failure) -> {
          connection.requestCompleted();
          observation.stop(failure == null ? response.status().intValue() : 500);
        });
  }

  private CompletionStage<HttpResponse> dispatch(
      HttpRequest request,
      InetAddress clientAddress,
      RateLimitHeaders rateLimitHeaders,
      ConnectionState connection,
      RequestObservation observation) {
    var receivedAt = clock.instant();
    var result = router.find(request.method().name(), request.getUri().path());
    if (result instanceof Router.Match match
        && match.endpoint().access()
            instanceof Endpoint.Signed(Endpoint.Handler<ApiRequest> handler)) {
      observation.matched(match);
      var parameters = parseQuery(request, match);
      return readBody(request, clientAddress, connection)
          .thenCompose(body ->
              withTimeout(
                  handler.handle(
                      new ApiRequest(
                          request,
                          clientAddress,
                          receivedAt,
                          match.variables(),
                          parameters,
                          body,
                          connection,
                          observation))))
          .exceptionallyCompose(failure ->
              checkAddressLimit(clientAddress, rateLimitHeaders)
                  .thenCompose(_ -> CompletableFuture.failedFuture(failure)));
    }
    var unlimited =
        result instanceof Router.Match match
            && match.endpoint().access() instanceof Endpoint.StaticContent;
    return withTimeout(
            unlimited
                ? Responses.completed(rateLimitHeaders)
                : checkAddressLimit(clientAddress, rateLimitHeaders))
        .thenCompose(_ -> {
          return switch (result) {
            case Router.NoMatch _ ->
                throw Problems.notFound("There is no resource at this path.").asException();
            case Router.MethodMismatch other ->
                throw Problems.methodNotAllowed(other.allowed()).asException();
            case Router.Match match -> {
              observation.matched(match);
              ContentNegotiation.requireJson(request, match.endpoint());
              BiFunction<QueryParameters, RequestBody, ApiRequest> toApiRequest =
                  (parameters, body) ->
                      new ApiRequest(
                          request,
                          clientAddress,
                          receivedAt,
                          match.variables(),
                          parameters,
                          body,
                          connection,
                          observation);
              yield handle(
                  request, match, clientAddress, rateLimitHeaders, connection, toApiRequest);
            }
          };
        });
  }

  /** Fails with 429 when the rate limit of the address is exceeded. */
  private CompletionStage<RateLimitHeaders> checkAddressLimit(
      InetAddress clientAddress, RateLimitHeaders rateLimitHeaders) {
    return limits
        .tryAcquire(clientAddress)
        .thenApply(decision -> {
          rateLimitHeaders.add(decision);
          if (!decision.allowed()) {
            throw Problems.tooManyRequests(decision.retryAfterSeconds()).asException();
          }
          return rateLimitHeaders;
        });
  }

  private CompletionStage<HttpResponse> handle(
      HttpRequest request,
      Router.Match match,
      InetAddress clientAddress,
      RateLimitHeaders rateLimitHeaders,
      ConnectionState connection,
      BiFunction<QueryParameters, RequestBody, ApiRequest> toApiRequest) {
    return switch (match.endpoint().access()) {
      case Endpoint.Signed _ ->
          throw new IllegalStateException("signed endpoints are handled earlier");
      case Endpoint.StaticContent(Endpoint.Handler<ApiRequest> handler) -> {
        var parameters = parseQuery(request, match);
        yield readBody(request, clientAddress, connection)
            .thenCompose(body -> withTimeout(handler.handle(toApiRequest.apply(parameters, body))));
      }
      case Endpoint.Open(Endpoint.Handler<ApiRequest> handler) -> {
        var parameters = parseQuery(request, match);
        yield readBody(request, clientAddress, connection)
            .thenCompose(body -> withTimeout(handler.handle(toApiRequest.apply(parameters, body))));
      }
      case Endpoint.InGuild(Endpoint.Handler<GuildRequest> handler) ->
          withTimeout(
                  accessFilter.authorize(
                      ApiRequest.header(request, "Authorization"),
                      match.variables().get("gid"),
                      rateLimitHeaders))
              .thenCompose(grant -> {
                var parameters = parseQuery(request, match);
                return readBody(request, clientAddress, connection)
                    .thenCompose(body ->
                        withTimeout(
                            handler.handle(
                                new GuildRequest(toApiRequest.apply(parameters, body), grant))))
                    .thenApply(reply ->
                        responseBudget.track(
                            grant.guild(), reply, request.method().name(), connection));
              });
    };
  }

  /**
   * Applies the response timeout to one step. The timeout of a handler starts when its request has
   * been received, so that a slow upload ends with the error of {@link RequestBodyReader}.
   */
  private <T> CompletionStage<T> withTimeout(CompletionStage<T> step) {
    return step.toCompletableFuture()
        .copy()
        .orTimeout(settings.responseTimeout().toMillis(), TimeUnit.MILLISECONDS);
  }

  private static QueryParameters parseQuery(HttpRequest request, Router.Match match) {
    return QueryParameters.parse(
        request.getUri().rawQueryString().orElse(""), match.endpoint().query());
  }

  private CompletionStage<RequestBody> readBody(
      HttpRequest request, InetAddress clientAddress, ConnectionState connection) {
    return bodyReader
        .read(request, clientAddress, connection)
        .whenComplete((_, _) -> connection.requestReceived());
  }

  private HttpResponse problemResponse(
      HttpRequest request, RequestObservation observation, Throwable failure) {
    var incident = Responses.newIncident();
    var response =
        TooManyRequestsPage.replaceIfHtmlPreferred(
            observation.withGuildInMdc(() ->
                Responses.problem(
                    FailureProblems.toProblem(failure, request.method().name(), incident),
                    incident,
                    request.method().name(),
                    request.getUri().path())),
            request);
    if (request.entity().isStrict()) {
      return response;
    }
    // an unread body must not block the connection
    bodyReader.discard(request);
    return response.addHeader(Connection.create("close"));
  }
}
