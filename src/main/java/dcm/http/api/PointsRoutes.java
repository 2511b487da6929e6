package dcm.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dcm.guild.command.MemberCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.Outcome;
import dcm.guild.value.MemberId;
import dcm.guild.value.Standing;
import dcm.http.json.JsonFields;
import dcm.http.json.JsonObjectReader;
import dcm.http.json.StreamedJson;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.GuildRequest;
import dcm.http.pipeline.Responses;
import dcm.view.Leaderboard;
import dcm.view.PointsLedger;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Points of members: the leaderboard of a period, and the ledger of one member. */
public final class PointsRoutes {
  /** Before the guild trims the text and counts code points. */
  private static final int MAX_REASON_LENGTH = 5_000;

  private final HttpGuildClient client;
  private final PointsLedger ledger;

  public PointsRoutes(HttpGuildClient client, PointsLedger ledger) {
    this.client = client;
    this.ledger = ledger;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.inGuild("GET", "/leaderboard", this::leaderboard, "from", "to", "limit"),
        Endpoint.inGuild("GET", "/members/{uid}/points", this::ofMember, "limit", "cursor"),
        Endpoint.inGuild("POST", "/members/{uid}/points", this::adjust));
  }

  private CompletionStage<HttpResponse> leaderboard(GuildRequest request) {
    var from = request.query().instant("from");
    var to = request.query().instant("to");
    int limit = request.query().limit();
    return client
        .ask(request, new GuildQuery.Leaderboard(), QueryResult.Leaderboard.class)
        .thenCompose(result ->
            ledger
                .sums(request.guild(), from, to)
                .thenApply(points ->
                    Responses.json(
                        json(request.caller().id(), result.standings(), points, limit))));
  }

  private CompletionStage<HttpResponse> ofMember(GuildRequest request) {
    var member = id(request);
    int limit = request.query().limit();
    var page = new Pagination(request, "points " + member, limit);
    long before = page.position(Long.MAX_VALUE);
    return client
        .ask(request, new GuildQuery.MemberPoints(member), QueryResult.MemberPoints.class)
        .thenCompose(result ->
            ledger
                .page(request.guild(), member, before, limit)
                .thenApply(entries -> {
                  boolean full = entries.size() == limit;
                  return page.link(
                      Responses.json(json(result.standing(), entries)),
                      full,
                      full ? entries.getLast().revision() : 0);
                }));
  }

  private CompletionStage<HttpResponse> adjust(GuildRequest request) {
    var body = request.body().json();
    var fields = JsonObjectReader.of(body);
    Integer delta = fields.integer("delta");
    fields.require("delta", delta);
    var reason = fields.text("reason", MAX_REASON_LENGTH);
    fields.require("reason", reason);
    fields.check();
    return client
        .command(
            request,
            body,
            new MemberCommand.AdjustPoints(id(request), delta == null ? 0 : delta, reason))
        .thenApply(outcome -> {
          if (outcome.subject() instanceof Outcome.PointsSubject(Standing standing)) {
            return Responses.json(
                201,
                (StreamedJson)
                    json -> {
                      json.writeStartObject();
                      writeFields(json, standing);
                      json.writeEndObject();
                    });
          }
          throw new IllegalStateException("an adjustment without points as its outcome");
        });
  }

  private static MemberId id(GuildRequest request) {
    return request.apiRequest().variable("uid").equals("@me")
        ? request.caller().id()
        : request.pathId("uid", "member", MemberId::of);
  }

  private static StreamedJson json(
      MemberId caller, List<Standing> standings, Map<MemberId, Long> points, int limit) {
    var leaderboard = Leaderboard.of(standings, points);
    return json -> {
      json.writeStartObject();
      json.writeArrayFieldStart("places");
      for (var place :
          leaderboard.places().subList(0, Math.min(limit, leaderboard.places().size()))) {
        write(json, place.rank(), place.standing(), place.points());
      }
      json.writeEndArray();
      json.writeFieldName("me");
      for (var standing : standings) {
        if (standing.member().equals(caller)) {
          write(
              json,
              leaderboard.placeOf(caller).map(Leaderboard.Place::rank).orElse(null),
              standing,
              points.getOrDefault(caller, 0L));
        }
      }
      json.writeEndObject();
    };
  }

  private static StreamedJson json(Standing standing, List<PointsLedger.Entry> entries) {
    return json -> {
      json.writeStartObject();
      writeFields(json, standing);
      json.writeArrayFieldStart("entries");
      for (var entry : entries) {
        write(json, entry);
      }
      json.writeEndArray();
      json.writeEndObject();
    };
  }

  private static void write(
      JsonGenerator json, @Nullable Integer rank, Standing standing, long points)
      throws IOException {
    json.writeStartObject();
    JsonFields.writeInteger(json, "rank", rank);
    json.writeNumberField("points", points);
    writeFields(json, standing);
    json.writeEndObject();
  }

  private static void writeFields(JsonGenerator json, Standing standing) throws IOException {
    json.writeStringField("member", standing.member().toString());
    json.writeStringField("displayName", standing.displayName());
    json.writeNumberField("balance", standing.balance());
    json.writeNumberField("streak", standing.streak());
    json.writeNumberField("bestStreak", standing.bestStreak());
  }

  private static void write(JsonGenerator json, PointsLedger.Entry entry) throws IOException {
    json.writeStartObject();
    json.writeNumberField("revision", entry.revision());
    JsonFields.writeText(json, "at", entry.at());
    json.writeNumberField("delta", entry.delta());
    json.writeStringField("reason", entry.reason().name());
    json.writeStringField("source", entry.source());
    JsonFields.writeText(json, "task", entry.task());
    JsonFields.writeInteger(json, "ordinal", entry.ordinal());
    JsonFields.writeInteger(json, "streak", entry.streak());
    json.writeStringField("note", entry.note());
    json.writeEndObject();
  }
}
