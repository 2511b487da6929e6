package dcm.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.guild.MemberId;
import dcm.guild.TaskCommand;
import dcm.guild.TaskRef;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** What one does with the occurrence of a task: claim it, complete it, and so on. */
final class ActionRoutes {
  private static final int NOTE = 5_000;
  private final Desk desk;

  ActionRoutes(Desk desk) {
    this.desk = desk;
  }

  /** Reads the fields of one action besides {@code ordinal}. */
  @FunctionalInterface
  private interface Reader {
    @Nullable TaskCommand read(TaskRef task, @Nullable Integer ordinal, Fields fields);
  }

  List<Endpoint> endpoints() {
    return List.of(
        action("claim", (task, ordinal, _) -> new TaskCommand.Claim(task, ordinal)),
        action("release", (task, ordinal, _) -> new TaskCommand.Release(task, ordinal)),
        action("assign", ActionRoutes::assign),
        action("complete", ActionRoutes::complete),
        action("reopen", (task, ordinal, _) -> new TaskCommand.Reopen(task, ordinal)),
        // the same under the name that people know; which occurrence is always the last closed one
        action("undo", (task, ordinal, _) -> new TaskCommand.Reopen(task, ordinal)),
        action("skip", ActionRoutes::skip),
        action("snooze", ActionRoutes::snooze));
  }

  private Endpoint action(String name, Reader reader) {
    return Endpoint.inGuild("POST", "/tasks/{id}/" + name, knock -> act(knock, reader));
  }

  private CompletionStage<HttpResponse> act(GuildKnock knock, Reader reader) {
    ObjectNode body = knock.body().jsonOrEmpty();
    var fields = Fields.of(body);
    var ordinal = fields.integer("ordinal");
    var command = reader.read(knock.task(), ordinal, fields);
    fields.check();
    if (command == null) {
      throw new IllegalStateException("a reader that finds nothing notes why");
    }
    return desk.command(knock, body, command)
        .thenApply(outcome -> TaskRoutes.answer(outcome, knock));
  }

  private static @Nullable TaskCommand assign(
      TaskRef task, @Nullable Integer ordinal, Fields fields) {
    var assignees = TaskBodies.members(fields, "assignees");
    fields.require("assignees", assignees);
    return assignees == null ? null : new TaskCommand.Assign(task, ordinal, assignees);
  }

  private static TaskCommand complete(TaskRef task, @Nullable Integer ordinal, Fields fields) {
    return new TaskCommand.Complete(
        task,
        ordinal,
        fields.parsed("by", "a member's id (1 to 19 digits)", MemberId::of),
        fields.instant("doneAt"),
        fields.text("note", NOTE));
  }

  private static TaskCommand skip(TaskRef task, @Nullable Integer ordinal, Fields fields) {
    var reason = fields.text("reason", NOTE);
    var advanceTurn = fields.bool("advanceTurn");
    return new TaskCommand.Skip(task, ordinal, reason, advanceTurn == null || advanceTurn);
  }

  private static @Nullable TaskCommand snooze(
      TaskRef task, @Nullable Integer ordinal, Fields fields) {
    var until = fields.instant("until");
    fields.require("until", until);
    return until == null ? null : new TaskCommand.Snooze(task, ordinal, until);
  }
}
