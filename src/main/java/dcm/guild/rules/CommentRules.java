package dcm.guild.rules;

import dcm.guild.command.CommentCommand;
import dcm.guild.event.CommentEvent;
import dcm.guild.reply.Refusal;
import dcm.guild.state.TaskState;
import dcm.guild.value.Permission;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rules on comments: whoever may see a task comments on it. */
final class CommentRules {
  static final int MAX_LENGTH = 2_000;

  private CommentRules() {}

  static @Nullable Refusal decide(DecisionContext context, CommentCommand command) {
    TaskState taskState = context.visibleTask(command.task());
    if (taskState == null) {
      return new Refusal.UnknownTask(command.task());
    }
    return switch (command) {
      case CommentCommand.Add add -> add(context, taskState, add);
      case CommentCommand.Delete delete -> delete(context, taskState, delete);
    };
  }

  private static @Nullable Refusal add(
      DecisionContext context, TaskState taskState, CommentCommand.Add add) {
    List<Refusal.FieldError> errors = new ArrayList<>();
    String text = TextValidation.multiLine(add.text(), "text", MAX_LENGTH, errors);
    if (text.isEmpty()) {
      errors.add(new Refusal.FieldError("text", "blank", "must not be blank"));
    }
    if (!errors.isEmpty()) {
      return new Refusal.Invalid(errors);
    }
    context.emit(new CommentEvent.Added(taskState.task().id(), add.id(), text));
    return null;
  }

  private static @Nullable Refusal delete(
      DecisionContext context, TaskState taskState, CommentCommand.Delete delete) {
    Refusal denied =
        delete.author().equals(context.caller().id())
            ? null
            : context.checkPermission(Permission.TASK_EDIT);
    if (denied == null) {
      context.emit(new CommentEvent.Deleted(taskState.task().id(), delete.id(), delete.author()));
    }
    return denied;
  }
}
