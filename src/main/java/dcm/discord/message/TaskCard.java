package dcm.discord.message;

import dcm.discord.client.Message;
import dcm.discord.command.TaskButtonId;
import dcm.discord.text.DurationParser;
import dcm.discord.text.MarkdownEscape;
import dcm.discord.text.Truncation;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Task;
import dcm.guild.value.TaskPolicy;
import dcm.notify.MessageBundle;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Renders a task as a message: title, due, assignees and buttons. */
public final class TaskCard {
  private static final int OPEN_COLOUR = 0x5b8c85;
  private static final int OVERDUE_COLOUR = 0xc4553b;
  private static final int CLOSED_COLOUR = 0x8a8f98;
  private static final int MAX_DESCRIPTION_LENGTH = 1500;

  private TaskCard() {}

  public static Message of(CardContext context, TaskView view) {
    return Message.embed(embed(context, view)).withButtons(buttons(context, view.task()));
  }

  static Message.Embed embed(CardContext context, TaskView view) {
    Task task = view.task();
    MessageBundle messages = context.messages();
    var fields = new ArrayList<Message.Field>();
    Occurrence open = task.open();
    boolean overdue = open != null && open.overdue(context.now());
    if (open != null) {
      if (open.state() == Occurrence.State.AWAITING_APPROVAL) {
        fields.add(field("card.state", TaskLines.state(open, messages), messages));
      }
      String due = DiscordFormat.due(open.due(), messages);
      fields.add(
          field("card.due", overdue ? messages.format("overdue") + " · " + due : due, messages));
      fields.add(field(assigneeKey(task, open), DiscordFormat.holders(open, messages), messages));
      if (open.snoozedUntil() != null) {
        fields.add(field("card.snoozed", DiscordFormat.timestamp(open.snoozedUntil()), messages));
      }
    } else if (task.closed() != null) {
      fields.add(field("card.state", TaskLines.state(task.closed(), messages), messages));
    }
    String recurrence = DiscordFormat.recurrence(task.schedule(), messages);
    if (!recurrence.isEmpty()) {
      fields.add(field("card.repeats", recurrence, messages));
    }
    addPolicy(fields, task.effectivePolicy(), messages);
    if (task.effort().minutes() > 0) {
      fields.add(
          field("card.effort", messages.format("card.minutes", task.effort().minutes()), messages));
    }
    if (task.priority() != Task.Priority.NORMAL) {
      fields.add(
          field("card.priority", messages.format("priority." + task.priority().name()), messages));
    }
    if (view.category() != null) {
      fields.add(field("card.category", MarkdownEscape.singleLine(view.category()), messages));
    }
    if (!view.labels().isEmpty()) {
      String labels =
          view.labels().stream().map(MarkdownEscape::singleLine).collect(Collectors.joining(", "));
      fields.add(field("card.labels", labels, messages));
    }
    return new Message.Embed(
        "#" + task.number() + " " + MarkdownEscape.singleLine(task.title()),
        description(context, task),
        fields,
        open == null ? CLOSED_COLOUR : overdue ? OVERDUE_COLOUR : OPEN_COLOUR);
  }

  /** What a completion needs, and until when it may be done. */
  private static void addPolicy(
      List<Message.Field> fields, TaskPolicy policy, MessageBundle messages) {
    if (!policy.requirements().isEmpty()) {
      String needs =
          policy.requirements().stream()
              .map(requirement -> messages.format("needs." + requirement))
              .collect(Collectors.joining(", "));
      fields.add(field("card.needs", needs, messages));
    }
    TaskPolicy.Deadline deadline = policy.deadline();
    if (deadline.action() != TaskPolicy.Deadline.Action.KEEP) {
      String after = DurationParser.format(deadline.after(), messages);
      String when = deadline.after().isZero() ? after : messages.format("settings.after", after);
      fields.add(
          field("card.deadline", messages.format("deadline." + deadline.action(), when), messages));
    }
  }

  /**
   * The description and a link to the dashboard. The link is text: Discord refuses a message with a
   * link button or a title that leads to an address such as localhost.
   */
  private static String description(CardContext context, Task task) {
    String text =
        Truncation.truncate(MAX_DESCRIPTION_LENGTH, MarkdownEscape.multiLine(task.description()));
    String link =
        "[%s](%s)"
            .formatted(
                context.messages().format("card.dashboard"),
                context.links().task(context.guild(), task.id()));
    String checklist = checklist(task);
    return Stream.of(text, checklist, link)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("\n\n"));
  }

  /** The items with their numbers, as {@code /task tick} names them; empty without a checklist. */
  private static String checklist(Task task) {
    Occurrence open = task.open();
    List<String> items = task.effectivePolicy().checklist();
    if (open == null || items.isEmpty()) {
      return "";
    }
    var lines = new ArrayList<String>();
    for (int i = 0; i < items.size(); i++) {
      String box = open.currentProgress().ticks().contains(i) ? "☑" : "☐";
      lines.add(box + " " + (i + 1) + " " + MarkdownEscape.singleLine(items.get(i)));
    }
    return Truncation.truncate(MAX_DESCRIPTION_LENGTH, String.join("\n", lines));
  }

  private static String assigneeKey(Task task, Occurrence open) {
    if (open.claimedBy() != null) {
      return "card.claimed";
    }
    return task.assignment().strategy().isRotation() ? "card.turn" : "card.who";
  }

  /** Buttons for the open occurrence. */
  static List<Message.Button> buttons(CardContext context, Task task) {
    Occurrence open = task.open();
    if (open == null) {
      return List.of();
    }
    if (open.state() == Occurrence.State.AWAITING_APPROVAL) {
      return List.of(
          button(
              context, Message.Style.SUCCESS, "button.approve", TaskButtonId.Action.APPROVE, task),
          button(context, Message.Style.DANGER, "button.reject", TaskButtonId.Action.REJECT, task));
    }
    var buttons = new ArrayList<Message.Button>();
    if (open.claimedBy() == null) {
      buttons.add(
          button(context, Message.Style.PRIMARY, "button.claim", TaskButtonId.Action.CLAIM, task));
    } else {
      buttons.add(
          button(
              context,
              Message.Style.SECONDARY,
              "button.release",
              TaskButtonId.Action.RELEASE,
              task));
    }
    buttons.add(
        button(context, Message.Style.SUCCESS, "button.done", TaskButtonId.Action.DONE, task));
    buttons.add(
        button(
            context, Message.Style.SECONDARY, "button.snooze", TaskButtonId.Action.SNOOZE, task));
    return buttons;
  }

  private static Message.Button button(
      CardContext context,
      Message.Style style,
      String text,
      TaskButtonId.Action action,
      Task task) {
    int ordinal = task.open() == null ? 0 : task.open().ordinal();
    return new Message.Button(
        style,
        context.messages().format(text),
        TaskButtonId.of(action, context.guild(), task.id(), ordinal).toString());
  }

  /**
   * The public message about a completion: who did it, the next occurrence and an undo button. Or
   * that it awaits approval, or whose parts are still to be done.
   */
  public static Message completed(CardContext context, TaskView view) {
    Occurrence open = reported(context, view.task());
    if (open != null) {
      return of(context, view).withContent(reportedText(context, view.task(), open));
    }
    Occurrence closed = view.task().closed();
    String completedBy =
        closed == null || closed.completion() == null
            ? context.messages().format("card.unassigned")
            : DiscordFormat.member(closed.completion().by(), context.messages());
    String task = DiscordFormat.task(view.task());
    return closed(context, view, context.messages().format("done.by", completedBy, task));
  }

  /** The occurrence that was reported just now and is still open; null: it was closed. */
  private static @Nullable Occurrence reported(CardContext context, Task task) {
    for (Occurrence occurrence : task.occurrences()) {
      var completion = occurrence.completion();
      var parts = occurrence.currentProgress().parts();
      var last = completion == null && !parts.isEmpty() ? parts.getLast() : completion;
      if (last != null && last.loggedAt().equals(context.now())) {
        return occurrence;
      }
    }
    return null;
  }

  private static String reportedText(CardContext context, Task task, Occurrence open) {
    MessageBundle messages = context.messages();
    var completion = open.completion();
    if (completion != null) {
      return messages.format(
          "submitted.by",
          DiscordFormat.member(completion.by(), messages),
          DiscordFormat.task(task));
    }
    return messages.format(
        "part.by",
        DiscordFormat.member(open.currentProgress().parts().getLast().by(), messages),
        DiscordFormat.task(task),
        DiscordFormat.members(open.missingParts()));
  }

  /** The public message about an approval: who approved it, and the next occurrence. */
  public static Message approved(CardContext context, TaskView view, MemberId approvedBy) {
    String by = DiscordFormat.member(approvedBy, context.messages());
    String task = DiscordFormat.task(view.task());
    return closed(context, view, context.messages().format("approved.by", by, task));
  }

  /** The public message about a skip: who skipped it, the next occurrence and an undo button. */
  public static Message skipped(CardContext context, TaskView view, MemberId skippedBy) {
    String by = DiscordFormat.member(skippedBy, context.messages());
    String task = DiscordFormat.task(view.task());
    return closed(context, view, context.messages().format("skipped.by", by, task));
  }

  private static Message closed(CardContext context, TaskView view, String outcome) {
    Task task = view.task();
    Occurrence next = task.open();
    String text = next == null ? outcome : outcome + "\n" + nextLine(next, context.messages());
    var buttons = new ArrayList<>(buttons(context, task));
    if (task.closed() != null) {
      buttons.add(undoButton(context, task, task.closed()));
    }
    return Message.embed(embed(context, view)).withContent(text).withButtons(buttons);
  }

  private static String nextLine(Occurrence next, MessageBundle messages) {
    String due = DiscordFormat.due(next.due(), messages);
    return next.holders().isEmpty()
        ? messages.format("done.next-open", due)
        : messages.format("done.next", DiscordFormat.members(next.holders()), due);
  }

  private static Message.Button undoButton(CardContext context, Task task, Occurrence closed) {
    return new Message.Button(
        Message.Style.SECONDARY,
        context.messages().format("button.undo"),
        TaskButtonId.of(TaskButtonId.Action.UNDO, context.guild(), task.id(), closed.ordinal())
            .toString());
  }

  private static Message.Field field(String name, @Nullable String value, MessageBundle messages) {
    return new Message.Field(messages.format(name), value == null ? "-" : value, true);
  }
}
