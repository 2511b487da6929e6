package dcm.http.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.http.json.ApiJson;
import dcm.http.json.DueJson;
import dcm.http.json.TaskJson;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.GuildRequest;
import dcm.http.pipeline.Responses;
import dcm.view.OccurrenceHistory;
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
          var json = ApiJson.object();
          var list = json.putArray("occurrences");
          occurrences.forEach(occurrence -> list.add(write(occurrence)));
          boolean full = occurrences.size() == limit;
          return page.link(Responses.json(json), full, full ? occurrences.getLast().ordinal() : 0);
        });
  }

  private static ObjectNode write(OccurrenceHistory.OccurrenceRecord occurrence) {
    var json =
        ApiJson.object()
            .put("ordinal", occurrence.ordinal())
            .put("state", occurrence.state().name())
            .put("title", occurrence.title());
    json.set("due", DueJson.write(occurrence.due()));
    json.put("openedAt", occurrence.openedAt().toString());
    json.set("assignees", TaskJson.textArray(occurrence.assignees()));
    return json.put("claimedBy", TaskJson.textOrNull(occurrence.claimedBy()))
        .put("completedBy", TaskJson.textOrNull(occurrence.completedBy()))
        .put("loggedBy", TaskJson.textOrNull(occurrence.loggedBy()))
        .put("doneAt", DueJson.at(occurrence.doneAt()))
        .put("note", occurrence.note())
        .put("closedAt", DueJson.at(occurrence.closedAt()))
        .put("revision", occurrence.closedRevision());
  }
}
