package dcm.http.pipeline;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Finds the endpoint of a request. Of several matches the one with the fewest variables wins. */
public final class Router {
  /** The templates that can match a path, by its number of segments; the last: even longer ones. */
  private final List<List<Template>> templatesByLength;

  /** The result of matching a path. */
  public sealed interface Result {}

  public record Match(Endpoint endpoint, Map<String, String> variables) implements Result {}

  public record MethodMismatch(SequencedSet<String> allowed) implements Result {}

  public record NoMatch() implements Result {}

  public Router(List<Endpoint> endpoints) {
    var templates =
        endpoints.stream()
            .map(Template::of)
            .sorted(Comparator.comparingInt(Template::variableCount))
            .toList();
    int longest = templates.stream().mapToInt(Template::length).max().orElse(0);
    this.templatesByLength =
        IntStream.rangeClosed(0, longest + 1)
            .mapToObj(length -> templates.stream().filter(each -> each.hasLength(length)).toList())
            .toList();
  }

  /**
   * Matches a path and a method.
   *
   * @param path as in the URI: no template needs percent-encoding
   */
  public Result find(String method, String path) {
    var segments = path.split("/", -1);
    var templates = templatesByLength.get(Math.min(segments.length, templatesByLength.size() - 1));
    for (var template : templates) {
      if (template.endpoint().method().equals(method) && template.matches(segments)) {
        return new Match(template.endpoint(), template.variables(segments));
      }
    }
    var allowed = new TreeSet<String>();
    for (var template : templates) {
      if (template.matches(segments)) {
        allowed.add(template.endpoint().method());
      }
    }
    if (allowed.contains("GET")) {
      allowed.add("HEAD");
    }
    return allowed.isEmpty() ? new NoMatch() : new MethodMismatch(allowed);
  }

  /** An endpoint with its path in segments. */
  private static final class Template {
    private static final String REST = "**";

    private final Endpoint endpoint;

    /** By segment; null: a variable, or the rest of the path. */
    private final @Nullable String[] literals;

    /** Of the variables by segment; null: a literal. */
    private final @Nullable String[] names;

    private Template(Endpoint endpoint, @Nullable String[] literals, @Nullable String[] names) {
      this.endpoint = endpoint;
      this.literals = literals;
      this.names = names;
    }

    Endpoint endpoint() {
      return endpoint;
    }

    static Template of(Endpoint endpoint) {
      var segments = endpoint.segments();
      var literals = new @Nullable String[segments.size()];
      var names = new @Nullable String[segments.size()];
      for (int i = 0; i < literals.length; i++) {
        var segment = segments.get(i);
        if (segment.equals(REST)) {
          names[i] = REST;
        } else if (Endpoint.isVariable(segment)) {
          names[i] = segment.substring(1, segment.length() - 1);
        } else {
          literals[i] = segment;
        }
      }
      return new Template(endpoint, literals, names);
    }

    int length() {
      return literals.length;
    }

    int variableCount() {
      int count = 0;
      for (var name : names) {
        count += name == null ? 0 : 1;
      }
      return count;
    }

    private boolean isOpenEnded() {
      return REST.equals(names[names.length - 1]);
    }

    boolean hasLength(int segments) {
      return isOpenEnded() ? segments >= length() : segments == length();
    }

    boolean matches(String[] segments) {
      for (int i = 0; i < literals.length; i++) {
        var literal = literals[i];
        boolean matches =
            literal == null
                ? REST.equals(names[i]) || !segments[i].isEmpty()
                : literal.equals(segments[i]);
        if (!matches) {
          return false;
        }
      }
      return true;
    }

    Map<String, String> variables(String[] segments) {
      var variables = new HashMap<String, String>();
      for (int i = 0; i < names.length; i++) {
        var name = names[i];
        if (name != null) {
          variables.put(
              name,
              name.equals(REST)
                  ? String.join("/", List.of(segments).subList(i, segments.length))
                  : segments[i]);
        }
      }
      return variables;
    }
  }
}
