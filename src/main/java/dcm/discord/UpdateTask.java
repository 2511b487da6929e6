package dcm.discord;

import dcm.discord.wire.Interaction;
import dcm.discord.wire.Reply;
import dcm.discord.words.Cut;
import dcm.discord.words.Escape;
import dcm.guild.Answer;
import dcm.guild.Due;
import dcm.guild.Effort;
import dcm.guild.GroupingId;
import dcm.guild.GuildQuery;
import dcm.guild.Priority;
import dcm.guild.Schedule;
import dcm.guild.Settings;
import dcm.guild.Task;
import dcm.guild.TaskCommand;
import dcm.guild.TaskPatch;
import dcm.guild.TaskRef;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * {@code /task update}: changes what was given with it; with nothing given it shows a form with the
 * task as it is, which changes the task as a whole.
 */
final class UpdateTask {
  private static final List<String> CHANGES =
      List.of("title", "due", "description", "category", "priority", "minutes");

  private final House house;
  private final Finder finder;
  private final Cabinet cabinet;

  UpdateTask(House house, Finder finder) {
    this.house = house;
    this.finder = finder;
    this.cabinet = new Cabinet(house);
  }

  static Manner manner(Interaction.Slash slash) {
    return CHANGES.stream().anyMatch(slash.options()::containsKey) ? Manner.SHOWN : Manner.AT_ONCE;
  }

  CompletionStage<Reply> answer(Knock knock, Options options) {
    return finder
        .task(knock, options.needed("task"))
        .thenCompose(ref ->
            house
                .ask(knock, new GuildQuery.OneTask(ref), Answer.OneTask.class)
                .thenCombine(
                    house.settings(knock),
                    (answer, settings) -> new Known(answer.task(), settings)))
        .thenCompose(known ->
            CHANGES.stream().anyMatch(options::has)
                ? change(knock, options, known)
                : java.util.concurrent.CompletableFuture.completedFuture(form(knock, known)));
  }

  private record Known(Task task, Settings settings) {}

  private CompletionStage<Reply> change(Knock knock, Options options, Known known) {
    Task task = known.task();
    Schedule schedule = options.has("due") ? moved(knock, known, options.needed("due")) : null;
    Integer minutes = options.number("minutes");
    return finder
        .category(knock, options.text("category"))
        .thenCompose(category ->
            edit(
                knock,
                task,
                patch(
                    options.text("title"),
                    options.text("description"),
                    category,
                    minutes == null ? null : new Effort(minutes, task.effort().difficulty()),
                    options.priority(),
                    schedule)));
  }

  private static Schedule moved(Knock knock, Known known, String due) {
    return new Rhythm(knock.at(), known.settings(), knock.texts()).moved(known.task(), due);
  }

  private static Reply form(Knock knock, Known known) {
    Task task = known.task();
    var texts = knock.texts();
    var rhythm = new Rhythm(knock.at(), known.settings(), texts);
    var id =
        new ButtonId(
            ButtonId.Action.EDIT,
            knock.guild(),
            task.id(),
            task.open() == null ? 0 : task.open().ordinal(),
            Long.toString(task.revision()));
    return new Reply.Form(
        id.toString(),
        texts.say("form.title", task.number()),
        List.of(
            new Reply.Input(
                "title",
                texts.say("form.task"),
                false,
                true,
                Menu.LONGEST_TITLE,
                Escape.plain(task.title())),
            new Reply.Input(
                "due",
                texts.say("form.due"),
                false,
                false,
                Menu.LONGEST_DUE,
                rhythm.written(due(task))),
            new Reply.Input(
                "description",
                texts.say("form.description"),
                true,
                false,
                Menu.LONGEST_DESCRIPTION,
                shown(task))));
  }

  private static String shown(Task task) {
    return Cut.to(Menu.LONGEST_DESCRIPTION, task.description());
  }

  /** What was typed in a field; null when it was left as it was shown. */
  private static @Nullable String typed(Interaction.Submit submit, String field, String shown) {
    String typed = submit.fields().getOrDefault(field, "").strip();
    return typed.equals(shown.strip()) ? null : typed;
  }

  /** The form comes back, with the revision that it was filled in for. */
  CompletionStage<Reply> submitted(Knock knock, ButtonId id, Interaction.Submit submit) {
    var ref = new TaskRef.ById(id.task());
    return house
        .ask(knock, new GuildQuery.OneTask(ref), Answer.OneTask.class)
        .thenCombine(
            house.settings(knock), (answer, settings) -> new Known(answer.task(), settings))
        .thenCompose(known -> {
          Task task = known.task();
          long seen = Long.parseLong(id.mark());
          var rhythm = new Rhythm(knock.at(), known.settings(), knock.texts());
          String due = submit.fields().getOrDefault("due", "").strip();
          boolean sameDue = due.equals(rhythm.written(due(task)));
          Schedule schedule = sameDue ? null : moved(knock, known, due.isEmpty() ? "never" : due);
          var patch =
              patch(
                  typed(submit, "title", Escape.plain(task.title())),
                  typed(submit, "description", shown(task)),
                  null,
                  null,
                  null,
                  schedule);
          return house.decideOnTask(knock, new TaskCommand.Edit(ref, seen, patch));
        })
        .thenCompose(task -> changed(knock, task));
  }

  private CompletionStage<Reply> edit(Knock knock, Task task, TaskPatch patch) {
    return house
        .decideOnTask(knock, new TaskCommand.Edit(new TaskRef.ById(task.id()), null, patch))
        .thenCompose(after -> changed(knock, after));
  }

  private CompletionStage<Reply> changed(Knock knock, Task task) {
    String words =
        knock.texts().say("changed.by", Names.member(knock.caller().id()), Names.task(task));
    return cabinet
        .sheet(knock, task)
        .thenApply(sheet ->
            new Reply.Say(Card.of(knock.guild(), sheet, knock.texts()).withContent(words), false));
  }

  private static @Nullable Due due(Task task) {
    return task.open() == null ? null : task.open().due();
  }

  private static TaskPatch patch(
      @Nullable String title,
      @Nullable String description,
      @Nullable GroupingId category,
      @Nullable Effort effort,
      @Nullable Priority priority,
      @Nullable Schedule schedule) {
    return new TaskPatch(
        title == null ? null : title.strip(),
        description == null ? null : description.strip(),
        category,
        false,
        null,
        effort,
        priority,
        schedule,
        null);
  }
}
