package dcm.http.pipeline;

import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.http.api.Etags;
import dcm.http.json.ApiJson;
import dcm.http.json.StreamedJson;
import dcm.http.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Creates responses. */
public final class Responses {
  private static final Logger LOG = LoggerFactory.getLogger("dcm.http.problems");
  private static final String URN = "urn:uuid:";
  private static final ContentType PROBLEM =
      MediaTypes.applicationWithFixedCharset("problem+json", HttpCharsets.UTF_8).toContentType();

  private static final HttpHeader REVALIDATE = header("Cache-Control", "private, no-cache");
  private static final HttpHeader VARY = header("Vary", "Authorization, Cookie, Accept-Encoding");

  private Responses() {}

  /**
   * A JSON response with status 200.
   *
   * @param body a {@link StreamedJson}, or a tree
   */
  public static HttpResponse json(JsonSerializable body) {
    return json(200, body);
  }

  /** A JSON response. */
  public static HttpResponse json(int status, JsonSerializable body) {
    return revalidated()
        .withStatus(status)
        .withEntity(
            HttpEntities.create(
                ContentTypes.APPLICATION_JSON, ByteString.fromArrayUnsafe(ApiJson.write(body))));
  }

  public static HttpResponse json(int status, JsonSerializable body, long revision) {
    return json(status, body).addHeader(header("ETag", Etags.of(revision)));
  }

  /** A JSON response, or 304 when the client has this revision already. */
  public static HttpResponse jsonOrNotModified(
      ApiRequest request, JsonSerializable body, long revision) {
    var known = Etags.matching(request.header("If-None-Match"), Etags.of(revision));
    return known == null ? json(200, body, revision) : notModified(known);
  }

  /**
   * 304.
   *
   * @param etag that the client has
   */
  public static HttpResponse notModified(String etag) {
    return revalidated().withStatus(304).addHeader(header("ETag", etag));
  }

  /**
   * A response without content yet. It is private and must be revalidated, because permissions can
   * change at any time.
   */
  public static HttpResponse revalidated() {
    return HttpResponse.create().addHeader(REVALIDATE).addHeader(VARY);
  }

  public static HttpResponse noContent() {
    return HttpResponse.create().withStatus(204);
  }

  public static HttpResponse redirect(String location) {
    return HttpResponse.create()
        .withStatus(302)
        .addHeader(header("Location", location))
        .addHeader(header("Cache-Control", "no-store"));
  }

  public static HttpHeader header(String name, String value) {
    return RawHeader.create(name, value);
  }

  public static <T> CompletionStage<T> completed(T value) {
    return CompletableFuture.completedFuture(value);
  }

  /** A new incident id, for the response and the log. */
  public static String newIncident() {
    return urn(UUID.randomUUID());
  }

  private static String urn(UUID incident) {
    return URN + incident;
  }

  /** An incident id without its URN prefix, as the log's field has it. */
  public static String withoutUrn(String incident) {
    return incident.startsWith(URN) ? incident.substring(URN.length()) : incident;
  }

  /**
   * A problem response. The problem is logged under its incident id, or under {@code newIncident}
   * when it has none.
   */
  public static HttpResponse problem(
      Problem problem, String newIncident, String method, String path) {
    var assigned = problem.incident();
    var incident = assigned == null ? newIncident : urn(assigned);
    LOG.atLevel(problem.status() >= 500 && assigned == null ? Level.WARN : Level.INFO)
        .addKeyValue("incident", withoutUrn(incident))
        .log("{} {} {} {} {}", incident, problem.status(), problem.type(), method, path);
    List<HttpHeader> headers = new ArrayList<>();
    problem.headers().forEach((name, value) -> headers.add(header(name, value)));
    headers.add(header("Cache-Control", "no-store"));
    return HttpResponse.create()
        .withStatus(problem.status())
        .addHeaders(headers)
        .withEntity(HttpEntities.create(PROBLEM, ApiJson.write(problemBody(problem, incident))));
  }

  /**
   * The body of a problem, also within another body.
   *
   * @param incident a URN
   */
  public static ObjectNode problemBody(Problem problem, String incident) {
    var json =
        ApiJson.object()
            .put("type", "/problems/" + problem.type())
            .put("title", problem.title())
            .put("status", problem.status())
            .put("detail", problem.detail())
            .put("instance", incident);
    var errors = json.putArray("errors");
    problem
        .errors()
        .forEach(error ->
            errors
                .addObject()
                .put("field", error.field())
                .put("code", error.code())
                .put("detail", error.detail()));
    return json;
  }
}
