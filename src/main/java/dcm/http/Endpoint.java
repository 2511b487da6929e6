package dcm.http;

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
record Endpoint(String method, String path, Set<String> query, Door door) {

  /** Instead of names of parameters: whatever there is. */
  static final String ANY = "*";

  /** Who is let in, and what answers. */
  sealed interface Door {}

  /** Anybody. */
  record Open(Handler<Knock> handler) implements Door {}

  /**
   * Anybody, as often as they like: files of the program, kept in memory. A page is made of dozens
   * of them, so they do not count against the limit of an address.
   */
  record StaticContent(Handler<Knock> handler) implements Door {}

  /** Whoever has a token for the guild in the path. */
  record InGuild(Handler<GuildKnock> handler) implements Door {}

  /**
   * Whoever signs what they say; the handler looks. A few addresses may say much, so only what is
   * not signed counts against the limit of an address.
   */
  record Signed(Handler<Knock> handler) implements Door {}

  /** What answers a request; it may throw {@link Rejected}. */
  @FunctionalInterface
  interface Handler<K> {
    CompletionStage<HttpResponse> handle(K knock);
  }

  static Endpoint open(String method, String path, Handler<Knock> handler, String... query) {
    return new Endpoint(method, path, Set.of(query), new Open(handler));
  }

  static Endpoint staticContent(String path, Handler<Knock> handler, String... query) {
    return new Endpoint("GET", path, Set.of(query), new StaticContent(handler));
  }

  static Endpoint signed(String method, String path, Handler<Knock> handler) {
    return new Endpoint(method, path, Set.of(), new Signed(handler));
  }

  /**
   * @param path below {@code /api/v1/guilds/{gid}}
   */
  static Endpoint inGuild(
      String method, String path, Handler<GuildKnock> handler, String... query) {
    return new Endpoint(method, "/api/v1/guilds/{gid}" + path, Set.of(query), new InGuild(handler));
  }

  List<String> segments() {
    return List.of(path.split("/", -1));
  }

  static boolean isVariable(String segment) {
    return segment.startsWith("{") && segment.endsWith("}");
  }
}
