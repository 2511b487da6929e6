package dcm.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dcm.guild.command.CommentCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.Outcome;
import dcm.guild.value.CommentId;
import dcm.guild.value.TaskId;
import dcm.http.json.ApiJson;
import dcm.http.json.JsonFields;
import dcm.http.json.JsonObjectReader;
import dcm.http.json.StreamedJson;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.GuildRequest;
import dcm.http.pipeline.Responses;
import dcm.http.problem.ProblemException;
import dcm.http.problem.Problems;
import dcm.view.CommentList;
import dcm.view.CommentList.CommentRecord;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** The comments on a task. */
public final class CommentRoutes {
  /** Before the guild trims the text and counts code points. */
  private static final int MAX_TEXT_LENGTH = 5_000;

  private final HttpGuildClient client;
  private final CommentList comments;

  public CommentRoutes(HttpGuildClient client, CommentList comments) {
    this.client = client;
    this.comments = comments;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.inGuild("GET", "/tasks/{id}/comments", this::list, "limit", "cursor"),
        Endpoint.inGuild("POST", "/tasks/{id}/comments", this::add),
        Endpoint.inGuild("DELETE", "/tasks/{id}/comments/{cid}", this::delete));
  }

  private CompletionStage<HttpResponse> list(GuildRequest request) {
    int limit = request.query().limit();
    var page = new Pagination(request, "comments " + request.taskRef(), limit);
    long before = page.position(Long.MAX_VALUE);
    return visibleTask(request)
        .thenCompose(task -> comments.findByTask(request.guild(), task, before, limit))
        .thenApply(found -> {
          boolean full = found.size() == limit;
          return page.link(
              Responses.json(JsonFields.list("comments", found, CommentRoutes::write)),
              full,
              full ? found.getLast().revision() : 0);
        });
  }

  private CompletionStage<HttpResponse> add(GuildRequest request) {
    var body = request.body().json();
    var fields = JsonObjectReader.of(body);
    var text = fields.text("text", MAX_TEXT_LENGTH);
    fields.require("text", text);
    fields.check();
    var id = new CommentId(request.apiRequest().newId());
    return client
        .command(request, body, new CommentCommand.Add(request.taskRef(), id, text))
        .thenCompose(outcome ->
            // a repeated request has the comment of the first one, if it was not deleted since
            comments.find(
                request.guild(),
                request.pathId("id", "task", TaskId::of),
                outcome.subject() instanceof Outcome.CommentSubject(var added) ? added : id))
        .thenApply(found -> {
          var comment = existing(found);
          return Responses.json(201, json(comment))
              .addHeader(
                  Responses.header("Location", request.apiRequest().path() + "/" + comment.id()));
        });
  }

  private CompletionStage<HttpResponse> delete(GuildRequest request) {
    var id = request.pathId("cid", "comment", CommentId::of);
    return visibleTask(request)
        .thenCompose(task -> comments.find(request.guild(), task, id))
        .thenCompose(found ->
            client.command(
                request,
                ApiJson.object(),
                new CommentCommand.Delete(request.taskRef(), id, existing(found).author())))
        .thenApply(_ -> Responses.noContent());
  }

  /**
   * A comment that was found.
   *
   * @throws ProblemException 404 when it was not
   */
  private static CommentRecord existing(Optional<CommentRecord> found) {
    return found.orElseThrow(() -> Problems.notFound("There is no such comment.").asException());
  }

  /** The guild checks whether the caller may see the task; the read model does not. */
  private CompletionStage<TaskId> visibleTask(GuildRequest request) {
    return client
        .ask(request, new GuildQuery.OneTask(request.taskRef()), QueryResult.OneTask.class)
        .thenApply(result -> result.task().id());
  }

  private static StreamedJson json(CommentRecord comment) {
    return json -> write(json, comment);
  }

  private static void write(JsonGenerator json, CommentRecord comment) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", comment.id().toString());
    json.writeStringField("by", comment.author().toString());
    json.writeStringField("at", comment.at().toString());
    json.writeStringField("text", comment.text());
    json.writeEndObject();
  }
}
