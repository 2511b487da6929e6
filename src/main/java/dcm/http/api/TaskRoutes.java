package dcm.http.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.guild.command.TaskCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.query.TaskFilter;
import dcm.guild.reply.Outcome;
import dcm.guild.value.GroupingId;
import dcm.guild.value.GuildSettings;
import dcm.guild.value.MemberId;
import dcm.guild.value.Task;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskPatch;
import dcm.http.json.ApiJson;
import dcm.http.json.JsonObjectReader;
import dcm.http.json.OmittedFields;
import dcm.http.json.TaskJson;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.GuildRequest;
import dcm.http.pipeline.QueryParameters;
import dcm.http.pipeline.Responses;
import dcm.http.problem.Problems;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Tasks: the list, one, a new one, edits. */
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
        .ask(request, new GuildQuery.Tasks(filter, sort, offset, limit))
        .thenApply(versioned -> {
          var tasks = (QueryResult.Tasks) versioned.result();
          var json = ApiJson.object();
          var list = json.putArray("tasks");
          tasks
              .tasks()
              .forEach(task -> list.add(TaskJson.write(task, request.apiRequest().receivedAt())));
          json.put("total", tasks.total()).put("revision", versioned.revision());
          long next = (long) offset + tasks.tasks().size();
          return page.link(
              Responses.json(json), !tasks.tasks().isEmpty() && next < tasks.total(), next);
        });
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
    // a mistake is told before anybody is asked anything
    TaskRequestReader.draft(
        JsonObjectReader.of(body), GuildSettings.INITIAL, request.apiRequest().receivedAt());
    return loadSettings(request)
        .thenCompose(settings -> {
          var draft =
              TaskRequestReader.draft(
                  JsonObjectReader.of(body), settings, request.apiRequest().receivedAt());
          return client.command(
              request,
              body,
              new TaskCommand.Create(new TaskId(request.apiRequest().newId()), draft));
        })
        .thenApply(outcome -> {
          var task = task(outcome);
          return Responses.json(
                  201, TaskJson.write(task, request.apiRequest().receivedAt()), task.revision())
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
                TaskJson.write(result.task(), request.apiRequest().receivedAt()),
                result.task().revision()));
  }

  private CompletionStage<HttpResponse> edit(GuildRequest request) {
    var revision = Etags.requiredIfMatch(request.apiRequest().header("If-Match"));
    var body = request.body().json();
    // a mistake is told before anybody is asked anything
    validate(body, request);
    return loadSettings(request)
        .thenCombine(
            complete(request, body),
            (settings, completeBody) -> patch(completeBody, settings, request))
        .thenCompose(patch ->
            client.command(request, body, new TaskCommand.Edit(request.taskRef(), revision, patch)))
        .thenApply(outcome -> respond(outcome, request));
  }

  private static TaskPatch patch(
      ObjectNode completeBody, GuildSettings settings, GuildRequest request) {
    var fields = JsonObjectReader.of(completeBody);
    var patch = TaskRequestReader.patch(fields, settings, request.apiRequest().receivedAt());
    fields.check();
    return patch;
  }

  /** What an object in the body leaves out stays as it is; the revision makes sure that it is. */
  private CompletionStage<ObjectNode> complete(GuildRequest request, ObjectNode body) {
    return OmittedFields.mayBeIncomplete(body)
        ? client
            .ask(request, new GuildQuery.OneTask(request.taskRef()), QueryResult.OneTask.class)
            .thenApply(result -> OmittedFields.complete(body, result.task()))
        : CompletableFuture.completedFuture(body);
  }

  private static void validate(ObjectNode body, GuildRequest request) {
    var fields = JsonObjectReader.of(body);
    TaskRequestReader.patch(fields, GuildSettings.INITIAL, request.apiRequest().receivedAt());
    fields.check();
  }

  private CompletionStage<HttpResponse> delete(GuildRequest request) {
    var revision = Etags.requiredIfMatch(request.apiRequest().header("If-Match"));
    return client
        .command(request, ApiJson.object(), new TaskCommand.Delete(request.taskRef(), revision))
        .thenApply(_ -> Responses.noContent());
  }

  /** The zone and the week that count where the caller named none. */
  private CompletionStage<GuildSettings> loadSettings(GuildRequest request) {
    return client
        .ask(request, new GuildQuery.ShowSettings(), QueryResult.ShownSettings.class)
        .thenApply(QueryResult.ShownSettings::settings);
  }

  static HttpResponse respond(Outcome outcome, GuildRequest request) {
    var task = task(outcome);
    return Responses.json(
        200, TaskJson.write(task, request.apiRequest().receivedAt()), task.revision());
  }

  static Task task(Outcome outcome) {
    if (outcome.subject() instanceof Outcome.TaskSubject(Task task)) {
      return task;
    }
    throw new IllegalStateException("task command without a task as its outcome");
  }
}
