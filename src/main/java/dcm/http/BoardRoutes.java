package dcm.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.guild.Answer;
import dcm.guild.GuildQuery;
import dcm.guild.Occurrence;
import dcm.guild.Task;
import dcm.guild.TaskFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** The board: what is to do, being done, and done in the last week; at most 200 a column. */
final class BoardRoutes {
  private static final Duration DONE_STAYS = Duration.ofDays(7);
  private final Desk desk;

  BoardRoutes(Desk desk) {
    this.desk = desk;
  }

  List<Endpoint> endpoints() {
    return List.of(Endpoint.inGuild("GET", "/board", this::show));
  }

  private CompletionStage<HttpResponse> show(GuildKnock knock) {
    var open = column(knock, TaskFilter.Status.OPEN, TaskFilter.Sort.DUE);
    var claimed = column(knock, TaskFilter.Status.CLAIMED, TaskFilter.Sort.DUE);
    var done = column(knock, TaskFilter.Status.DONE, TaskFilter.Sort.CHANGED);
    var skipped = column(knock, TaskFilter.Status.SKIPPED, TaskFilter.Sort.CHANGED);
    return open.thenCombine(claimed, Board::of)
        .thenCombine(done, Board::and)
        .thenCombine(skipped, Board::and)
        .thenApply(board -> Replies.json(board.json(knock.knock().at())));
  }

  private CompletionStage<Column> column(
      GuildKnock knock, TaskFilter.Status status, TaskFilter.Sort sort) {
    var filter = new TaskFilter(status, null, null, null, null, null, null);
    return more(knock, filter, sort, new Column(List.of(), Long.MAX_VALUE));
  }

  /** A page may be shorter than was asked for; the next one goes on behind it. */
  private CompletionStage<Column> more(
      GuildKnock knock, TaskFilter filter, TaskFilter.Sort sort, Column known) {
    int from = known.tasks().size();
    return desk.ask(knock, new GuildQuery.Tasks(filter, sort, from, Query.MOST - from))
        .thenCompose(answered -> {
          var page = (Answer.Tasks) answered.answer();
          var column = known.and(page.tasks(), answered.revision());
          return page.tasks().isEmpty()
                  || column.tasks().size() >= Math.min(Query.MOST, page.total())
              ? Replies.now(column)
              : more(knock, filter, sort, column);
        });
  }

  /** What is known of a column, and as of when. */
  private record Column(List<Task> tasks, long revision) {
    Column and(List<Task> more, long asOf) {
      return new Column(
          Stream.concat(tasks.stream(), more.stream()).toList(), Math.min(revision, asOf));
    }
  }

  /**
   * @param revision the oldest that a column shows: what came later is told by the WebSocket
   */
  private record Board(List<Task> tasks, long revision) {
    static Board of(Column open, Column claimed) {
      return new Board(open.tasks(), open.revision()).and(claimed);
    }

    Board and(Column more) {
      return new Board(
          Stream.concat(tasks.stream(), more.tasks().stream()).toList(),
          Math.min(revision, more.revision()));
    }

    ObjectNode json(Instant now) {
      var json = Json.object();
      var columns = json.putArray("columns");
      columns.add(column("todo", now, task -> is(task, Occurrence.State.OPEN)));
      columns.add(column("doing", now, task -> is(task, Occurrence.State.CLAIMED)));
      columns.add(column("done", now, task -> closedLately(task, now)));
      return json.put("revision", revision);
    }

    private ObjectNode column(String id, Instant now, Predicate<Task> belongs) {
      var json = Json.object().put("id", id);
      var list = json.putArray("tasks");
      tasks.stream()
          .filter(belongs)
          .distinct()
          .limit(Query.MOST)
          .forEach(task -> list.add(TaskJson.write(task, now)));
      return json;
    }

    private static boolean is(Task task, Occurrence.State state) {
      return task.open() != null && task.open().state() == state;
    }

    private static boolean closedLately(Task task, Instant now) {
      var closed = task.closed();
      return closed != null
          && closed.closedAt() != null
          && closed.closedAt().isAfter(now.minus(DONE_STAYS));
    }
  }
}
