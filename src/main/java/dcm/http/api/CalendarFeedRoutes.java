package dcm.http.api;

import dcm.auth.CalendarTokenSecrets;
import dcm.entity.GuildClient;
import dcm.entity.GuildException;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryEnvelope;
import dcm.guild.query.QueryResult;
import dcm.guild.value.Caller;
import dcm.guild.value.GuildId;
import dcm.http.calendar.CalendarDocument;
import dcm.http.pipeline.ApiRequest;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.Responses;
import dcm.http.problem.FailureProblems;
import dcm.http.problem.ProblemException;
import dcm.http.problem.Problems;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * The calendar of a token, for calendar programs. An unknown guild, a wrong secret, a revoked token
 * and a former member have the same answer.
 */
public final class CalendarFeedRoutes {
  private static final String MEDIA_TYPE = "text/calendar";
  private static final ContentType CALENDAR = ContentTypes.parse(MEDIA_TYPE + "; charset=UTF-8");

  private final GuildClient guilds;
  private final CalendarTokenSecrets secrets;
  private final String publicUrl;

  public CalendarFeedRoutes(GuildClient guilds, CalendarTokenSecrets secrets, String publicUrl) {
    this.guilds = guilds;
    this.secrets = secrets;
    this.publicUrl = publicUrl;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.open("GET", "/api/v1/guilds/{gid}/calendar.ics", this::show, "token", "as")
            .producing(MEDIA_TYPE));
  }

  private CompletionStage<HttpResponse> show(ApiRequest request) {
    var component = request.query().oneOf("as", CalendarDocument.Component.class);
    var guild = guild(request);
    var secret = request.query().get("token");
    var token = secrets.verify(guild, secret == null ? "" : secret).orElseThrow(this::unknown);
    var query =
        new QueryEnvelope(
            guild,
            request.receivedAt(),
            new Caller.SystemCaller(),
            new GuildQuery.CalendarFeed(token));
    return guilds
        .ask(query, QueryResult.CalendarFeed.class)
        .exceptionally(failure -> {
          throw FailureProblems.unwrap(failure) instanceof GuildException.RefusedException
              ? unknown()
              : new CompletionException(FailureProblems.unwrap(failure));
        })
        .thenApply(answer ->
            response(
                request,
                CalendarDocument.write(
                    answer.result(),
                    component == null ? CalendarDocument.Component.EVENT : component,
                    entry -> publicUrl + "/g/" + guild + "/tasks?task=" + entry.task())));
  }

  private GuildId guild(ApiRequest request) {
    try {
      return GuildId.of(request.variable("gid"));
    } catch (IllegalArgumentException invalid) {
      throw unknown();
    }
  }

  private ProblemException unknown() {
    return Problems.notFound("There is no such calendar.").asException();
  }

  private static HttpResponse response(ApiRequest request, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    var etag = Etags.of(DigestUtils.sha256Hex(bytes).substring(0, 32));
    var known = Etags.matching(request.header("If-None-Match"), etag);
    return known != null
        ? Responses.notModified(known)
        : Responses.revalidated()
            .addHeader(Responses.header("ETag", etag))
            .addHeader(Responses.header("Content-Disposition", "inline; filename=\"dcm.ics\""))
            .withEntity(HttpEntities.create(CALENDAR, bytes));
  }
}
