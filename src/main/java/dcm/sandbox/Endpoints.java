package dcm.sandbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The table of what can be asked. The first that fits answers: literal paths come before names. */
final class Endpoints {
  /** Who may call: nobody in particular, the bot, a person's OAuth2 token, or either. */
  enum Door {
    OPEN,
    BOT,
    BEARER,
    BOT_OR_BEARER
  }

  record Endpoint(
      String method,
      String template,
      List<String> steps,
      Door door,
      Function<Call, CompletionStage<Answer>> handler) {}

  record Found(Endpoint endpoint, Map<String, String> names) {}

  private final List<Endpoint> all = new ArrayList<>();

  void on(String method, String template, Door door, Function<Call, Answer> handler) {
    later(method, template, door, call -> CompletableFuture.completedFuture(handler.apply(call)));
  }

  void later(
      String method, String template, Door door, Function<Call, CompletionStage<Answer>> handler) {
    all.add(new Endpoint(method, template, steps(template), door, handler));
  }

  Optional<Found> find(String method, String path) {
    List<String> steps = steps(path);
    for (Endpoint endpoint : all) {
      Map<String, String> names = new HashMap<>();
      if (endpoint.method().equals(method) && fits(endpoint.steps(), steps, names)) {
        return Optional.of(new Found(endpoint, names));
      }
    }
    return Optional.empty();
  }

  boolean knows(String path) {
    return all.stream().anyMatch(e -> fits(e.steps(), steps(path), new HashMap<>()));
  }

  private static List<String> steps(String path) {
    return List.of(path.split("/", -1));
  }

  private static boolean fits(List<String> template, List<String> path, Map<String, String> names) {
    if (template.size() != path.size()) {
      return false;
    }
    for (int i = 0; i < path.size(); i++) {
      String step = template.get(i);
      if (step.startsWith("{")) {
        names.put(step.substring(1, step.length() - 1), path.get(i));
      } else if (!step.equals(path.get(i))) {
        return false;
      }
    }
    return true;
  }
}
