package dcm.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.guild.Answer;
import dcm.guild.GroupingId;
import dcm.guild.GuildQuery;
import dcm.guild.MemberId;
import dcm.guild.Outcome;
import dcm.guild.Settings;
import dcm.guild.Task;
import dcm.guild.TaskCommand;
import dcm.guild.TaskFilter;
import dcm.guild.TaskId;
import dcm.guild.TaskPatch;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Tasks: the list, one, a new one, edits. */
final class TaskRoutes {
  private static final int LONGEST_SEARCH = 100;
  private final Desk desk;

  TaskRoutes(Desk desk) {
    this.desk = desk;
  }

  List<Endpoint> endpoints() {
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

  private CompletionStage<HttpResponse> list(GuildKnock knock) {
    var filter = filter(knock.query());
    var sort =
        Optional.ofNullable(knock.query().oneOf("sort", TaskFilter.Sort.class))
            .orElse(TaskFilter.Sort.DUE);
    int limit = knock.query().limit();
    var page = new Page(knock, "tasks " + filter + " " + sort, limit);
    int offset = Math.toIntExact(Math.min(page.place(0), Integer.MAX_VALUE - Query.MOST));
    return desk.ask(knock, new GuildQuery.Tasks(filter, sort, offset, limit))
        .thenApply(answered -> {
          var tasks = (Answer.Tasks) answered.answer();
          var json = Json.object();
          var list = json.putArray("tasks");
          tasks.tasks().forEach(task -> list.add(TaskJson.write(task, knock.knock().at())));
          json.put("total", tasks.total()).put("revision", answered.revision());
          long next = (long) offset + tasks.tasks().size();
          return page.link(
              Replies.json(json), !tasks.tasks().isEmpty() && next < tasks.total(), next);
        });
  }

  private static TaskFilter filter(Query query) {
    var text = query.get("q");
    if (text != null && text.length() > LONGEST_SEARCH) {
      throw Problems.badParameter("q", "has at most " + LONGEST_SEARCH + " characters.")
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

  private CompletionStage<HttpResponse> create(GuildKnock knock) {
    var body = knock.body().json();
    // a mistake is told before anybody is asked anything
    TaskBodies.draft(Fields.of(body), Settings.INITIAL, knock.knock().at());
    return settings(knock)
        .thenCompose(settings -> {
          var draft = TaskBodies.draft(Fields.of(body), settings, knock.knock().at());
          return desk.command(knock, body, new TaskCommand.Create(new TaskId(Ids.next()), draft));
        })
        .thenApply(outcome -> {
          var task = task(outcome);
          return Replies.json(201, TaskJson.write(task, knock.knock().at()), task.revision())
              .addHeader(Replies.header("Location", knock.knock().path() + "/" + task.id()));
        });
  }

  private CompletionStage<HttpResponse> show(GuildKnock knock) {
    return desk.ask(knock, new GuildQuery.OneTask(knock.task()), Answer.OneTask.class)
        .thenApply(found ->
            Replies.jsonUnlessKnown(
                knock.knock(),
                TaskJson.write(found.task(), knock.knock().at()),
                found.task().revision()));
  }

  private CompletionStage<HttpResponse> edit(GuildKnock knock) {
    var revision = Etags.required(knock.knock().header("If-Match"));
    var body = knock.body().json();
    // a mistake is told before anybody is asked anything
    check(body, knock);
    return settings(knock)
        .thenCombine(whole(knock, body), (settings, whole) -> patch(whole, settings, knock))
        .thenCompose(
            patch -> desk.command(knock, body, new TaskCommand.Edit(knock.task(), revision, patch)))
        .thenApply(outcome -> answer(outcome, knock));
  }

  private static TaskPatch patch(ObjectNode whole, Settings settings, GuildKnock knock) {
    var fields = Fields.of(whole);
    var patch = TaskBodies.patch(fields, settings, knock.knock().at());
    fields.check();
    return patch;
  }

  /** What an object in the body leaves out stays as it is; the revision makes sure that it is. */
  private CompletionStage<ObjectNode> whole(GuildKnock knock, ObjectNode body) {
    return UnsaidFields.in(body)
        ? desk.ask(knock, new GuildQuery.OneTask(knock.task()), Answer.OneTask.class)
            .thenApply(found -> UnsaidFields.filled(body, found.task()))
        : CompletableFuture.completedFuture(body);
  }

  private static void check(ObjectNode body, GuildKnock knock) {
    var fields = Fields.of(body);
    TaskBodies.patch(fields, Settings.INITIAL, knock.knock().at());
    fields.check();
  }

  private CompletionStage<HttpResponse> delete(GuildKnock knock) {
    var revision = Etags.required(knock.knock().header("If-Match"));
    return desk.command(knock, Json.object(), new TaskCommand.Delete(knock.task(), revision))
        .thenApply(_ -> Replies.noContent());
  }

  /** The zone and the week that count where the caller named none. */
  private CompletionStage<Settings> settings(GuildKnock knock) {
    return desk.ask(knock, new GuildQuery.ShowSettings(), Answer.ShownSettings.class)
        .thenApply(Answer.ShownSettings::settings);
  }

  static HttpResponse answer(Outcome outcome, GuildKnock knock) {
    var task = task(outcome);
    return Replies.json(200, TaskJson.write(task, knock.knock().at()), task.revision());
  }

  static Task task(Outcome outcome) {
    if (outcome.subject() instanceof Outcome.OfTask(Task task)) {
      return task;
    }
    throw new IllegalStateException("a command on a task ends with a task");
  }
}
