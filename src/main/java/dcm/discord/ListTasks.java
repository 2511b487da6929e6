package dcm.discord;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dcm.discord.wire.Message;
import dcm.discord.wire.Reply;
import dcm.guild.Answer;
import dcm.guild.GuildQuery;
import dcm.guild.MemberId;
import dcm.guild.TaskFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** {@code /task list}: for the visitor alone, earliest due first, page by page. */
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
    var show = options.has("show") ? ListId.Show.of(options.needed("show")) : ListId.Show.ACTIVE;
    return finder
        .category(knock, options.text("category"))
        .thenCompose(category ->
            page(
                knock,
                new ListId(
                    show == null ? ListId.Show.ACTIVE : show,
                    options.member("who"),
                    category,
                    0,
                    options.text("search"))))
        .thenApply(message -> new Reply.Say(message, true));
  }

  /** Another page, in the place of the one that is shown. */
  CompletionStage<Reply> turn(Knock knock, ListId wanted) {
    return page(knock, wanted).thenApply(Reply.Replace::new);
  }

  /** The page, or the last one there is: tasks may have gone since the button was shown. */
  private CompletionStage<Message> page(Knock knock, ListId wanted) {
    return look(knock, wanted)
        .thenCompose(answer -> {
          int last = Math.max(0, (answer.total() - 1) / A_PAGE);
          return wanted.page() <= last
              ? completedFuture(message(knock, wanted, answer))
              : look(knock, wanted.at(last))
                  .thenApply(there -> message(knock, wanted.at(last), there));
        });
  }

  private CompletionStage<Answer.Tasks> look(Knock knock, ListId wanted) {
    var filter = filter(knock, wanted);
    var sort =
        filter.status() == TaskFilter.Status.DONE ? TaskFilter.Sort.CHANGED : TaskFilter.Sort.DUE;
    return house.ask(
        knock,
        new GuildQuery.Tasks(filter, sort, wanted.page() * A_PAGE, A_PAGE),
        Answer.Tasks.class);
  }

  private static TaskFilter filter(Knock knock, ListId wanted) {
    var status =
        switch (wanted.show()) {
          case ACTIVE, MINE -> TaskFilter.Status.ACTIVE;
          case OVERDUE -> TaskFilter.Status.OVERDUE;
          case DONE -> TaskFilter.Status.DONE;
        };
    MemberId who = wanted.show() == ListId.Show.MINE ? knock.caller().id() : wanted.who();
    return new TaskFilter(status, who, wanted.category(), null, null, null, wanted.search());
  }

  private static Message message(Knock knock, ListId wanted, Answer.Tasks answer) {
    var texts = knock.texts();
    if (answer.tasks().isEmpty()) {
      return Message.text(texts.say("list.empty"));
    }
    String lines =
        answer.tasks().stream()
            .map(task ->
                wanted.show() == ListId.Show.DONE
                    ? Card.doneLine(task, texts)
                    : Card.line(task, texts))
            .collect(Collectors.joining("\n"));
    int pages = (answer.total() + A_PAGE - 1) / A_PAGE;
    String title =
        pages == 1
            ? texts.say("list.title", answer.total())
            : texts.say("list.title-page", answer.total(), wanted.page() + 1, pages);
    return Message.embed(new Message.Embed(title, lines, List.of(), COLOUR))
        .withButtons(buttons(knock, wanted, pages));
  }

  private static List<Message.Button> buttons(Knock knock, ListId wanted, int pages) {
    var buttons = new ArrayList<Message.Button>();
    if (wanted.page() > 0) {
      buttons.add(button(knock, "list.previous", wanted.at(wanted.page() - 1)));
    }
    if (wanted.page() + 1 < pages) {
      buttons.add(button(knock, "list.next", wanted.at(wanted.page() + 1)));
    }
    return buttons;
  }

  private static Message.Button button(Knock knock, String words, ListId to) {
    return new Message.Button(Message.Style.SECONDARY, knock.texts().say(words), to.toString());
  }
}
