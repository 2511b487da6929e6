package dcm.discord.message;

import dcm.discord.client.Message;
import dcm.discord.command.TaskButtonId;
import dcm.discord.text.MarkdownEscape;
import dcm.discord.text.Truncation;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Task;
import dcm.notify.MessageBundle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Renders a task as a message: title, due, assignees and buttons. */
public final class TaskCard {
  private static final int OPEN_COLOUR = 0x5b8c85;
  private static final int CLOSED_COLOUR = 0x8a8f98;
  private static final int MAX_DESCRIPTION_LENGTH = 1500;

  private TaskCard() {}

  public static Message of(GuildId guild, TaskView view, MessageBundle messages) {
    return Message.embed(embed(view, messages)).withButtons(buttons(guild, view.task(), messages));
  }

  static Message.Embed embed(TaskView view, MessageBundle messages) {
    Task task = view.task();
    var fields = new ArrayList<Message.Field>();
    Occurrence open = task.open();
    if (open != null) {
      fields.add(field("card.due", DiscordFormat.due(open.due(), messages), messages));
      fields.add(field(assigneeKey(task, open), DiscordFormat.holders(open, messages), messages));
      if (open.snoozedUntil() != null) {
        fields.add(field("card.snoozed", DiscordFormat.timestamp(open.snoozedUntil()), messages));
      }
    } else if (task.closed() != null) {
      fields.add(field("card.state", state(task.closed(), messages), messages));
    }
    String recurrence = DiscordFormat.recurrence(task.schedule(), messages);
    if (!recurrence.isEmpty()) {
      fields.add(field("card.repeats", recurrence, messages));
    }
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
        Truncation.truncate(MAX_DESCRIPTION_LENGTH, MarkdownEscape.multiLine(task.description())),
        fields,
        open == null ? CLOSED_COLOUR : OPEN_COLOUR);
  }

  private static String assigneeKey(Task task, Occurrence open) {
    if (open.claimedBy() != null) {
      return "card.claimed";
    }
    return switch (task.assignment().strategy()) {
      case ROUND_ROBIN -> "card.turn";
      case FIXED, POOL -> "card.who";
    };
  }

  private static String state(Occurrence closed, MessageBundle messages) {
    return switch (closed.state()) {
      case DONE ->
          closed.completion() == null
              ? messages.format("state.done")
              : messages.format("state.done-by", DiscordFormat.member(closed.completion().by()));
      case SKIPPED -> messages.format("state.skipped");
      case CANCELLED -> messages.format("state.cancelled");
      case OPEN, CLAIMED -> messages.format("state.open");
    };
  }

  /** Buttons for the open occurrence. */
  static List<Message.Button> buttons(GuildId guild, Task task, MessageBundle messages) {
    Occurrence open = task.open();
    if (open == null) {
      return List.of();
    }
    var buttons = new ArrayList<Message.Button>();
    if (open.claimedBy() == null) {
      buttons.add(
          button(
              Message.Style.PRIMARY,
              "button.claim",
              TaskButtonId.Action.CLAIM,
              guild,
              task,
              messages));
    } else {
      buttons.add(
          button(
              Message.Style.SECONDARY,
              "button.release",
              TaskButtonId.Action.RELEASE,
              guild,
              task,
              messages));
    }
    buttons.add(
        button(
            Message.Style.SUCCESS, "button.done", TaskButtonId.Action.DONE, guild, task, messages));
    buttons.add(
        button(
            Message.Style.SECONDARY,
            "button.snooze",
            TaskButtonId.Action.SNOOZE,
            guild,
            task,
            messages));
    return buttons;
  }

  private static Message.Button button(
      Message.Style style,
      String text,
      TaskButtonId.Action action,
      GuildId guild,
      Task task,
      MessageBundle messages) {
    int ordinal = task.open() == null ? 0 : task.open().ordinal();
    return new Message.Button(
        style,
        messages.format(text),
        TaskButtonId.of(action, guild, task.id(), ordinal).toString());
  }

  /** The public message about a completion: who did it, the next occurrence and an undo button. */
  public static Message completed(GuildId guild, TaskView view, MessageBundle messages) {
    Occurrence closed = view.task().closed();
    String completedBy =
        closed == null || closed.completion() == null
            ? messages.format("card.unassigned")
            : DiscordFormat.member(closed.completion().by());
    String text = messages.format("done.by", completedBy, DiscordFormat.task(view.task()));
    return closed(guild, view, text, messages);
  }

  /** The public message about a skip: who skipped it, the next occurrence and an undo button. */
  public static Message skipped(
      GuildId guild, TaskView view, MemberId skippedBy, MessageBundle messages) {
    String text =
        messages.format(
            "skipped.by", DiscordFormat.member(skippedBy), DiscordFormat.task(view.task()));
    return closed(guild, view, text, messages);
  }

  private static Message closed(
      GuildId guild, TaskView view, String outcome, MessageBundle messages) {
    Task task = view.task();
    Occurrence next = task.open();
    String text = next == null ? outcome : outcome + "\n" + nextLine(next, messages);
    var buttons = new ArrayList<>(buttons(guild, task, messages));
    if (task.closed() != null) {
      buttons.add(undoButton(guild, task, task.closed(), messages));
    }
    return Message.embed(embed(view, messages)).withContent(text).withButtons(buttons);
  }

  private static String nextLine(Occurrence next, MessageBundle messages) {
    String due = DiscordFormat.due(next.due(), messages);
    return next.holders().isEmpty()
        ? messages.format("done.next-open", due)
        : messages.format("done.next", DiscordFormat.members(next.holders()), due);
  }

  private static Message.Button undoButton(
      GuildId guild, Task task, Occurrence closed, MessageBundle messages) {
    return new Message.Button(
        Message.Style.SECONDARY,
        messages.format("button.undo"),
        TaskButtonId.of(TaskButtonId.Action.UNDO, guild, task.id(), closed.ordinal()).toString());
  }

  /** A line of the task list. */
  public static String listLine(Task task, MessageBundle messages) {
    Occurrence occurrence = task.open() == null ? task.closed() : task.open();
    if (occurrence == null) {
      return DiscordFormat.task(task);
    }
    return occurrence.active()
        ? DiscordFormat.task(task)
            + " · "
            + DiscordFormat.due(occurrence.due(), messages)
            + " · "
            + DiscordFormat.holders(occurrence, messages)
        : completedListLine(task, messages);
  }

  /** A line of the list of completed tasks: by whom and when. */
  public static String completedListLine(Task task, MessageBundle messages) {
    Occurrence closed = task.closed();
    if (closed == null) {
      return DiscordFormat.task(task);
    }
    Occurrence.Completion completion = closed.completion();
    Instant closedAt = completion == null ? closed.closedAt() : completion.doneAt();
    String line = DiscordFormat.task(task) + " · " + state(closed, messages);
    return closedAt == null ? line : line + " · " + DiscordFormat.timestamp(closedAt);
  }

  private static Message.Field field(String name, @Nullable String value, MessageBundle messages) {
    return new Message.Field(messages.format(name), value == null ? "-" : value, true);
  }
}
