package dcm.discord;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;

import dcm.discord.wire.Message;
import dcm.discord.wire.Reply;
import dcm.guild.Answer;
import dcm.guild.Completion;
import dcm.guild.GuildQuery;
import dcm.guild.MemberId;
import dcm.guild.Occurrence;
import dcm.guild.Refusal;
import dcm.guild.Task;
import dcm.guild.TaskCommand;
import dcm.guild.TaskRef;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * {@code /task done}. It names no occurrence: the one is meant that was open when it was typed. The
 * second of two people who type it right after each other is asked before next week's is done too.
 */
final class Completing {
  private final House house;
  private final Cabinet cabinet;

  Completing(House house) {
    this.house = house;
    this.cabinet = new Cabinet(house);
  }

  /**
   * @param task as it was when the command came
   */
  CompletionStage<Reply> typed(
      Knock knock, Task task, @Nullable MemberId who, @Nullable String note) {
    Completion before = task.doneAMomentAgo(knock.at());
    if (before != null && task.open() != null) {
      return completedFuture(question(knock, task, task.open(), before, who));
    }
    Integer ordinal = task.open() == null ? null : task.open().ordinal();
    return complete(knock, task, ordinal, who, note)
        .exceptionallyCompose(failure -> asked(knock, task, who, failure));
  }

  /** The button of the question. */
  CompletionStage<Reply> next(Knock knock, ButtonId id) {
    var command =
        new TaskCommand.Complete(
            new TaskRef.ById(id.task()),
            id.ordinal(),
            id.mark().isEmpty() ? null : MemberId.of(id.mark()),
            null,
            null);
    return shown(knock, house.decideOnTask(knock, command));
  }

  private CompletionStage<Reply> complete(
      Knock knock,
      Task task,
      @Nullable Integer ordinal,
      @Nullable MemberId who,
      @Nullable String note) {
    var ref = new TaskRef.ById(task.id());
    return shown(
        knock, house.decideOnTask(knock, new TaskCommand.Complete(ref, ordinal, who, null, note)));
  }

  private CompletionStage<Reply> shown(Knock knock, CompletionStage<Task> done) {
    return done.thenCompose(after -> cabinet.sheet(knock, after))
        .thenApply(sheet -> new Reply.Say(Card.done(knock.guild(), sheet, knock.texts()), false));
  }

  /** Somebody else was faster by less than it takes to type. */
  private CompletionStage<Reply> asked(
      Knock knock, Task task, @Nullable MemberId who, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    boolean overtaken =
        cause instanceof Declined declined
            && declined.refusal() instanceof Refusal.WrongState(Occurrence.State state)
            && state == Occurrence.State.DONE;
    if (!overtaken) {
      return failedFuture(cause);
    }
    return house
        .ask(knock, new GuildQuery.OneTask(new TaskRef.ById(task.id())), Answer.OneTask.class)
        .thenCompose(answer -> {
          Task now = answer.task();
          Completion before = now.doneAMomentAgo(knock.at());
          return before == null || now.open() == null
              ? failedFuture(cause)
              : completedFuture(question(knock, now, now.open(), before, who));
        });
  }

  private static Reply question(
      Knock knock, Task task, Occurrence next, Completion before, @Nullable MemberId who) {
    var texts = knock.texts();
    var button =
        new Message.Button(
            Message.Style.SECONDARY,
            texts.say("button.done-next"),
            new ButtonId(
                    ButtonId.Action.DONE_NEXT,
                    knock.guild(),
                    task.id(),
                    next.ordinal(),
                    who == null ? "" : who.toString())
                .toString());
    String words =
        texts.say(
            "done.before",
            Names.task(task),
            Names.relative(before.loggedAt()),
            Names.member(before.by()),
            Names.due(next.due(), texts));
    return new Reply.Say(Message.text(words).withButtons(List.of(button)), true);
  }
}
