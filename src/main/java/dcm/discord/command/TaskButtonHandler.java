package dcm.discord.command;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dcm.discord.client.InteractionReply;
import dcm.discord.client.Message;
import dcm.discord.interaction.DiscordGuildClient;
import dcm.discord.interaction.InteractionContext;
import dcm.discord.interaction.InteractionException.InvalidInputException;
import dcm.discord.interaction.ResponseMode;
import dcm.discord.message.DiscordFormat;
import dcm.discord.message.TaskCard;
import dcm.discord.message.TaskView;
import dcm.guild.command.TaskCommand;
import dcm.guild.value.GuildSettings;
import dcm.guild.value.Task;
import dcm.guild.value.TaskRef;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Handler of pressed task buttons, also weeks later. A button acts on the occurrence that it was
 * shown for: an old button never completes the next one.
 */
public final class TaskButtonHandler {
  private static final LocalTime SNOOZE_UNTIL_TIME = LocalTime.of(9, 0);
  private static final List<String> SNOOZE_CHOICES = List.of("1h", "3h", "tomorrow");

  private final DiscordGuildClient guildClient;
  private final ApprovalHandler approvals;

  public TaskButtonHandler(DiscordGuildClient guildClient, ApprovalHandler approvals) {
    this.guildClient = guildClient;
    this.approvals = approvals;
  }

  public static ResponseMode responseMode(TaskButtonId id) {
    return switch (id.action()) {
      case CLAIM, RELEASE, DONE, UNDO, RESTORE, SNOOZE_FOR -> ResponseMode.UPDATE_MESSAGE;
      case DONE_NEXT, APPROVE, ASSIGN -> ResponseMode.PUBLIC;
      case REJECT, PROOF -> ResponseMode.IMMEDIATE;
      case SNOOZE, EDIT -> ResponseMode.EPHEMERAL;
    };
  }

  public CompletionStage<InteractionReply> handle(InteractionContext context, TaskButtonId id) {
    var ref = new TaskRef.ById(id.task());
    return switch (id.action()) {
      case CLAIM ->
          guildClient
              .decideOnTask(context, new TaskCommand.Claim(ref, id.ordinal()))
              .thenApply(view ->
                  updatedMessage(
                      context, view, TaskActionHandler.claimedText(context, view.task())));
      case RELEASE ->
          guildClient
              .decideOnTask(context, new TaskCommand.Release(ref, id.ordinal()))
              .thenApply(
                  view -> updatedMessage(context, view, text(context, "released.by", view.task())));
      case DONE ->
          guildClient
              .decideOnTask(context, new TaskCommand.Complete(ref, id.ordinal(), null, null, null))
              .<InteractionReply>thenApply(view ->
                  new InteractionReply.UpdateMessage(TaskCard.completed(context.card(), view)))
              .exceptionallyCompose(failure ->
                  ProofHandler.offerIfMissing(context, id.task(), id.ordinal(), failure));
      case DONE_NEXT -> CompleteTaskHandler.completeNext(guildClient, context, id);
      case UNDO ->
          guildClient
              .decideOnTask(context, new TaskCommand.Reopen(ref, id.ordinal()))
              .thenApply(view ->
                  updatedMessage(context, view, text(context, "undone.reopened", view.task())));
      case RESTORE ->
          guildClient
              .decideOnTask(context, new TaskCommand.Restore(ref))
              .thenApply(
                  view -> updatedMessage(context, view, text(context, "restored.by", view.task())));
      case ASSIGN -> SuggestHandler.assign(guildClient, context, id);
      case APPROVE -> approvals.approve(context, id);
      case REJECT -> completedFuture(ApprovalHandler.rejectForm(context, id));
      case PROOF -> completedFuture(ProofHandler.form(context, id));
      case SNOOZE -> completedFuture(snoozeChoices(context, id));
      case SNOOZE_FOR ->
          guildClient.settings(context).thenCompose(settings -> snooze(context, id, settings));
      case EDIT -> throw new InvalidInputException(context.messages().format("problem.old-button"));
    };
  }

  /** Asks the user for how long to snooze. */
  private static InteractionReply snoozeChoices(InteractionContext context, TaskButtonId id) {
    var buttons =
        SNOOZE_CHOICES.stream()
            .map(choice ->
                new Message.Button(
                    Message.Style.SECONDARY,
                    context.messages().format("snooze." + choice),
                    new TaskButtonId(
                            TaskButtonId.Action.SNOOZE_FOR,
                            id.guild(),
                            id.task(),
                            id.ordinal(),
                            choice)
                        .toString()))
            .toList();
    return new InteractionReply.NewMessage(
        Message.text(context.messages().format("snooze.how-long")).withButtons(buttons), true);
  }

  private CompletionStage<InteractionReply> snooze(
      InteractionContext context, TaskButtonId id, GuildSettings settings) {
    Instant until =
        switch (id.payload()) {
          case "1h" -> context.receivedAt().plus(Duration.ofHours(1));
          case "3h" -> context.receivedAt().plus(Duration.ofHours(3));
          case "tomorrow" ->
              context
                  .receivedAt()
                  .atZone(settings.zone())
                  .toLocalDate()
                  .plusDays(1)
                  .atTime(SNOOZE_UNTIL_TIME)
                  .atZone(settings.zone())
                  .toInstant();
          default ->
              throw new InvalidInputException(context.messages().format("problem.old-button"));
        };
    var command = new TaskCommand.Snooze(new TaskRef.ById(id.task()), id.ordinal(), until);
    return guildClient
        .decideOnTask(context, command)
        .thenApply(view ->
            new InteractionReply.UpdateMessage(
                Message.text(
                    context
                        .messages()
                        .format(
                            "snoozed",
                            DiscordFormat.task(view.task()),
                            DiscordFormat.timestamp(until)))));
  }

  private static InteractionReply updatedMessage(
      InteractionContext context, TaskView view, String text) {
    return new InteractionReply.UpdateMessage(TaskCard.of(context.card(), view).withContent(text));
  }

  private static String text(InteractionContext context, String text, Task task) {
    return context
        .messages()
        .format(text, DiscordFormat.member(context.caller().id()), DiscordFormat.task(task));
  }
}
