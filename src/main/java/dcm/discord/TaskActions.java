package dcm.discord;

import dcm.discord.wire.Message;
import dcm.discord.wire.Reply;
import dcm.guild.Answer;
import dcm.guild.GuildQuery;
import dcm.guild.MemberId;
import dcm.guild.Task;
import dcm.guild.TaskCommand;
import dcm.guild.TaskRef;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** {@code /task show|assign|claim|done|delete}. */
final class TaskActions {
  private final House house;
  private final Finder finder;
  private final Cabinet cabinet;
  private final Completing completing;

  TaskActions(House house, Finder finder) {
    this.house = house;
    this.finder = finder;
    this.cabinet = new Cabinet(house);
    this.completing = new Completing(house);
  }

  CompletionStage<Reply> show(Knock knock, Options options) {
    return finder
        .task(knock, options.needed("task"))
        .thenCompose(ref -> look(knock, ref))
        .thenCompose(task -> cabinet.sheet(knock, task))
        .thenApply(sheet -> new Reply.Say(Card.of(knock.guild(), sheet, knock.texts()), true));
  }

  CompletionStage<Reply> assign(Knock knock, Options options) {
    MemberId who = options.member("who");
    List<MemberId> assignees = who == null ? List.of() : List.of(who);
    return act(knock, options, ref -> new TaskCommand.Assign(ref, null, assignees))
        .thenCompose(task -> {
          String words =
              who == null
                  ? knock.texts().say("assigned.nobody", Names.task(task))
                  : knock.texts().say("assigned.to", Names.member(who), Names.task(task));
          return said(knock, task, words);
        });
  }

  CompletionStage<Reply> claim(Knock knock, Options options) {
    return act(knock, options, ref -> new TaskCommand.Claim(ref, null))
        .thenCompose(task -> said(knock, task, claimed(knock, task)));
  }

  static String claimed(Knock knock, Task task) {
    return knock.texts().say("claimed.by", Names.member(knock.caller().id()), Names.task(task));
  }

  CompletionStage<Reply> done(Knock knock, Options options) {
    return finder
        .task(knock, options.needed("task"))
        .thenCompose(ref -> look(knock, ref))
        .thenCompose(
            task -> completing.typed(knock, task, options.member("who"), options.text("note")));
  }

  /** The task is looked at first, so that the house reads what was deleted. */
  CompletionStage<Reply> delete(Knock knock, Options options) {
    return finder
        .task(knock, options.needed("task"))
        .thenCompose(ref -> look(knock, ref))
        .thenCompose(task ->
            house
                .decide(knock, new TaskCommand.Delete(new TaskRef.ById(task.id()), null))
                .thenApply(_ ->
                    new Reply.Say(
                        Message.text(
                            knock
                                .texts()
                                .say(
                                    "deleted.by",
                                    Names.member(knock.caller().id()),
                                    Names.task(task))),
                        false)));
  }

  private CompletionStage<Task> look(Knock knock, TaskRef ref) {
    return house
        .ask(knock, new GuildQuery.OneTask(ref), Answer.OneTask.class)
        .thenApply(Answer.OneTask::task);
  }

  private CompletionStage<Task> act(
      Knock knock, Options options, Function<TaskRef, TaskCommand> command) {
    return finder
        .task(knock, options.needed("task"))
        .thenCompose(ref -> house.decideOnTask(knock, command.apply(ref)));
  }

  private CompletionStage<Reply> said(Knock knock, Task task, String words) {
    return cabinet
        .sheet(knock, task)
        .thenApply(sheet ->
            new Reply.Say(Card.of(knock.guild(), sheet, knock.texts()).withContent(words), false));
  }
}
