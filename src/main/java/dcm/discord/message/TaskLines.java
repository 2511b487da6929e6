package dcm.discord.message;

import dcm.guild.value.Occurrence;
import dcm.guild.value.Task;
import dcm.notify.MessageBundle;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Lines of task lists. A line has at most 260 characters, so that {@link #PER_PAGE} of them fit in
 * an embed.
 */
public final class TaskLines {
  public static final int PER_PAGE = 15;
  public static final int COLOUR = 0x5b8c85;
  private static final int MAX_HOLDERS = 3;

  private TaskLines() {}

  public static String lines(CardContext context, List<Task> tasks) {
    return tasks.stream().map(task -> line(context, task)).collect(Collectors.joining("\n"));
  }

  /** A task, when it is due, and who has it; marked when it is overdue. */
  public static String line(CardContext context, Task task) {
    MessageBundle messages = context.messages();
    Occurrence occurrence = task.open();
    if (occurrence == null) {
      return completedLine(task, messages);
    }
    String mark = occurrence.overdue(context.now()) ? messages.format("overdue") + " · " : "";
    return mark
        + DiscordFormat.shortTask(task)
        + " · "
        + DiscordFormat.due(occurrence.due(), messages)
        + " · "
        + holders(occurrence, messages);
  }

  private static String holders(Occurrence occurrence, MessageBundle messages) {
    var holders = occurrence.holders();
    return holders.size() <= MAX_HOLDERS
        ? DiscordFormat.holders(occurrence, messages)
        : DiscordFormat.members(holders.subList(0, MAX_HOLDERS))
            + " +"
            + (holders.size() - MAX_HOLDERS);
  }

  /** A task that is done: by whom and when. */
  public static String completedLine(Task task, MessageBundle messages) {
    Occurrence closed = task.closed();
    if (closed == null) {
      return DiscordFormat.shortTask(task);
    }
    Occurrence.Completion completion = closed.completion();
    Instant closedAt = completion == null ? closed.closedAt() : completion.doneAt();
    String line = DiscordFormat.shortTask(task) + " · " + state(closed, messages);
    return closedAt == null ? line : line + " · " + DiscordFormat.timestamp(closedAt);
  }

  static String state(Occurrence closed, MessageBundle messages) {
    return switch (closed.state()) {
      case DONE ->
          closed.completion() == null
              ? messages.format("state.done")
              : messages.format(
                  "state.done-by", DiscordFormat.member(closed.completion().by(), messages));
      case SKIPPED -> messages.format("state.skipped");
      case MISSED -> messages.format("state.missed");
      case EXPIRED -> messages.format("state.expired");
      case AWAITING_APPROVAL -> messages.format("state.awaiting-approval");
      case CANCELLED -> messages.format("state.cancelled");
      case OPEN, CLAIMED -> messages.format("state.open");
    };
  }
}
