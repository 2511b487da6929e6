package dcm.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.value.MemberLoad;
import dcm.guild.value.RosterEntry;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskRef;
import dcm.http.json.DueJson;
import dcm.http.json.JsonFields;
import dcm.http.json.StreamedJson;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.GuildRequest;
import dcm.http.pipeline.Responses;
import dcm.http.problem.Problems;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Who has what when, and who should get a task. */
public final class RosterRoutes {
  private static final int DEFAULT_WEEKS = 4;
  private final HttpGuildClient client;

  public RosterRoutes(HttpGuildClient client) {
    this.client = client;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.inGuild("GET", "/roster", this::roster, "weeks"),
        Endpoint.inGuild("GET", "/suggestions", this::suggest, "task"));
  }

  private CompletionStage<HttpResponse> roster(GuildRequest request) {
    var weeks =
        request
            .query()
            .get(
                "weeks",
                "a number from 1 to " + GuildQuery.Roster.MAX_WEEKS,
                RosterRoutes::parseWeeks);
    return client
        .ask(
            request,
            new GuildQuery.Roster(weeks == null ? DEFAULT_WEEKS : weeks),
            QueryResult.Roster.class)
        .thenApply(roster -> Responses.json(of(roster)));
  }

  private static int parseWeeks(String text) {
    if (!text.matches("[1-" + GuildQuery.Roster.MAX_WEEKS + "]")) {
      throw new IllegalArgumentException("not a small number");
    }
    return Integer.parseInt(text);
  }

  private CompletionStage<HttpResponse> suggest(GuildRequest request) {
    var task = request.query().get("task", "a task's id (UUID)", TaskId::of);
    if (task == null) {
      throw Problems.badParameter("task", "is required.").asException();
    }
    return client
        .ask(
            request,
            new GuildQuery.SuggestAssignee(new TaskRef.ById(task)),
            QueryResult.SuggestedAssignee.class)
        .thenApply(suggestion -> Responses.json(of(suggestion)));
  }

  private static StreamedJson of(QueryResult.Roster roster) {
    return json -> {
      json.writeStartObject();
      JsonFields.writeObjects(json, "entries", roster.entries(), RosterRoutes::write);
      json.writeBooleanField("complete", roster.complete());
      json.writeEndObject();
    };
  }

  private static void write(JsonGenerator json, RosterEntry entry) throws IOException {
    json.writeStartObject();
    json.writeStringField("task", entry.task().toString());
    json.writeNumberField("number", entry.number());
    json.writeStringField("title", entry.title());
    JsonFields.writeInteger(json, "ordinal", entry.ordinal());
    json.writeBooleanField("projected", entry.ordinal() == null);
    json.writeFieldName("due");
    DueJson.write(json, entry.due());
    JsonFields.writeTexts(json, "members", entry.members());
    JsonFields.writeText(json, "turn", entry.turn());
    json.writeEndObject();
  }

  private static StreamedJson of(QueryResult.SuggestedAssignee suggestion) {
    return json -> {
      json.writeStartObject();
      json.writeStringField("task", suggestion.task().id().toString());
      JsonFields.writeInteger(json, "ordinal", suggestion.ordinal());
      JsonFields.writeTexts(json, "members", suggestion.members());
      json.writeStringField("reason", suggestion.reason().name());
      JsonFields.writeObjects(json, "loads", suggestion.loads(), RosterRoutes::write);
      json.writeEndObject();
    };
  }

  private static void write(JsonGenerator json, MemberLoad load) throws IOException {
    json.writeStartObject();
    json.writeStringField("member", load.member().toString());
    json.writeBooleanField("present", load.present());
    json.writeBooleanField("full", load.full());
    json.writeNumberField("balance", load.balance());
    json.writeNumberField("assigned", load.assigned());
    json.writeNumberField("completed", load.completed());
    JsonFields.writeText(json, "lastAt", load.lastAt());
    json.writeEndObject();
  }
}
