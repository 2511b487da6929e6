package dcm.http.pipeline;

import dcm.http.problem.ProblemException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * One operation: what {@code openapi.yaml} calls by method and path.
 *
 * @param path a template such as {@code /api/v1/guilds/{gid}/tasks/{id}}
 * @param query the parameters it knows
 */
public record Endpoint(String method, String path, Set<String> query, Access access) {

  /** Instead of names of parameters: whatever there is. */
  public static final String ANY = "*";

  /** Who is let in, and what answers. */
  sealed interface Access {}

  /** Anybody. */
  record Open(Handler<ApiRequest> handler) implements Access {}

  /**
   * Anybody, as often as they like: files of the program, kept in memory. A page is made of dozens
   * of them, so they do not count against the limit of an address.
   */
  record StaticContent(Handler<ApiRequest> handler) implements Access {}

  /** Whoever has a token for the guild in the path. */
  record InGuild(Handler<GuildRequest> handler) implements Access {}

  /**
   * Whoever signs what they say; the handler looks. A few addresses may say much, so only what is
   * not signed counts against the limit of an address.
   */
  record Signed(Handler<ApiRequest> handler) implements Access {}

  /** What answers a request; it may throw {@link ProblemException}. */
  @FunctionalInterface
  public interface Handler<K> {
    CompletionStage<HttpResponse> handle(K request);
  }

  public static Endpoint open(
      String method, String path, Handler<ApiRequest> handler, String... query) {
    return new Endpoint(method, path, Set.of(query), new Open(handler));
  }

  public static Endpoint staticContent(String path, Handler<ApiRequest> handler, String... query) {
    return new Endpoint("GET", path, Set.of(query), new StaticContent(handler));
  }

  public static Endpoint signed(String method, String path, Handler<ApiRequest> handler) {
    return new Endpoint(method, path, Set.of(), new Signed(handler));
  }

  /**
   * @param path below {@code /api/v1/guilds/{gid}}
   */
  public static Endpoint inGuild(
      String method, String path, Handler<GuildRequest> handler, String... query) {
    return new Endpoint(method, "/api/v1/guilds/{gid}" + path, Set.of(query), new InGuild(handler));
  }

  List<String> segments() {
    return List.of(path.split("/", -1));
  }

  static boolean isVariable(String segment) {
    return segment.startsWith("{") && segment.endsWith("}");
  }
}
