package dcm.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dcm.sandbox.Endpoints.Door;
import dcm.sandbox.Endpoints.Found;
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
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.Uri;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of one HTTP request: read, find its endpoint, who is calling, faults, limits, gate, the
 * endpoint, gate again, log, answer.
 */
final class Rest {
  private static final Logger LOG = LoggerFactory.getLogger(Rest.class);
  private static final long READ_MILLIS = 10_000;

  private final ActorSystem<?> system;
  private final Parts parts;
  private final Endpoints discord;
  private final Endpoints control;
  private final RateLimits limits;
  private final Gate gate;
  private final ChatPage page;

  Rest(
      ActorSystem<?> system,
      Parts parts,
      Endpoints discord,
      Endpoints control,
      RateLimits limits,
      Gate gate,
      ChatPage page) {
    this.system = system;
    this.parts = parts;
    this.discord = discord;
    this.control = control;
    this.limits = limits;
    this.gate = gate;
    this.page = page;
  }

  CompletionStage<HttpResponse> handle(HttpRequest request, Wire wire) {
    String path = request.getUri().path();
    if (request.method().name().equals("GET") && page.has(path)) {
      request.discardEntityBytes(system);
      return CompletableFuture.completedFuture(page.get(path, system));
    }
    Map<String, String> headers = new HashMap<>();
    request.getHeaders().forEach(h -> headers.put(h.lowercaseName(), h.value()));
    headers.put("content-type", request.entity().getContentType().mediaType().toString());
    String method = request.method().name();
    Map<String, String> query = query(request.getUri());
    return Bodies.read(request, READ_MILLIS, system)
        .thenCompose(body ->
            path.startsWith("/sandbox/")
                ? control(method, path, query, headers, body)
                : discord(method, apiPath(path), query, headers, body, wire))
        .exceptionally(this::failed)
        .thenApply(Answer::toHttp);
  }

  /** Discord answers with and without a version in the path. */
  private static String apiPath(String path) {
    return path.replaceFirst("^/api(/v\\d+)?(?=/)", "");
  }

  private static Map<String, String> query(Uri uri) {
    Map<String, String> all = new LinkedHashMap<>();
    uri.query().toList().forEach(pair -> all.put(pair.first(), pair.second()));
    return all;
  }

  private Answer failed(Throwable problem) {
    Throwable cause =
        problem instanceof CompletionException && problem.getCause() != null
            ? problem.getCause()
            : problem;
    return switch (cause) {
      case ApiError refused -> refused.answer();
      case ControlError refused -> refused.answer();
      case RejectedExecutionException full ->
          Answer.of(503, Json.object().put("message", "busy").put("code", 0));
      default -> {
        LOG.error("the sandbox failed at a request", cause);
        yield Answer.of(
            500, Json.object().put("message", "500: Internal Server Error").put("code", 0));
      }
    };
  }

  private CompletionStage<Answer> control(
      String method,
      String path,
      Map<String, String> query,
      Map<String, String> headers,
      String body) {
    return parts
        .desk()
        .ask(() -> {
          ControlDoor.check(method, headers);
          Found found =
              control
                  .find(method, path)
                  .orElseThrow(() ->
                      control.knows(path)
                          ? new ControlError(405, method + " is not for " + path)
                          : ControlError.unknown("such path as", path));
          JsonNode json;
          try {
            json = Json.read(body);
          } catch (JsonProcessingException e) {
            throw ControlError.bad("the body is not JSON: " + e.getOriginalMessage());
          }
          if (!json.isMissingNode() && !json.isObject()) {
            throw ControlError.bad("the body must be a JSON object");
          }
          return found
              .endpoint()
              .handler()
              .apply(
                  new Call(
                      method,
                      found.endpoint().template(),
                      path,
                      found.names(),
                      query,
                      headers,
                      json,
                      Map.of(),
                      null));
        });
  }

  private CompletionStage<Answer> discord(
      String method,
      String path,
      Map<String, String> query,
      Map<String, String> headers,
      String body,
      Wire wire) {
    return parts
        .desk()
        .ask(() -> {
          Optional<Found> found = discord.find(method, path);
          if (found.isEmpty()) {
            throw discord.knows(path)
                ? new ApiError(405, 0, "405: Method Not Allowed")
                : ApiError.notFound();
          }
          Call call = call(found.get(), method, path, query, headers, body);
          long latency = parts.faults().latency(call);
          CompletionStage<Answer> answer =
              latency == 0
                  ? carryOut(found.get(), call, wire)
                  : CompletableFuture.supplyAsync(() -> 0, later(latency))
                      .thenCompose(_ -> parts.desk().ask(() -> carryOut(found.get(), call, wire)));
          return answer;
        });
  }

  private static Executor later(long millis) {
    return CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS);
  }

  private CompletionStage<Answer> carryOut(Found found, Call call, Wire wire) {
    CompletionStage<Answer> answer;
    try {
      answer = decided(found, call);
    } catch (ApiError refused) {
      answer = CompletableFuture.completedFuture(refused.answer());
    }
    return answer
        .exceptionally(this::failed)
        .thenCompose(done ->
            parts
                .desk()
                .ask(() -> {
                  gate.response(call, done);
                  parts.requests().add(call, done.status());
                  if (parts.faults().dropsAnswer(call)) {
                    wire.cut();
                  }
                  return CompletableFuture.completedFuture(done);
                }));
  }

  private CompletionStage<Answer> decided(Found found, Call call) {
    Optional<Answer> fault = parts.faults().instead(call);
    if (fault.isPresent()) {
      return CompletableFuture.completedFuture(fault.get());
    }
    if (found.endpoint().template().startsWith("/oauth2/")) {
      return found.endpoint().handler().apply(call);
    }
    return switch (limits.count(call)) {
      case RateLimits.Verdict.Stop stop -> CompletableFuture.completedFuture(stop.answer());
      case RateLimits.Verdict.Go go -> {
        gate.request(call);
        yield found
            .endpoint()
            .handler()
            .apply(call)
            .exceptionally(this::failed)
            .thenApply(answer -> {
              Answer all = answer;
              for (Map.Entry<String, String> header : go.headers().entrySet()) {
                all = all.with(header.getKey(), header.getValue());
              }
              return all;
            });
      }
    };
  }

  private Call call(
      Found found,
      String method,
      String path,
      Map<String, String> query,
      Map<String, String> headers,
      String body) {
    @Nullable Grant bearer = whoever(found.endpoint().door(), headers);
    boolean form =
        headers.getOrDefault("content-type", "").startsWith("application/x-www-form-urlencoded");
    JsonNode json = MissingNode.getInstance();
    if (!form) {
      try {
        json = Json.read(body);
      } catch (JsonProcessingException e) {
        throw new ApiError(400, 50109, "The request body contains invalid JSON.");
      }
    }
    return new Call(
        method,
        found.endpoint().template(),
        path,
        found.names(),
        query,
        headers,
        json,
        form ? Bodies.form(body) : Map.of(),
        bearer);
  }

  private @Nullable Grant whoever(Door door, Map<String, String> headers) {
    String shown = headers.getOrDefault("authorization", "");
    boolean isBot = shown.equals("Bot " + Application.TOKEN);
    boolean isBearer = shown.toLowerCase(Locale.ROOT).startsWith("bearer ");
    Optional<Grant> grant =
        isBearer ? parts.grants().byAccess(shown.substring(7)) : Optional.empty();
    boolean enters =
        switch (door) {
          case OPEN -> true;
          case BOT -> isBot;
          case BEARER -> grant.isPresent();
          case BOT_OR_BEARER -> isBot || grant.isPresent();
        };
    if (!enters) {
      throw ApiError.unauthorized();
    }
    return grant.orElse(null);
  }
}
