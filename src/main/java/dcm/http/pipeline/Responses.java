package dcm.http.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.http.api.Etags;
import dcm.http.json.ApiJson;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Answers on their way out. */
public final class Responses {
  private static final Logger LOG = LoggerFactory.getLogger("dcm.http.problems");
  private static final String URN = "urn:uuid:";
  private static final ContentType PROBLEM =
      MediaTypes.applicationWithFixedCharset("problem+json", HttpCharsets.UTF_8).toContentType();

  private Responses() {}

  public static HttpResponse json(JsonNode body) {
    return json(200, body);
  }

  /** Personal, and to be asked for again each time: what one may see can change at any moment. */
  static HttpResponse json(int status, JsonNode body) {
    return HttpResponse.create()
        .withStatus(status)
        .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, ApiJson.write(body)))
        .addHeader(header("Cache-Control", "private, no-cache"))
        .addHeader(header("Vary", "Authorization, Cookie"));
  }

  public static HttpResponse json(int status, JsonNode body, long revision) {
    return json(status, body).addHeader(header("ETag", Etags.of(revision)));
  }

  /** 304 when the caller has this revision already. */
  public static HttpResponse jsonOrNotModified(ApiRequest request, JsonNode body, long revision) {
    return Etags.matchesIfNoneMatch(request.header("If-None-Match"), revision)
        ? HttpResponse.create()
            .withStatus(304)
            .addHeader(header("Cache-Control", "private, no-cache"))
            .addHeader(header("Vary", "Authorization, Cookie"))
            .addHeader(header("ETag", Etags.of(revision)))
        : json(200, body, revision);
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

  /** What one failed request is called in its answer and in our log. */
  public static String newIncident() {
    return urn(UUID.randomUUID());
  }

  private static String urn(UUID incident) {
    return URN + incident;
  }

  /** As the log's field has it, whoever gave the incident its name. */
  public static String withoutUrn(String incident) {
    return incident.startsWith(URN) ? incident.substring(URN.length()) : incident;
  }

  /** Notes the problem in the log under its incident id: the one it has, or a fresh one. */
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

  static ObjectNode problemBody(Problem problem, String incident) {
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
