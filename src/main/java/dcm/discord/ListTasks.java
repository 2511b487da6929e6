package dcm.discord;

import dcm.discord.wire.Message;
import dcm.discord.wire.Reply;
import dcm.guild.Answer;
import dcm.guild.GroupingId;
import dcm.guild.GuildQuery;
import dcm.guild.MemberId;
import dcm.guild.Task;
import dcm.guild.TaskFilter;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code /task list}: for the visitor alone, earliest due first. */
final class ListTasks {
  private static final int A_PAGE = 15;
  private static final int COLOUR = 0x5b8c85;

  private final House house;
  private final Finder finder;

  ListTasks(House house, Finder finder) {
    this.house = house;
    this.finder = finder;
  }

  CompletionStage<Reply> answer(Knock knock, Options options) {
    return finder
        .category(knock, options.text("category"))
        .thenCompose(category -> {
          var filter = filter(knock, options, category);
          var sort =
              filter.status() == TaskFilter.Status.DONE
                  ? TaskFilter.Sort.CHANGED
                  : TaskFilter.Sort.DUE;
          return house.ask(
              knock, new GuildQuery.Tasks(filter, sort, 0, A_PAGE), Answer.Tasks.class);
        })
        .thenApply(answer -> new Reply.Say(list(knock, answer), true));
  }

  private static TaskFilter filter(Knock knock, Options options, @Nullable GroupingId category) {
    String show = options.has("show") ? options.needed("show") : "active";
    var status =
        switch (show) {
          case "overdue" -> TaskFilter.Status.OVERDUE;
          case "done" -> TaskFilter.Status.DONE;
          default -> TaskFilter.Status.ACTIVE;
        };
    MemberId who = show.equals("mine") ? knock.caller().id() : options.member("who");
    return new TaskFilter(status, who, category, null, null, null, options.text("search"));
  }

  private static Message list(Knock knock, Answer.Tasks answer) {
    var texts = knock.texts();
    if (answer.tasks().isEmpty()) {
      return Message.text(texts.say("list.empty"));
    }
    String lines =
        answer.tasks().stream().map(task -> line(knock, task)).collect(Collectors.joining("\n"));
    int more = answer.total() - answer.tasks().size();
    if (more > 0) {
      lines += "\n" + texts.say("list.more", more);
    }
    return Message.embed(
        new Message.Embed(
            texts.say("list.title", answer.total()), lines, java.util.List.of(), COLOUR));
  }

  private static String line(Knock knock, Task task) {
    return Card.line(task, knock.texts());
  }
}
