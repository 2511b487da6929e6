package dcm.discord;

import dcm.discord.wire.Message;
import dcm.discord.words.Cut;
import dcm.discord.words.Escape;
import dcm.discord.words.Texts;
import dcm.guild.Completion;
import dcm.guild.GuildId;
import dcm.guild.Occurrence;
import dcm.guild.Priority;
import dcm.guild.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A task as a message: what, when, whose turn, and the buttons to press. */
final class Card {
  private static final int QUIET = 0x5b8c85;
  private static final int CLOSED = 0x8a8f98;
  private static final int LONGEST_DESCRIPTION = 1500;

  private Card() {}

  static Message of(GuildId guild, Sheet sheet, Texts texts) {
    return Message.embed(embed(sheet, texts)).withButtons(buttons(guild, sheet.task(), texts));
  }

  static Message.Embed embed(Sheet sheet, Texts texts) {
    Task task = sheet.task();
    var fields = new ArrayList<Message.Field>();
    Occurrence open = task.open();
    if (open != null) {
      fields.add(field("card.due", Names.due(open.due(), texts), texts));
      fields.add(field(whose(task, open), Names.holders(open, texts), texts));
      if (open.snoozedUntil() != null) {
        fields.add(field("card.snoozed", Names.moment(open.snoozedUntil()), texts));
      }
    } else if (task.closed() != null) {
      fields.add(field("card.state", state(task.closed(), texts), texts));
    }
    String rhythm = Names.rhythm(task.schedule(), texts);
    if (!rhythm.isEmpty()) {
      fields.add(field("card.repeats", rhythm, texts));
    }
    if (task.effort().minutes() > 0) {
      fields.add(field("card.effort", texts.say("card.minutes", task.effort().minutes()), texts));
    }
    if (task.priority() != Priority.NORMAL) {
      fields.add(field("card.priority", texts.say("priority." + task.priority().name()), texts));
    }
    if (sheet.category() != null) {
      fields.add(field("card.category", Escape.line(sheet.category()), texts));
    }
    if (!sheet.labels().isEmpty()) {
      String labels = sheet.labels().stream().map(Escape::line).collect(Collectors.joining(", "));
      fields.add(field("card.labels", labels, texts));
    }
    return new Message.Embed(
        "#" + task.number() + " " + Escape.line(task.title()),
        Cut.to(LONGEST_DESCRIPTION, Escape.text(task.description())),
        fields,
        open == null ? CLOSED : QUIET);
  }

  private static String whose(Task task, Occurrence open) {
    if (open.claimedBy() != null) {
      return "card.claimed";
    }
    return switch (task.assignment().strategy()) {
      case ROUND_ROBIN -> "card.turn";
      case FIXED, POOL -> "card.who";
    };
  }

  private static String state(Occurrence closed, Texts texts) {
    return switch (closed.state()) {
      case DONE ->
          closed.completion() == null
              ? texts.say("state.done")
              : texts.say("state.done-by", Names.member(closed.completion().by()));
      case SKIPPED -> texts.say("state.skipped");
      case CANCELLED -> texts.say("state.cancelled");
      case OPEN, CLAIMED -> texts.say("state.open");
    };
  }

  /** What can be done with the open occurrence. */
  static List<Message.Button> buttons(GuildId guild, Task task, Texts texts) {
    Occurrence open = task.open();
    if (open == null) {
      return List.of();
    }
    var buttons = new ArrayList<Message.Button>();
    if (open.claimedBy() == null) {
      buttons.add(
          button(Message.Style.PRIMARY, "button.claim", ButtonId.Action.CLAIM, guild, task, texts));
    } else {
      buttons.add(
          button(
              Message.Style.SECONDARY,
              "button.release",
              ButtonId.Action.RELEASE,
              guild,
              task,
              texts));
    }
    buttons.add(
        button(Message.Style.SUCCESS, "button.done", ButtonId.Action.DONE, guild, task, texts));
    buttons.add(
        button(
            Message.Style.SECONDARY, "button.snooze", ButtonId.Action.SNOOZE, guild, task, texts));
    return buttons;
  }

  private static Message.Button button(
      Message.Style style,
      String words,
      ButtonId.Action action,
      GuildId guild,
      Task task,
      Texts texts) {
    int ordinal = task.open() == null ? 0 : task.open().ordinal();
    return new Message.Button(
        style, texts.say(words), ButtonId.of(action, guild, task.id(), ordinal).toString());
  }

  /** What was closed and what comes next, said to all; with a way back. */
  static Message done(GuildId guild, Sheet sheet, Texts texts) {
    Task task = sheet.task();
    Occurrence closed = task.closed();
    String who =
        closed == null || closed.completion() == null
            ? texts.say("card.nobody")
            : Names.member(closed.completion().by());
    Occurrence next = task.open();
    String words = texts.say("done.by", who, Names.task(task));
    if (next != null) {
      words += "\n" + next(next, texts);
    }
    var buttons = new ArrayList<>(buttons(guild, task, texts));
    if (closed != null) {
      buttons.add(undo(guild, task, closed, texts));
    }
    return Message.embed(embed(sheet, texts)).withContent(words).withButtons(buttons);
  }

  private static String next(Occurrence next, Texts texts) {
    String due = Names.due(next.due(), texts);
    return next.holders().isEmpty()
        ? texts.say("done.next-open", due)
        : texts.say("done.next", Names.members(next.holders()), due);
  }

  private static Message.Button undo(GuildId guild, Task task, Occurrence closed, Texts texts) {
    return new Message.Button(
        Message.Style.SECONDARY,
        texts.say("button.undo"),
        ButtonId.of(ButtonId.Action.UNDO, guild, task.id(), closed.ordinal()).toString());
  }

  /** One line of a list. */
  static String line(Task task, Texts texts) {
    Occurrence at = task.open() == null ? task.closed() : task.open();
    if (at == null) {
      return Names.task(task);
    }
    return at.active()
        ? Names.task(task) + " · " + Names.due(at.due(), texts) + " · " + Names.holders(at, texts)
        : doneLine(task, texts);
  }

  /** One line of a list of what was done: by whom and when, whatever comes next. */
  static String doneLine(Task task, Texts texts) {
    Occurrence closed = task.closed();
    if (closed == null) {
      return Names.task(task);
    }
    Completion how = closed.completion();
    Instant when = how == null ? closed.closedAt() : how.doneAt();
    String line = Names.task(task) + " · " + state(closed, texts);
    return when == null ? line : line + " · " + Names.moment(when);
  }

  private static Message.Field field(String name, @Nullable String value, Texts texts) {
    return new Message.Field(texts.say(name), value == null ? "-" : value, true);
  }
}
