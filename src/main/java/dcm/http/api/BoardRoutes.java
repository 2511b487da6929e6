package dcm.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dcm.guild.command.SettingsCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.query.TaskFilter;
import dcm.guild.reply.Outcome;
import dcm.guild.value.BoardLayout;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Task;
import dcm.guild.value.TaskId;
import dcm.http.json.JsonFields;
import dcm.http.json.JsonObjectReader;
import dcm.http.json.StreamedJson;
import dcm.http.json.TaskJson;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.GuildRequest;
import dcm.http.pipeline.QueryParameters;
import dcm.http.pipeline.Responses;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * The kanban board: tasks in the columns that the guild maps their states to, closed ones of the
 * last 7 days; at most 200 tasks per column.
 */
public final class BoardRoutes {
  private static final Duration DONE_RETENTION = Duration.ofDays(7);
  private static final int MAX_COLUMNS = 50;
  private static final int MAX_TITLE_LENGTH = 1_000;
  private final HttpGuildClient client;

  public BoardRoutes(HttpGuildClient client) {
    this.client = client;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.inGuild("GET", "/board", this::show),
        Endpoint.inGuild("PUT", "/board", this::replace));
  }

  private CompletionStage<HttpResponse> show(GuildRequest request) {
    return client
        .ask(request, new GuildQuery.ShowBoardLayout(), QueryResult.ShownBoardLayout.class)
        .thenCompose(shown -> {
          CompletionStage<KanbanBoard> board =
              Responses.completed(new KanbanBoard(List.of(), Long.MAX_VALUE));
          for (TaskFilter.Status status : statuses(shown.layout())) {
            board = board.thenCombine(loadColumn(request, status), KanbanBoard::plus);
          }
          return board.thenApply(
              all -> Responses.json(all.json(shown, request.apiRequest().receivedAt())));
        });
  }

  private CompletionStage<HttpResponse> replace(GuildRequest request) {
    var revision = Etags.requiredIfMatch(request.apiRequest().header("If-Match"));
    var body = request.body().json();
    var command =
        new SettingsCommand.ReplaceBoardLayout(revision, layout(JsonObjectReader.of(body)));
    return client
        .command(request, body, command)
        .thenApply(outcome -> {
          if (outcome.subject()
              instanceof Outcome.BoardLayoutSubject(BoardLayout layout, long newRevision)) {
            return Responses.json(200, json(layout, newRevision), newRevision);
          }
          throw new IllegalStateException("columns were replaced without being the outcome");
        });
  }

  private static BoardLayout layout(JsonObjectReader fields) {
    var columns = new ArrayList<BoardLayout.Column>();
    var given = fields.objects("columns", MAX_COLUMNS);
    fields.require("columns", given);
    for (var column : given == null ? List.<JsonObjectReader>of() : given) {
      var id = column.text("id", MAX_TITLE_LENGTH);
      column.require("id", id);
      var title = column.text("title", MAX_TITLE_LENGTH);
      var states =
          column.listOf(
              "states", Occurrence.State.values().length, "a state", Occurrence.State::valueOf);
      column.require("states", states);
      column.finish();
      if (id != null && states != null) {
        columns.add(new BoardLayout.Column(id, title, Set.copyOf(states)));
      }
    }
    // clients may send back what our response contains
    fields.has("columnsRevision");
    fields.check();
    return new BoardLayout(columns);
  }

  private static StreamedJson json(BoardLayout layout, long revision) {
    return json -> {
      json.writeStartObject();
      JsonFields.writeObjects(
          json,
          "columns",
          layout.columns(),
          (list, column) -> {
            list.writeStartObject();
            writeFields(list, column);
            list.writeEndObject();
          });
      json.writeNumberField("columnsRevision", revision);
      json.writeEndObject();
    };
  }

  private static void writeFields(JsonGenerator json, BoardLayout.Column column)
      throws IOException {
    json.writeStringField("id", column.id());
    json.writeStringField("title", column.title());
    JsonFields.writeTexts(json, "states", column.states());
  }

  /** The lists of tasks in which the states of all columns are found. */
  private static Set<TaskFilter.Status> statuses(BoardLayout layout) {
    var statuses = EnumSet.noneOf(TaskFilter.Status.class);
    for (BoardLayout.Column column : layout.columns()) {
      for (Occurrence.State state : column.states()) {
        switch (state) {
          case OPEN -> statuses.add(TaskFilter.Status.OPEN);
          case CLAIMED -> statuses.add(TaskFilter.Status.CLAIMED);
          case AWAITING_APPROVAL -> statuses.add(TaskFilter.Status.AWAITING_APPROVAL);
          case DONE -> statuses.add(TaskFilter.Status.DONE);
          case SKIPPED -> statuses.add(TaskFilter.Status.SKIPPED);
          case MISSED, EXPIRED -> statuses.add(TaskFilter.Status.MISSED);
          case CANCELLED -> {
            // deleted tasks are in the bin
          }
        }
      }
    }
    return statuses;
  }

  private CompletionStage<KanbanColumn> loadColumn(GuildRequest request, TaskFilter.Status status) {
    var sort =
        switch (status) {
          case DONE, SKIPPED, MISSED -> TaskFilter.Sort.CHANGED;
          case OPEN, CLAIMED, AWAITING_APPROVAL, ACTIVE, OVERDUE -> TaskFilter.Sort.DUE;
        };
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
    KanbanBoard plus(KanbanColumn more) {
      return new KanbanBoard(
          Stream.concat(tasks.stream(), more.tasks().stream()).toList(),
          Math.min(revision, more.revision()));
    }

    StreamedJson json(QueryResult.ShownBoardLayout shown, Instant now) {
      return json -> {
        json.writeStartObject();
        json.writeArrayFieldStart("columns");
        for (BoardLayout.Column column : shown.layout().columns()) {
          writeColumn(json, column, now);
        }
        json.writeEndArray();
        json.writeNumberField("columnsRevision", shown.revision());
        json.writeNumberField("revision", revision);
        json.writeEndObject();
      };
    }

    /** A task that was loaded for two columns is shown once in each that it belongs to. */
    private void writeColumn(JsonGenerator json, BoardLayout.Column column, Instant now)
        throws IOException {
      var shown = new HashSet<TaskId>();
      json.writeStartObject();
      writeFields(json, column);
      json.writeArrayFieldStart("tasks");
      for (Task task : tasks) {
        if (shown.size() < QueryParameters.MAX_LIMIT
            && isIn(column, task, now)
            && shown.add(task.id())) {
          TaskJson.write(json, task, now);
        }
      }
      json.writeEndArray();
      json.writeEndObject();
    }

    private static boolean isIn(BoardLayout.Column column, Task task, Instant now) {
      var open = task.open();
      return (open != null && column.states().contains(open.state()))
          || (isClosedRecently(task, now) && column.states().contains(task.closed().state()));
    }

    private static boolean isClosedRecently(Task task, Instant now) {
      var closed = task.closed();
      return closed != null
          && closed.closedAt() != null
          && closed.closedAt().isAfter(now.minus(DONE_RETENTION));
    }
  }
}
