package dcm.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Answers on their way out. */
final class Replies {
  private static final Logger LOG = LoggerFactory.getLogger("dcm.http.problems");
  private static final String URN = "urn:uuid:";
  private static final ContentType PROBLEM =
      MediaTypes.applicationWithFixedCharset(
              "problem+json", org.apache.pekko.http.javadsl.model.HttpCharsets.UTF_8)
          .toContentType();

  private Replies() {}

  static HttpResponse json(JsonNode body) {
    return json(200, body);
  }

  /** Personal, and to be asked for again each time: what one may see can change at any moment. */
  static HttpResponse json(int status, JsonNode body) {
    return HttpResponse.create()
        .withStatus(status)
        .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, Json.write(body)))
        .addHeader(header("Cache-Control", "private, no-cache"))
        .addHeader(header("Vary", "Authorization, Cookie"));
  }

  static HttpResponse json(int status, JsonNode body, long revision) {
    return json(status, body).addHeader(header("ETag", Etags.of(revision)));
  }

  /** 304 when the caller has this revision already. */
  static HttpResponse jsonUnlessKnown(Knock knock, JsonNode body, long revision) {
    return Etags.known(knock.header("If-None-Match"), revision)
        ? HttpResponse.create()
            .withStatus(304)
            .addHeader(header("Cache-Control", "private, no-cache"))
            .addHeader(header("Vary", "Authorization, Cookie"))
            .addHeader(header("ETag", Etags.of(revision)))
        : json(200, body, revision);
  }

  static HttpResponse noContent() {
    return HttpResponse.create().withStatus(204);
  }

  static HttpResponse found(String location) {
    return HttpResponse.create()
        .withStatus(302)
        .addHeader(header("Location", location))
        .addHeader(header("Cache-Control", "no-store"));
  }

  static HttpHeader header(String name, String value) {
    return RawHeader.create(name, value);
  }

  static <T> CompletionStage<T> now(T value) {
    return CompletableFuture.completedFuture(value);
  }

  /** What one failed request is called in its answer and in our log. */
  static String incident() {
    return urn(UUID.randomUUID());
  }

  private static String urn(UUID incident) {
    return URN + incident;
  }

  /** As the log's field has it, whoever gave the incident its name. */
  static String bare(String incident) {
    return incident.startsWith(URN) ? incident.substring(URN.length()) : incident;
  }

  /** Notes the problem in the log under its incident id: the one it has, or a fresh one. */
  static HttpResponse problem(Problem problem, String fresh, String method, String path) {
    var known = problem.incident();
    var incident = known == null ? fresh : urn(known);
    LOG.atLevel(problem.status() >= 500 && known == null ? Level.WARN : Level.INFO)
        .addKeyValue("incident", bare(incident))
        .log("{} {} {} {} {}", incident, problem.status(), problem.type(), method, path);
    List<HttpHeader> headers = new ArrayList<>();
    problem.headers().forEach((name, value) -> headers.add(header(name, value)));
    headers.add(header("Cache-Control", "no-store"));
    return HttpResponse.create()
        .withStatus(problem.status())
        .addHeaders(headers)
        .withEntity(HttpEntities.create(PROBLEM, Json.write(body(problem, incident))));
  }

  static ObjectNode body(Problem problem, String incident) {
    var json =
        Json.object()
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
