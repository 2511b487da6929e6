package dcm.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.http.json.DueJson;
import dcm.http.json.JsonFields;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.GuildRequest;
import dcm.http.pipeline.Responses;
import dcm.view.OccurrenceHistory;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** The closed occurrences of a task, newest first. */
public final class OccurrenceRoutes {
  private final HttpGuildClient client;
  private final OccurrenceHistory history;

  public OccurrenceRoutes(HttpGuildClient client, OccurrenceHistory history) {
    this.client = client;
    this.history = history;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.inGuild("GET", "/tasks/{id}/occurrences", this::list, "limit", "cursor"));
  }

  private CompletionStage<HttpResponse> list(GuildRequest request) {
    var task = request.taskRef();
    int limit = request.query().limit();
    var page = new Pagination(request, "occurrences " + task, limit);
    int before = Math.toIntExact(Math.min(page.position(Integer.MAX_VALUE), Integer.MAX_VALUE));
    // the guild checks whether the caller may see the task; the read model does not
    return client
        .ask(request, new GuildQuery.OneTask(task), QueryResult.OneTask.class)
        .thenCompose(
            result -> history.findByTask(request.guild(), result.task().id(), before, limit))
        .thenApply(occurrences -> {
          boolean full = occurrences.size() == limit;
          return page.link(
              Responses.json(JsonFields.list("occurrences", occurrences, OccurrenceRoutes::write)),
              full,
              full ? occurrences.getLast().ordinal() : 0);
        });
  }

  private static void write(JsonGenerator json, OccurrenceHistory.OccurrenceRecord occurrence)
      throws IOException {
    json.writeStartObject();
    json.writeNumberField("ordinal", occurrence.ordinal());
    json.writeStringField("state", occurrence.state().name());
    json.writeStringField("title", occurrence.title());
    json.writeFieldName("due");
    DueJson.write(json, occurrence.due());
    json.writeStringField("openedAt", occurrence.openedAt().toString());
    JsonFields.writeTexts(json, "assignees", occurrence.assignees());
    JsonFields.writeText(json, "claimedBy", occurrence.claimedBy());
    JsonFields.writeText(json, "completedBy", occurrence.completedBy());
    JsonFields.writeText(json, "loggedBy", occurrence.loggedBy());
    JsonFields.writeText(json, "doneAt", occurrence.doneAt());
    json.writeStringField("note", occurrence.note());
    JsonFields.writeText(json, "closedAt", occurrence.closedAt());
    JsonFields.writeInteger(json, "revision", occurrence.closedRevision());
    json.writeEndObject();
  }
}
