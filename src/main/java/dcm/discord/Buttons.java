package dcm.discord;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dcm.discord.wire.Message;
import dcm.discord.wire.Reply;
import dcm.guild.Settings;
import dcm.guild.Task;
import dcm.guild.TaskCommand;
import dcm.guild.TaskRef;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What happens when a button on a task is pressed, today or weeks later. The occurrence is the one
 * that the button was shown for: an old button never closes the next one.
 */
final class Buttons {
  private static final LocalTime MORNING = LocalTime.of(9, 0);
  private static final List<String> SPANS = List.of("1h", "3h", "tomorrow");

  private final House house;
  private final Cabinet cabinet;

  Buttons(House house) {
    this.house = house;
    this.cabinet = new Cabinet(house);
  }

  static Manner manner(ButtonId id) {
    return switch (id.action()) {
      case CLAIM, RELEASE, DONE, UNDO, SNOOZE_FOR -> Manner.IN_PLACE;
      case DONE_NEXT -> Manner.SHOWN;
      case SNOOZE, EDIT -> Manner.HIDDEN;
    };
  }

  CompletionStage<Reply> press(Knock knock, ButtonId id) {
    var ref = new TaskRef.ById(id.task());
    return switch (id.action()) {
      case CLAIM ->
          house
              .decideOnTask(knock, new TaskCommand.Claim(ref, id.ordinal()))
              .thenCompose(task -> replaced(knock, task, TaskActions.claimed(knock, task)));
      case RELEASE ->
          house
              .decideOnTask(knock, new TaskCommand.Release(ref, id.ordinal()))
              .thenCompose(task -> replaced(knock, task, said(knock, "released.by", task)));
      case DONE ->
          house
              .decideOnTask(knock, new TaskCommand.Complete(ref, id.ordinal(), null, null, null))
              .thenCompose(task -> cabinet.sheet(knock, task))
              .thenApply(
                  sheet -> new Reply.Replace(Card.done(knock.guild(), sheet, knock.texts())));
      case DONE_NEXT -> new Completing(house).next(knock, id);
      case UNDO ->
          house
              .decideOnTask(knock, new TaskCommand.Reopen(ref, id.ordinal()))
              .thenCompose(task -> replaced(knock, task, said(knock, "undone.by", task)));
      case SNOOZE -> completedFuture(snoozes(knock, id));
      case SNOOZE_FOR -> house.settings(knock).thenCompose(settings -> snooze(knock, id, settings));
      case EDIT -> throw new Misread(knock.texts().say("problem.old-button"));
    };
  }

  /** For how long? Only the visitor is asked. */
  private static Reply snoozes(Knock knock, ButtonId id) {
    var buttons =
        SPANS.stream()
            .map(span ->
                new Message.Button(
                    Message.Style.SECONDARY,
                    knock.texts().say("snooze." + span),
                    new ButtonId(
                            ButtonId.Action.SNOOZE_FOR, id.guild(), id.task(), id.ordinal(), span)
                        .toString()))
            .toList();
    return new Reply.Say(
        Message.text(knock.texts().say("snooze.how-long")).withButtons(buttons), true);
  }

  private CompletionStage<Reply> snooze(Knock knock, ButtonId id, Settings settings) {
    Instant until =
        switch (id.mark()) {
          case "1h" -> knock.at().plus(Duration.ofHours(1));
          case "3h" -> knock.at().plus(Duration.ofHours(3));
          case "tomorrow" ->
              knock
                  .at()
                  .atZone(settings.zone())
                  .toLocalDate()
                  .plusDays(1)
                  .atTime(MORNING)
                  .atZone(settings.zone())
                  .toInstant();
          default -> throw new Misread(knock.texts().say("problem.old-button"));
        };
    var command = new TaskCommand.Snooze(new TaskRef.ById(id.task()), id.ordinal(), until);
    return house
        .decideOnTask(knock, command)
        .thenApply(task ->
            new Reply.Replace(
                Message.text(knock.texts().say("snoozed", Names.task(task), Names.moment(until)))));
  }

  private CompletionStage<Reply> replaced(Knock knock, Task task, String words) {
    return cabinet
        .sheet(knock, task)
        .thenApply(sheet ->
            new Reply.Replace(Card.of(knock.guild(), sheet, knock.texts()).withContent(words)));
  }

  private static String said(Knock knock, String words, Task task) {
    return knock.texts().say(words, Names.member(knock.caller().id()), Names.task(task));
  }
}
