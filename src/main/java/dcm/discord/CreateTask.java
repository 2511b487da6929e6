package dcm.discord;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dcm.discord.wire.Reply;
import dcm.guild.Assignment;
import dcm.guild.Effort;
import dcm.guild.GroupingId;
import dcm.guild.MemberId;
import dcm.guild.Priority;
import dcm.guild.Schedule;
import dcm.guild.Settings;
import dcm.guild.TaskCommand;
import dcm.guild.TaskDraft;
import dcm.guild.TaskId;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@code /task create}: bathroom, every Saturday 11:00, in turns. */
final class CreateTask {
  private final House house;
  private final Finder finder;
  private final Cabinet cabinet;

  CreateTask(House house, Finder finder) {
    this.house = house;
    this.finder = finder;
    this.cabinet = new Cabinet(house);
  }

  CompletionStage<Reply> answer(Knock knock, Options options) {
    return house
        .settings(knock)
        .thenCompose(settings -> {
          Schedule schedule = schedule(knock, options, settings);
          return assignment(knock, options)
              .thenCompose(assignment ->
                  finder
                      .category(knock, options.text("category"))
                      .thenCompose(category ->
                          house.decideOnTask(
                              knock, create(knock, options, schedule, assignment, category))));
        })
        .thenCompose(task -> cabinet.sheet(knock, task))
        .thenApply(sheet ->
            new Reply.Say(
                Card.of(knock.guild(), sheet, knock.texts())
                    .withContent(
                        knock
                            .texts()
                            .say(
                                "created.by",
                                Names.member(knock.caller().id()),
                                Names.task(sheet.task()))),
                false));
  }

  private static Schedule schedule(Knock knock, Options options, Settings settings) {
    return new Rhythm(knock.at(), settings, knock.texts()).schedule(options);
  }

  private CompletionStage<Assignment> assignment(Knock knock, Options options) {
    MemberId who = options.member("who");
    String turns = options.text("turns");
    if (who != null && turns != null) {
      throw new Misread(knock.texts().say("misread.who-or-turns"));
    }
    if (who != null) {
      return completedFuture(new Assignment(Assignment.Strategy.FIXED, List.of(who)));
    }
    return turns == null
        ? completedFuture(Assignment.OPEN)
        : finder
            .turns(knock, turns)
            .thenApply(order -> new Assignment(Assignment.Strategy.ROUND_ROBIN, order));
  }

  private static TaskCommand.Create create(
      Knock knock,
      Options options,
      Schedule schedule,
      Assignment assignment,
      @Nullable GroupingId category) {
    Integer minutes = options.number("minutes");
    String description = options.text("description");
    Priority priority = options.priority();
    return new TaskCommand.Create(
        new TaskId(TimedId.at(knock.at())),
        new TaskDraft(
            options.needed("title").strip(),
            description == null ? "" : description.strip(),
            category,
            List.of(),
            minutes == null ? Effort.UNKNOWN : new Effort(minutes, 1),
            priority == null ? Priority.NORMAL : priority,
            schedule,
            assignment));
  }
}
