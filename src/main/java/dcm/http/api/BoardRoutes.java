package dcm.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.query.TaskFilter;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Task;
import dcm.guild.value.TaskId;
import dcm.http.json.StreamedJson;
import dcm.http.json.TaskJson;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.GuildRequest;
import dcm.http.pipeline.QueryParameters;
import dcm.http.pipeline.Responses;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** The kanban board: to do, doing, and done in the last 7 days; at most 200 tasks per column. */
public final class BoardRoutes {
  private static final Duration DONE_RETENTION = Duration.ofDays(7);
  private final HttpGuildClient client;

  public BoardRoutes(HttpGuildClient client) {
    this.client = client;
  }

  public List<Endpoint> endpoints() {
    return List.of(Endpoint.inGuild("GET", "/board", this::show));
  }

  private CompletionStage<HttpResponse> show(GuildRequest request) {
    var open = loadColumn(request, TaskFilter.Status.OPEN, TaskFilter.Sort.DUE);
    var claimed = loadColumn(request, TaskFilter.Status.CLAIMED, TaskFilter.Sort.DUE);
    var done = loadColumn(request, TaskFilter.Status.DONE, TaskFilter.Sort.CHANGED);
    var skipped = loadColumn(request, TaskFilter.Status.SKIPPED, TaskFilter.Sort.CHANGED);
    var awaiting = loadColumn(request, TaskFilter.Status.AWAITING_APPROVAL, TaskFilter.Sort.DUE);
    return open.thenCombine(claimed, KanbanBoard::of)
        .thenCombine(awaiting, KanbanBoard::plus)
        .thenCombine(done, KanbanBoard::plus)
        .thenCombine(skipped, KanbanBoard::plus)
        .thenApply(board -> Responses.json(board.json(request.apiRequest().receivedAt())));
  }

  private CompletionStage<KanbanColumn> loadColumn(
      GuildRequest request, TaskFilter.Status status, TaskFilter.Sort sort) {
    var filter = new TaskFilter(status, null, null, null, null, null, null);
    return loadMore(request, filter, sort, new KanbanColumn(List.of(), Long.MAX_VALUE));
  }

  /** Loads the next page until the column is complete: a page may be shorter than requested. */
  private CompletionStage<KanbanColumn> loadMore(
      GuildRequest request, TaskFilter filter, TaskFilter.Sort sort, KanbanColumn loaded) {
    int from = loaded.tasks().size();
    return client
        .askVersioned(
            request,
            new GuildQuery.Tasks(filter, sort, from, QueryParameters.MAX_LIMIT - from),
            QueryResult.Tasks.class)
        .thenCompose(versioned -> {
          var page = versioned.result();
          var column = loaded.plus(page.tasks(), versioned.revision());
          return page.tasks().isEmpty()
                  || column.tasks().size() >= Math.min(QueryParameters.MAX_LIMIT, page.total())
              ? Responses.completed(column)
              : loadMore(request, filter, sort, column);
        });
  }

  /** The tasks of one column and the guild's revision when they were read. */
  private record KanbanColumn(List<Task> tasks, long revision) {
    KanbanColumn plus(List<Task> more, long asOf) {
      return new KanbanColumn(
          Stream.concat(tasks.stream(), more.stream()).toList(), Math.min(revision, asOf));
    }
  }

  /**
   * All tasks of the board.
   *
   * @param revision the lowest of its columns; the WebSocket sends the events after it
   */
  private record KanbanBoard(List<Task> tasks, long revision) {
    static KanbanBoard of(KanbanColumn open, KanbanColumn claimed) {
      return new KanbanBoard(open.tasks(), open.revision()).plus(claimed);
    }

    KanbanBoard plus(KanbanColumn more) {
      return new KanbanBoard(
          Stream.concat(tasks.stream(), more.tasks().stream()).toList(),
          Math.min(revision, more.revision()));
    }

    StreamedJson json(Instant now) {
      return json -> {
        json.writeStartObject();
        json.writeArrayFieldStart("columns");
        writeColumn(json, "todo", now, task -> isOpenInState(task, Occurrence.State.OPEN));
        writeColumn(
            json,
            "doing",
            now,
            task ->
                isOpenInState(task, Occurrence.State.CLAIMED)
                    || isOpenInState(task, Occurrence.State.AWAITING_APPROVAL));
        writeColumn(json, "done", now, task -> isClosedRecently(task, now));
        json.writeEndArray();
        json.writeNumberField("revision", revision);
        json.writeEndObject();
      };
    }

    /** A task that was loaded for two columns is shown once in each that it belongs to. */
    private void writeColumn(JsonGenerator json, String id, Instant now, Predicate<Task> predicate)
        throws IOException {
      var shown = new HashSet<TaskId>();
      json.writeStartObject();
      json.writeStringField("id", id);
      json.writeArrayFieldStart("tasks");
      for (Task task : tasks) {
        if (shown.size() < QueryParameters.MAX_LIMIT
            && predicate.test(task)
            && shown.add(task.id())) {
          TaskJson.write(json, task, now);
        }
      }
      json.writeEndArray();
      json.writeEndObject();
    }

    private static boolean isOpenInState(Task task, Occurrence.State state) {
      return task.open() != null && task.open().state() == state;
    }

    private static boolean isClosedRecently(Task task, Instant now) {
      var closed = task.closed();
      return closed != null
          && closed.closedAt() != null
          && closed.closedAt().isAfter(now.minus(DONE_RETENTION));
    }
  }
}
