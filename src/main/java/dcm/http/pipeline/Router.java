package dcm.http.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds the endpoint of a request. Of several matches the one with the fewest variables wins. */
public final class Router {
  private final List<Endpoint> endpoints;

  /** The result of matching a path. */
  public sealed interface Result {}

  public record Match(Endpoint endpoint, Map<String, String> variables) implements Result {}

  public record MethodMismatch(SequencedSet<String> allowed) implements Result {}

  public record NoMatch() implements Result {}

  public Router(List<Endpoint> endpoints) {
    this.endpoints = List.copyOf(endpoints);
  }

  /**
   * Matches a path and a method.
   *
   * @param path as in the URI: no template needs percent-encoding
   */
  public Result find(String method, String path) {
    var segments = List.of(path.split("/", -1));
    var allowed = new TreeSet<String>();
    var matches = new ArrayList<Match>();
    for (var endpoint : endpoints) {
      var variables = match(endpoint.segments(), segments);
      if (variables != null) {
        allowed.add(endpoint.method());
        if (endpoint.method().equals(method)) {
          matches.add(new Match(endpoint, variables));
        }
      }
    }
    if (!matches.isEmpty()) {
      return matches.stream()
          .min(Comparator.comparingInt(match -> match.variables().size()))
          .orElseThrow();
    }
    if (allowed.contains("GET")) {
      allowed.add("HEAD");
    }
    return allowed.isEmpty() ? new NoMatch() : new MethodMismatch(allowed);
  }

  private static @Nullable Map<String, String> match(List<String> template, List<String> segments) {
    boolean openEnded = template.getLast().equals("**");
    if (openEnded ? segments.size() < template.size() : segments.size() != template.size()) {
      return null;
    }
    var variables = new HashMap<String, String>();
    for (int i = 0; i < template.size(); i++) {
      var segment = template.get(i);
      if (segment.equals("**")) {
        variables.put("**", String.join("/", segments.subList(i, segments.size())));
      } else if (Endpoint.isVariable(segment)) {
        if (segments.get(i).isEmpty()) {
          return null;
        }
        variables.put(segment.substring(1, segment.length() - 1), segments.get(i));
      } else if (!segment.equals(segments.get(i))) {
        return null;
      }
    }
    return variables;
  }
}
