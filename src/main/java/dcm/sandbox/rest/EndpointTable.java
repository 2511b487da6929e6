package dcm.sandbox.rest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Table of endpoints. The first match is used, so literal paths precede parameters. */
public final class EndpointTable {
  /** Required credentials: none, the bot's token, a user's OAuth2 token, or either token. */
  public enum Access {
    OPEN,
    BOT,
    BEARER,
    BOT_OR_BEARER
  }

  record Endpoint(
      String method,
      String template,
      List<String> segments,
      Access access,
      Function<ApiCall, CompletionStage<SandboxResponse>> handler) {}

  record RouteMatch(Endpoint endpoint, Map<String, String> pathParameters) {}

  private final List<Endpoint> endpoints = new ArrayList<>();

  public void add(
      String method, String template, Access access, Function<ApiCall, SandboxResponse> handler) {
    addAsync(
        method, template, access, call -> CompletableFuture.completedFuture(handler.apply(call)));
  }

  public void addAsync(
      String method,
      String template,
      Access access,
      Function<ApiCall, CompletionStage<SandboxResponse>> handler) {
    endpoints.add(new Endpoint(method, template, segments(template), access, handler));
  }

  Optional<RouteMatch> find(String method, String path) {
    List<String> segments = segments(path);
    for (Endpoint endpoint : endpoints) {
      Map<String, String> pathParameters = new HashMap<>();
      if (endpoint.method().equals(method)
          && matches(endpoint.segments(), segments, pathParameters)) {
        return Optional.of(new RouteMatch(endpoint, pathParameters));
      }
    }
    return Optional.empty();
  }

  boolean hasPath(String path) {
    return endpoints.stream().anyMatch(e -> matches(e.segments(), segments(path), new HashMap<>()));
  }

  private static List<String> segments(String path) {
    return List.of(path.split("/", -1));
  }

  private static boolean matches(
      List<String> template, List<String> path, Map<String, String> pathParameters) {
    if (template.size() != path.size()) {
      return false;
    }
    for (int i = 0; i < path.size(); i++) {
      String segment = template.get(i);
      if (segment.startsWith("{")) {
        pathParameters.put(segment.substring(1, segment.length() - 1), path.get(i));
      } else if (!segment.equals(path.get(i))) {
        return false;
      }
    }
    return true;
  }
}
