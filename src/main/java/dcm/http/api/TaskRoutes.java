package dcm.http.api;

import dcm.guild.command.TaskCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.Outcome;
import dcm.guild.value.Task;
import dcm.guild.value.TaskId;
import dcm.http.json.ApiJson;
import dcm.http.json.JsonObjectReader;
import dcm.http.json.TaskJson;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.GuildRequest;
import dcm.http.pipeline.Responses;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Single tasks: create, show, edit and delete. */
public final class TaskRoutes {
  private final HttpGuildClient client;

  public TaskRoutes(HttpGuildClient client) {
    this.client = client;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.inGuild("POST", "/tasks", this::create),
        Endpoint.inGuild("GET", "/tasks/{id}", this::show),
        Endpoint.inGuild("PATCH", "/tasks/{id}", this::edit),
        Endpoint.inGuild("DELETE", "/tasks/{id}", this::delete));
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
    var following = new TaskId(request.apiRequest().newId());
    var command = EditScope.read(request.taskRef(), revision, following, JsonObjectReader.of(body));
    return client.command(request, body, command).thenApply(outcome -> respond(outcome, request));
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
