package dcm.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeSet;

/** Finds the endpoint of a request. The first that fits wins; a literal fits before a variable. */
final class Router {
  private final List<Endpoint> endpoints;

  /** What a path leads to. */
  sealed interface Found {}

  record Match(Endpoint endpoint, Map<String, String> variables) implements Found {}

  record OtherMethods(SequencedSet<String> allowed) implements Found {}

  record Nothing() implements Found {}

  Router(List<Endpoint> endpoints) {
    this.endpoints = List.copyOf(endpoints);
  }

  List<Endpoint> endpoints() {
    return endpoints;
  }

  /**
   * @param path as it stands in the URI: none of our paths needs percent-encoding
   */
  Found find(String method, String path) {
    var segments = List.of(path.split("/", -1));
    var allowed = new TreeSet<String>();
    var matches = new ArrayList<Match>();
    for (var endpoint : endpoints) {
      var variables = fit(endpoint.segments(), segments);
      if (variables != null) {
        allowed.add(endpoint.method());
        if (endpoint.method().equals(method)) {
          matches.add(new Match(endpoint, variables));
        }
      }
    }
    if (!matches.isEmpty()) {
      return matches.stream()
          .min(java.util.Comparator.comparingInt(match -> match.variables().size()))
          .orElseThrow();
    }
    if (allowed.contains("GET")) {
      allowed.add("HEAD");
    }
    return allowed.isEmpty() ? new Nothing() : new OtherMethods(allowed);
  }

  private static @org.jspecify.annotations.Nullable Map<String, String> fit(
      List<String> template, List<String> segments) {
    boolean open = template.getLast().equals("**");
    if (open ? segments.size() < template.size() : segments.size() != template.size()) {
      return null;
    }
    var variables = new HashMap<String, String>();
    for (int i = 0; i < template.size(); i++) {
      var part = template.get(i);
      if (part.equals("**")) {
        variables.put("**", String.join("/", segments.subList(i, segments.size())));
      } else if (Endpoint.isVariable(part)) {
        if (segments.get(i).isEmpty()) {
          return null;
        }
        variables.put(part.substring(1, part.length() - 1), segments.get(i));
      } else if (!part.equals(segments.get(i))) {
        return null;
      }
    }
    return variables;
  }
}
