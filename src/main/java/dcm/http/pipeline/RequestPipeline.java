package dcm.http.pipeline;

import dcm.http.HttpSettings;
import dcm.http.problem.FailureProblems;
import dcm.http.problem.Problem;
import dcm.http.problem.Problems;
import dcm.http.security.GuildAccessFilter;
import dcm.http.security.RateLimitFilter;
import dcm.http.security.RateLimitHeaders;
import dcm.http.server.ConnectionState;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Supplier;
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
  private final RateLimitFilter rateLimitFilter;
  private final RequestBodyReader bodyReader;
  private final ResponseByteBudget responseBudget;
  private final SecurityHeaders securityHeaders;
  private final HttpSettings settings;
  private final InstantSource clock;

  public RequestPipeline(
      Router router,
      GuildAccessFilter accessFilter,
      RateLimitFilter rateLimitFilter,
      RequestBodyReader bodyReader,
      SecurityHeaders securityHeaders,
      HttpSettings settings,
      InstantSource clock) {
    this.router = router;
    this.accessFilter = accessFilter;
    this.rateLimitFilter = rateLimitFilter;
    this.bodyReader = bodyReader;
    this.responseBudget = new ResponseByteBudget(settings.responses());
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
            dispatch(
                new Exchange(
                    request,
                    clientAddress,
                    clock.instant(),
                    connection,
                    rateLimitHeaders,
                    observation)));
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

  /** What the steps of one request share. */
  private record Exchange(
      HttpRequest request,
      InetAddress clientAddress,
      Instant receivedAt,
      ConnectionState connection,
      RateLimitHeaders rateLimitHeaders,
      RequestObservation observation) {

    ApiRequest toApiRequest(Router.Match match, QueryParameters parameters, RequestBody body) {
      return new ApiRequest(
          request,
          clientAddress,
          receivedAt,
          match.variables(),
          parameters,
          body,
          connection,
          observation);
    }
  }

  private CompletionStage<HttpResponse> dispatch(Exchange exchange) {
    var request = exchange.request();
    return switch (router.find(request.method().name(), request.getUri().path())) {
      case Router.NoMatch _ ->
          withinAddressLimit(
              exchange,
              () -> {
                throw Problems.notFound("There is no resource at this path.").asException();
              });
      case Router.MethodMismatch mismatch ->
          withinAddressLimit(
              exchange,
              () -> {
                throw Problems.methodNotAllowed(mismatch.allowed()).asException();
              });
      case Router.Match match -> handle(exchange, match);
    };
  }

  private CompletionStage<HttpResponse> handle(Exchange exchange, Router.Match match) {
    return switch (match.endpoint().access()) {
      case Endpoint.Signed(Endpoint.Handler<ApiRequest> handler) -> {
        exchange.observation().matched(match);
        yield execute(exchange, match, handler)
            .exceptionallyCompose(failure ->
                withinAddressLimit(exchange, () -> CompletableFuture.failedFuture(failure)));
      }
      case Endpoint.StaticContent(Endpoint.Handler<ApiRequest> handler) -> {
        matched(exchange, match);
        yield execute(exchange, match, handler);
      }
      case Endpoint.Open(Endpoint.Handler<ApiRequest> handler) ->
          withinAddressLimit(
              exchange,
              () -> {
                matched(exchange, match);
                return execute(exchange, match, handler);
              });
      case Endpoint.InGuild(Endpoint.Handler<GuildRequest> handler) ->
          executeInGuild(exchange, match, handler);
    };
  }

  private static void matched(Exchange exchange, Router.Match match) {
    exchange.observation().matched(match);
    ContentNegotiation.requireAcceptable(exchange.request(), match.endpoint());
  }

  private CompletionStage<HttpResponse> execute(
      Exchange exchange, Router.Match match, Endpoint.Handler<ApiRequest> handler) {
    var parameters = parseQuery(exchange.request(), match);
    return readBody(exchange, match.endpoint())
        .thenCompose(
            body -> withTimeout(handler.handle(exchange.toApiRequest(match, parameters, body))));
  }

  private CompletionStage<HttpResponse> executeInGuild(
      Exchange exchange, Router.Match match, Endpoint.Handler<GuildRequest> handler) {
    var request = exchange.request();
    var observation = exchange.observation();
    long startedAt = System.nanoTime();
    return withTimeout(
            rateLimitFilter.authorize(
                exchange.clientAddress(),
                exchange.rateLimitHeaders(),
                () -> {
                  matched(exchange, match);
                  return observation.verifyToken(() ->
                      accessFilter.authenticate(
                          ApiRequest.header(request, "Authorization"),
                          match.variables().get("gid")));
                }))
        .thenCompose(grant -> {
          observation.authorized(startedAt);
          return execute(
                  exchange,
                  match,
                  apiRequest -> handler.handle(new GuildRequest(apiRequest, grant)))
              .thenApply(response -> {
                var encoded =
                    responseBudget.track(
                        grant.guild(),
                        ContentCoding.compress(request, response),
                        request.method().name(),
                        exchange.connection());
                observation.encoded();
                return encoded;
              });
        });
  }

  private <T> CompletionStage<T> withinAddressLimit(
      Exchange exchange, Supplier<CompletionStage<T>> step) {
    return rateLimitFilter.withinAddressLimit(
        exchange.clientAddress(), exchange.rateLimitHeaders(), step);
  }

  /**
   * Applies the response timeout to one step. The timeout of a handler starts when its request has
   * been received, so that a slow upload ends with the error of {@link RequestBodyReader}.
   */
  private <T> CompletionStage<T> withTimeout(CompletionStage<T> step) {
    var future = step.toCompletableFuture();
    // a step that needed no I/O is complete already
    return future.isDone()
        ? future
        : future.copy().orTimeout(settings.responseTimeout().toMillis(), TimeUnit.MILLISECONDS);
  }

  private static QueryParameters parseQuery(HttpRequest request, Router.Match match) {
    return QueryParameters.parse(
        request.getUri().rawQueryString().orElse(""), match.endpoint().query());
  }

  private CompletionStage<RequestBody> readBody(Exchange exchange, Endpoint endpoint) {
    var body =
        bodyReader.read(
            exchange.request(), endpoint, exchange.clientAddress(), exchange.connection());
    // a strict body arrived with its head, which ended the receive timeout
    return exchange.request().entity().isStrict()
        ? body
        : body.whenComplete((_, _) -> exchange.connection().requestReceived());
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
