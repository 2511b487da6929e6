package dcm.http.pipeline;

import dcm.http.problem.ProblemException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * One operation of {@code openapi.yaml}: its method, path and handler.
 *
 * @param path a template such as {@code /api/v1/guilds/{gid}/tasks/{id}}
 * @param query the names of its query parameters
 * @param maxBodySize of its requests, in bytes; 0: the server's limit
 * @param mediaType of its response, besides JSON
 */
public record Endpoint(
    String method,
    String path,
    Set<String> query,
    Access access,
    long maxBodySize,
    @Nullable String mediaType) {

  private Endpoint(String method, String path, Set<String> query, Access access) {
    this(method, path, query, access, 0, null);
  }

  /** The same for uploads, which may be larger and take longer than other requests. */
  public Endpoint withMaxBodySize(long bytes) {
    return new Endpoint(method, path, query, access, bytes, mediaType);
  }

  /** The same with a response that is not JSON. */
  public Endpoint producing(String type) {
    return new Endpoint(method, path, query, access, maxBodySize, type);
  }

  boolean isUpload() {
    return maxBodySize > 0;
  }

  /** Stands for all parameter names: the query is not checked. */
  public static final String ANY = "*";

  /** Who may call the operation, and its handler. */
  sealed interface Access {}

  /** Everyone, within the rate limit of the address. */
  record Open(Handler<ApiRequest> handler) implements Access {}

  /**
   * Everyone, without a rate limit: files from the class path, cached in memory. One page loads
   * dozens of them.
   */
  record StaticContent(Handler<ApiRequest> handler) implements Access {}

  /** Members with an access token for the guild in the path. */
  record InGuild(Handler<GuildRequest> handler) implements Access {}

  /**
   * Senders of signed requests; the handler verifies the signature. Only requests with an invalid
   * signature count against the rate limit of the address, because Discord sends from few
   * addresses.
   */
  record Signed(Handler<ApiRequest> handler) implements Access {}

  /** Handles a request; may throw {@link ProblemException}. */
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
   * An operation within a guild.
   *
   * @param path relative to {@code /api/v1/guilds/{gid}}
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
