package dcm.http.api;

import dcm.guild.command.TaskCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.query.TaskFilter;
import dcm.guild.reply.Outcome;
import dcm.guild.value.GroupingId;
import dcm.guild.value.MemberId;
import dcm.guild.value.Task;
import dcm.guild.value.TaskId;
import dcm.http.json.ApiJson;
import dcm.http.json.JsonFields;
import dcm.http.json.JsonObjectReader;
import dcm.http.json.StreamedJson;
import dcm.http.json.TaskJson;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.GuildRequest;
import dcm.http.pipeline.QueryParameters;
import dcm.http.pipeline.Responses;
import dcm.http.problem.Problems;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Tasks: list, create, show, edit and delete. */
public final class TaskRoutes {
  private static final int MAX_SEARCH_LENGTH = 100;
  private final HttpGuildClient client;

  public TaskRoutes(HttpGuildClient client) {
    this.client = client;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.inGuild(
            "GET",
            "/tasks",
            this::list,
            "status",
            "assignee",
            "category",
            "label",
            "dueFrom",
            "dueTo",
            "q",
            "sort",
            "limit",
            "cursor"),
        Endpoint.inGuild("POST", "/tasks", this::create),
        Endpoint.inGuild("GET", "/tasks/{id}", this::show),
        Endpoint.inGuild("PATCH", "/tasks/{id}", this::edit),
        Endpoint.inGuild("DELETE", "/tasks/{id}", this::delete));
  }

  private CompletionStage<HttpResponse> list(GuildRequest request) {
    var filter = filter(request.query());
    var sort =
        Optional.ofNullable(request.query().oneOf("sort", TaskFilter.Sort.class))
            .orElse(TaskFilter.Sort.DUE);
    int limit = request.query().limit();
    var page = new Pagination(request, "tasks " + filter + " " + sort, limit);
    int offset =
        Math.toIntExact(Math.min(page.position(0), Integer.MAX_VALUE - QueryParameters.MAX_LIMIT));
    return client
        .askVersioned(
            request, new GuildQuery.Tasks(filter, sort, offset, limit), QueryResult.Tasks.class)
        .thenApply(versioned -> {
          var tasks = versioned.result();
          long next = (long) offset + tasks.tasks().size();
          return page.link(
              Responses.json(of(tasks, versioned.revision(), request.apiRequest().receivedAt())),
              !tasks.tasks().isEmpty() && next < tasks.total(),
              next);
        });
  }

  private static StreamedJson of(QueryResult.Tasks tasks, long revision, Instant now) {
    return json -> {
      json.writeStartObject();
      JsonFields.writeObjects(
          json, "tasks", tasks.tasks(), (list, task) -> TaskJson.write(list, task, now));
      json.writeNumberField("total", tasks.total());
      json.writeNumberField("revision", revision);
      json.writeEndObject();
    };
  }

  private static TaskFilter filter(QueryParameters query) {
    var text = query.get("q");
    if (text != null && text.length() > MAX_SEARCH_LENGTH) {
      throw Problems.badParameter("q", "has at most " + MAX_SEARCH_LENGTH + " characters.")
          .asException();
    }
    return new TaskFilter(
        query.oneOf("status", TaskFilter.Status.class),
        query.get("assignee", "a member's id (1 to 19 digits)", MemberId::of),
        query.get("category", "a category's id (UUID)", GroupingId::of),
        query.get("label", "a label's id (UUID)", GroupingId::of),
        query.instant("dueFrom"),
        query.instant("dueTo"),
        text);
  }

  private CompletionStage<HttpResponse> create(GuildRequest request) {
    var body = request.body().json();
    var fields = TaskRequestReader.newTask(JsonObjectReader.of(body));
    return client
        .command(
            request, body, new TaskCommand.Create(new TaskId(request.apiRequest().newId()), fields))
        .thenApply(outcome -> {
          var task = task(outcome);
          return Responses.json(
                  201, TaskJson.of(task, request.apiRequest().receivedAt()), task.revision())
              .addHeader(
                  Responses.header("Location", request.apiRequest().path() + "/" + task.id()));
        });
  }

  private CompletionStage<HttpResponse> show(GuildRequest request) {
    return client
        .ask(request, new GuildQuery.OneTask(request.taskRef()), QueryResult.OneTask.class)
        .thenApply(result ->
            Responses.jsonOrNotModified(
                request.apiRequest(),
                TaskJson.of(result.task(), request.apiRequest().receivedAt()),
                result.task().revision()));
  }

  private CompletionStage<HttpResponse> edit(GuildRequest request) {
    var revision = Etags.requiredIfMatch(request.apiRequest().header("If-Match"));
    var body = request.body().json();
    var fields = JsonObjectReader.of(body);
    var patch = TaskRequestReader.patch(fields);
    fields.check();
    return client
        .command(request, body, new TaskCommand.Edit(request.taskRef(), revision, patch))
        .thenApply(outcome -> respond(outcome, request));
  }

  private CompletionStage<HttpResponse> delete(GuildRequest request) {
    var revision = Etags.requiredIfMatch(request.apiRequest().header("If-Match"));
    return client
        .command(request, ApiJson.object(), new TaskCommand.Delete(request.taskRef(), revision))
        .thenApply(_ -> Responses.noContent());
  }

  static HttpResponse respond(Outcome outcome, GuildRequest request) {
    var task = task(outcome);
    return Responses.json(
        200, TaskJson.of(task, request.apiRequest().receivedAt()), task.revision());
  }

  static Task task(Outcome outcome) {
    if (outcome.subject() instanceof Outcome.TaskSubject(Task task, _, _)) {
      return task;
    }
    throw new IllegalStateException("task command without a task as its outcome");
  }
}
