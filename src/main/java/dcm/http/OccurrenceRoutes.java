package dcm.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.guild.Answer;
import dcm.guild.GuildQuery;
import dcm.view.History;
import dcm.view.PastOccurrence;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What became of a task's occurrences, newest first. */
final class OccurrenceRoutes {
  private final Desk desk;
  private final History history;

  OccurrenceRoutes(Desk desk, History history) {
    this.desk = desk;
    this.history = history;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.inGuild("GET", "/tasks/{id}/occurrences", this::list, "limit", "cursor"));
  }

  private CompletionStage<HttpResponse> list(GuildKnock knock) {
    var task = knock.task();
    int limit = knock.query().limit();
    var page = new Page(knock, "occurrences " + task, limit);
    int before = Math.toIntExact(Math.min(page.place(Integer.MAX_VALUE), Integer.MAX_VALUE));
    // the guild says whether the caller may see the task; its history has no opinion
    return desk.ask(knock, new GuildQuery.OneTask(task), Answer.OneTask.class)
        .thenCompose(found -> history.ofTask(knock.guild(), found.task().id(), before, limit))
        .thenApply(occurrences -> {
          var json = Json.object();
          var list = json.putArray("occurrences");
          occurrences.forEach(occurrence -> list.add(write(occurrence)));
          boolean full = occurrences.size() == limit;
          return page.link(Replies.json(json), full, full ? occurrences.getLast().ordinal() : 0);
        });
  }

  private static ObjectNode write(PastOccurrence occurrence) {
    var json =
        Json.object()
            .put("ordinal", occurrence.ordinal())
            .put("state", occurrence.state().name())
            .put("title", occurrence.title());
    json.set("due", DueJson.write(occurrence.due()));
    json.put("openedAt", occurrence.openedAt().toString());
    json.set("assignees", TaskJson.texts(occurrence.assignees()));
    return json.put("claimedBy", TaskJson.text(occurrence.claimedBy()))
        .put("completedBy", TaskJson.text(occurrence.completedBy()))
        .put("loggedBy", TaskJson.text(occurrence.loggedBy()))
        .put("doneAt", DueJson.at(occurrence.doneAt()))
        .put("note", occurrence.note())
        .put("closedAt", DueJson.at(occurrence.closedAt()))
        .put("revision", occurrence.closedRevision());
  }
}
