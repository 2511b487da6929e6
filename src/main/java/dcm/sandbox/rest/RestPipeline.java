package dcm.sandbox.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dcm.sandbox.SandboxContext;
import dcm.sandbox.control.ControlAccessCheck;
import dcm.sandbox.control.ControlException;
import dcm.sandbox.gateway.ConnectionCloser;
import dcm.sandbox.oauth.Grant;
import dcm.sandbox.rest.EndpointTable.Access;
import dcm.sandbox.rest.EndpointTable.RouteMatch;
import dcm.sandbox.store.BotApplication;
import dcm.sandbox.store.SandboxJson;
import dcm.sandbox.validation.OpenApiValidator;
import dcm.sandbox.web.ChatPage;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.Uri;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pipeline of one HTTP request: reading, routing, authentication, faults, rate limits, validation,
 * endpoint, validation of the response, log.
 */
public final class RestPipeline {
  private static final Logger LOG = LoggerFactory.getLogger(RestPipeline.class);
  private static final long READ_TIMEOUT_MILLIS = 10_000;

  private final ActorSystem<?> system;
  private final SandboxContext context;
  private final EndpointTable discord;
  private final EndpointTable control;
  private final RouteRateLimits rateLimits;
  private final OpenApiValidator validator;
  private final ChatPage chatPage;

  public RestPipeline(
      ActorSystem<?> system,
      SandboxContext context,
      EndpointTable discord,
      EndpointTable control,
      RouteRateLimits rateLimits,
      OpenApiValidator validator,
      ChatPage chatPage) {
    this.system = system;
    this.context = context;
    this.discord = discord;
    this.control = control;
    this.rateLimits = rateLimits;
    this.validator = validator;
    this.chatPage = chatPage;
  }

  public CompletionStage<HttpResponse> handle(HttpRequest request, ConnectionCloser closer) {
    String path = request.getUri().path();
    if (request.method().name().equals("GET") && chatPage.serves(path)) {
      request.discardEntityBytes(system);
      return CompletableFuture.completedFuture(chatPage.get(path, system));
    }
    if (request.method().name().equals("GET") && path.startsWith("/ephemeral-attachments/")) {
      request.discardEntityBytes(system);
      return context.eventLoop().submit(() -> CompletableFuture.completedFuture(file(path)));
    }
    Map<String, String> headers = new HashMap<>();
    request.getHeaders().forEach(h -> headers.put(h.lowercaseName(), h.value()));
    headers.put("content-type", request.entity().getContentType().mediaType().toString());
    String method = request.method().name();
    Map<String, String> query = query(request.getUri());
    return SandboxBodies.read(request, READ_TIMEOUT_MILLIS, system)
        .thenCompose(body ->
            path.startsWith("/sandbox/")
                ? control(method, path, query, headers, body)
                : discord(method, apiPath(path), query, headers, body, closer))
        .exceptionally(this::toErrorResponse)
        .thenApply(SandboxResponse::toHttp);
  }

  /** A file as Discord's content delivery network serves it: only as a download. */
  private HttpResponse file(String path) {
    return context
        .uploads()
        .findByPath(path)
        .map(upload ->
            SandboxResponse.page(200, ContentTypes.APPLICATION_OCTET_STREAM, upload.bytes())
                .withHeader("Content-Disposition", "attachment")
                .withHeader("X-Content-Type-Options", "nosniff"))
        .orElseGet(() -> SandboxResponse.of(404, SandboxJson.object().put("message", "expired")))
        .toHttp();
  }

  /** The path without its API version, which Discord accepts with and without. */
  private static String apiPath(String path) {
    return path.replaceFirst("^/api(/v\\d+)?(?=/)", "");
  }

  private static Map<String, String> query(Uri uri) {
    Map<String, String> result = new LinkedHashMap<>();
    uri.query().toList().forEach(pair -> result.put(pair.first(), pair.second()));
    return result;
  }

  private SandboxResponse toErrorResponse(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return switch (cause) {
      case ApiException rejection -> rejection.toResponse();
      case ControlException rejection -> rejection.toResponse();
      case RejectedExecutionException overload ->
          SandboxResponse.of(503, SandboxJson.object().put("message", "busy").put("code", 0));
      default -> {
        LOG.error("Sandbox request failed", cause);
        yield SandboxResponse.of(
            500, SandboxJson.object().put("message", "500: Internal Server Error").put("code", 0));
      }
    };
  }

  private CompletionStage<SandboxResponse> control(
      String method,
      String path,
      Map<String, String> query,
      Map<String, String> headers,
      String body) {
    return context
        .eventLoop()
        .submit(() -> {
          ControlAccessCheck.check(method, headers);
          RouteMatch found =
              control
                  .find(method, path)
                  .orElseThrow(() ->
                      control.hasPath(path)
                          ? new ControlException(405, method + " is not supported by " + path)
                          : ControlException.notFound("path", path));
          JsonNode json;
          try {
            json = SandboxJson.read(body);
          } catch (JsonProcessingException e) {
            throw ControlException.badRequest("the body is not JSON: " + e.getOriginalMessage());
          }
          if (!json.isMissingNode() && !json.isObject()) {
            throw ControlException.badRequest("the body must be a JSON object");
          }
          return found
              .endpoint()
              .handler()
              .apply(
                  new ApiCall(
                      method,
                      found.endpoint().template(),
                      path,
                      found.pathParameters(),
                      query,
                      headers,
                      json,
                      Map.of(),
                      null));
        });
  }

  private CompletionStage<SandboxResponse> discord(
      String method,
      String path,
      Map<String, String> query,
      Map<String, String> headers,
      String body,
      ConnectionCloser closer) {
    return context
        .eventLoop()
        .submit(() -> {
          Optional<RouteMatch> found = discord.find(method, path);
          if (found.isEmpty()) {
            throw discord.hasPath(path)
                ? new ApiException(405, 0, "405: Method Not Allowed")
                : ApiException.notFound();
          }
          ApiCall call = call(found.get(), method, path, query, headers, body);
          long latency = context.faults().latency(call);
          CompletionStage<SandboxResponse> response =
              latency == 0
                  ? execute(found.get(), call, closer)
                  : CompletableFuture.supplyAsync(() -> 0, delayedBy(latency))
                      .thenCompose(_ ->
                          context.eventLoop().submit(() -> execute(found.get(), call, closer)));
          return response;
        });
  }

  private static Executor delayedBy(long millis) {
    return CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS);
  }

  private CompletionStage<SandboxResponse> execute(
      RouteMatch found, ApiCall call, ConnectionCloser closer) {
    CompletionStage<SandboxResponse> response;
    try {
      response = dispatch(found, call);
    } catch (ApiException rejection) {
      response = CompletableFuture.completedFuture(rejection.toResponse());
    }
    return response
        .exceptionally(this::toErrorResponse)
        .thenCompose(completed ->
            context
                .eventLoop()
                .submit(() -> {
                  validator.validateResponse(call, completed);
                  context.requestLog().add(call, completed.status());
                  if (context.faults().dropsResponse(call)) {
                    closer.reset();
                  }
                  return CompletableFuture.completedFuture(completed);
                }));
  }

  private CompletionStage<SandboxResponse> dispatch(RouteMatch found, ApiCall call) {
    Optional<SandboxResponse> fault = context.faults().replacementResponse(call);
    if (fault.isPresent()) {
      return CompletableFuture.completedFuture(fault.get());
    }
    if (found.endpoint().template().startsWith("/oauth2/")) {
      return found.endpoint().handler().apply(call);
    }
    return switch (rateLimits.tryAcquire(call)) {
      case RouteRateLimits.Result.Limited limited ->
          CompletableFuture.completedFuture(limited.response());
      case RouteRateLimits.Result.Allowed allowed -> {
        validator.validateRequest(call);
        yield found
            .endpoint()
            .handler()
            .apply(call)
            .exceptionally(this::toErrorResponse)
            .thenApply(response -> {
              SandboxResponse result = response;
              for (Map.Entry<String, String> header : allowed.headers().entrySet()) {
                result = result.withHeader(header.getKey(), header.getValue());
              }
              return result;
            });
      }
    };
  }

  private ApiCall call(
      RouteMatch found,
      String method,
      String path,
      Map<String, String> query,
      Map<String, String> headers,
      String body) {
    @Nullable Grant bearer = authenticate(found.endpoint().access(), headers);
    boolean isForm =
        headers.getOrDefault("content-type", "").startsWith("application/x-www-form-urlencoded");
    JsonNode json = MissingNode.getInstance();
    if (!isForm) {
      try {
        json = SandboxJson.read(body);
      } catch (JsonProcessingException e) {
        throw new ApiException(400, 50109, "The request body contains invalid JSON.");
      }
    }
    return new ApiCall(
        method,
        found.endpoint().template(),
        path,
        found.pathParameters(),
        query,
        headers,
        json,
        isForm ? SandboxBodies.parseForm(body) : Map.of(),
        bearer);
  }

  private @Nullable Grant authenticate(Access access, Map<String, String> headers) {
    String authorization = headers.getOrDefault("authorization", "");
    boolean isBot = authorization.equals("Bot " + BotApplication.BOT_TOKEN);
    boolean isBearer = authorization.toLowerCase(Locale.ROOT).startsWith("bearer ");
    Optional<Grant> grant =
        isBearer ? context.grants().byAccess(authorization.substring(7)) : Optional.empty();
    boolean authorized =
        switch (access) {
          case OPEN -> true;
          case BOT -> isBot;
          case BEARER -> grant.isPresent();
          case BOT_OR_BEARER -> isBot || grant.isPresent();
        };
    if (!authorized) {
      throw ApiException.unauthorized();
    }
    return grant.orElse(null);
  }
}
