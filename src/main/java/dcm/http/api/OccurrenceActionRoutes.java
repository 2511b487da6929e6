package dcm.http.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.guild.command.TaskCommand;
import dcm.guild.value.MemberId;
import dcm.guild.value.TaskRef;
import dcm.http.json.DueJson;
import dcm.http.json.JsonObjectReader;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.GuildRequest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Actions on the occurrence of a task: claim, complete, skip and so on. */
public final class OccurrenceActionRoutes {
  private static final int MAX_NOTE_LENGTH = 5_000;
  private final HttpGuildClient client;

  public OccurrenceActionRoutes(HttpGuildClient client) {
    this.client = client;
  }

  /** Reads the fields of one action except {@code ordinal}. */
  @FunctionalInterface
  interface Reader {
    @Nullable TaskCommand read(TaskRef task, @Nullable Integer ordinal, JsonObjectReader fields);
  }

  /** The actions by name, in the order of the documentation. */
  static final Map<String, Reader> READERS = readers();

  private static Map<String, Reader> readers() {
    Map<String, Reader> readers = new LinkedHashMap<>();
    readers.put("claim", (task, ordinal, _) -> new TaskCommand.Claim(task, ordinal));
    readers.put("release", (task, ordinal, _) -> new TaskCommand.Release(task, ordinal));
    readers.put("assign", OccurrenceActionRoutes::assign);
    readers.put("complete", OccurrenceActionRoutes::complete);
    readers.put("reopen", (task, ordinal, _) -> new TaskCommand.Reopen(task, ordinal));
    readers.put("undo", OccurrenceActionRoutes::undo);
    readers.put("restore", (task, _, _) -> new TaskCommand.Restore(task));
    readers.put("approve", (task, ordinal, _) -> new TaskCommand.Approve(task, ordinal));
    readers.put("reject", OccurrenceActionRoutes::reject);
    readers.put("tick", OccurrenceActionRoutes::tick);
    readers.put("reschedule", OccurrenceActionRoutes::reschedule);
    readers.put("nudge", (task, ordinal, _) -> new TaskCommand.Nudge(task, ordinal));
    readers.put("skip", OccurrenceActionRoutes::skip);
    readers.put("snooze", OccurrenceActionRoutes::snooze);
    return Collections.unmodifiableMap(readers);
  }

  public List<Endpoint> endpoints() {
    return READERS.entrySet().stream()
        .map(action -> action(action.getKey(), action.getValue()))
        .toList();
  }

  private Endpoint action(String name, Reader reader) {
    return Endpoint.inGuild("POST", "/tasks/{id}/" + name, request -> execute(request, reader));
  }

  private CompletionStage<HttpResponse> execute(GuildRequest request, Reader reader) {
    ObjectNode body = request.body().jsonOrEmpty();
    var fields = JsonObjectReader.of(body);
    var ordinal = fields.integer("ordinal");
    var command = reader.read(request.taskRef(), ordinal, fields);
    fields.check();
    if (command == null) {
      throw new IllegalStateException("a reader returned null without reporting a field error");
    }
    return client
        .command(request, body, command)
        .thenApply(outcome -> TaskRoutes.respond(outcome, request));
  }

  /** Without an ordinal the last action on the task. */
  private static TaskCommand undo(
      TaskRef task, @Nullable Integer ordinal, JsonObjectReader fields) {
    return ordinal == null ? new TaskCommand.Undo(task) : new TaskCommand.Reopen(task, ordinal);
  }

  private static TaskCommand reject(
      TaskRef task, @Nullable Integer ordinal, JsonObjectReader fields) {
    var reason = fields.text("reason", MAX_NOTE_LENGTH);
    fields.require("reason", reason);
    return new TaskCommand.Reject(task, ordinal, reason);
  }

  private static @Nullable TaskCommand tick(
      TaskRef task, @Nullable Integer ordinal, JsonObjectReader fields) {
    var item = fields.integer("item");
    fields.require("item", item);
    var done = fields.booleanValue("done");
    return item == null ? null : new TaskCommand.Tick(task, ordinal, item, done == null || done);
  }

  private static TaskCommand reschedule(
      TaskRef task, @Nullable Integer ordinal, JsonObjectReader fields) {
    if (!fields.has("due")) {
      fields.require("due", null);
    }
    var due = fields.object("due");
    return new TaskCommand.Reschedule(task, ordinal, due == null ? null : DueJson.read(due));
  }

  private static @Nullable TaskCommand assign(
      TaskRef task, @Nullable Integer ordinal, JsonObjectReader fields) {
    var assignees = TaskRequestReader.members(fields, "assignees");
    fields.require("assignees", assignees);
    return assignees == null ? null : new TaskCommand.Assign(task, ordinal, assignees);
  }

  private static TaskCommand complete(
      TaskRef task, @Nullable Integer ordinal, JsonObjectReader fields) {
    return new TaskCommand.Complete(
        task,
        ordinal,
        fields.parsed("by", "a member's id (1 to 19 digits)", MemberId::of),
        fields.instant("doneAt"),
        fields.text("note", MAX_NOTE_LENGTH));
  }

  private static TaskCommand skip(
      TaskRef task, @Nullable Integer ordinal, JsonObjectReader fields) {
    var date = fields.date("date");
    if (date != null) {
      for (var other : List.of("ordinal", "reason", "advanceTurn")) {
        if (fields.has(other) && !fields.isNull(other)) {
          fields.addError(other, "contradiction", "A day that is to come has none.");
        }
      }
      return new TaskCommand.SkipDay(task, date);
    }
    var reason = fields.text("reason", MAX_NOTE_LENGTH);
    var advanceTurn = fields.booleanValue("advanceTurn");
    return new TaskCommand.Skip(task, ordinal, reason, advanceTurn == null || advanceTurn);
  }

  private static @Nullable TaskCommand snooze(
      TaskRef task, @Nullable Integer ordinal, JsonObjectReader fields) {
    var until = fields.instant("until");
    fields.require("until", until);
    return until == null ? null : new TaskCommand.Snooze(task, ordinal, until);
  }
}
