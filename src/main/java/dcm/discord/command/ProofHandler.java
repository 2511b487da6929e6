package dcm.discord.command;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;

import dcm.discord.client.AsyncFailures;
import dcm.discord.client.Interaction;
import dcm.discord.client.InteractionReply;
import dcm.discord.client.Message;
import dcm.discord.interaction.DiscordGuildClient;
import dcm.discord.interaction.InteractionContext;
import dcm.discord.message.RefusalMessages;
import dcm.discord.message.TaskCard;
import dcm.entity.GuildException.RefusedException;
import dcm.guild.command.TaskCommand;
import dcm.guild.reply.Refusal;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskPolicy.Requirement;
import dcm.guild.value.TaskRef;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The form in which a member completes a task with what it requires: photos and a note. */
public final class ProofHandler {
  private static final String NOTE = "note";
  private static final String PHOTO = "photo";
  private static final int MAX_NOTE_LENGTH = 1000;
  private static final int MAX_PHOTOS = 4;

  private final DiscordGuildClient guildClient;
  private final PhotoUploads photoUploads;

  public ProofHandler(DiscordGuildClient guildClient, PhotoUploads photoUploads) {
    this.guildClient = guildClient;
    this.photoUploads = photoUploads;
  }

  /**
   * Offers the form when a completion was refused because a photo or a note is missing; fails again
   * otherwise. A form cannot be the reply itself: the guild was asked before, which may take longer
   * than Discord waits for a form.
   */
  static CompletionStage<InteractionReply> offerIfMissing(
      InteractionContext context, TaskId task, int ordinal, Throwable failure) {
    Throwable cause = AsyncFailures.cause(failure);
    if (!(cause instanceof RefusedException refused)
        || !(refused.refusal() instanceof Refusal.RequirementsMissing(Set<Requirement> missing))
        || !(missing.contains(Requirement.PHOTO) || missing.contains(Requirement.NOTE))) {
      return failedFuture(cause);
    }
    var messages = context.messages();
    var button =
        new Message.Button(
            Message.Style.PRIMARY,
            messages.format("button.proof"),
            TaskButtonId.of(TaskButtonId.Action.PROOF, context.guild(), task, ordinal).toString());
    return completedFuture(
        new InteractionReply.NewMessage(
            Message.text(RefusalMessages.of(refused.refusal(), messages))
                .withButtons(List.of(button)),
            true));
  }

  static InteractionReply form(InteractionContext context, TaskButtonId id) {
    var messages = context.messages();
    return new InteractionReply.Modal(
        id.toString(),
        messages.format("button.proof"),
        List.of(
            new InteractionReply.Input(
                NOTE, messages.format("proof.note"), true, false, MAX_NOTE_LENGTH, "")),
        List.of(new InteractionReply.FileInput(PHOTO, messages.format("proof.photo"), MAX_PHOTOS)));
  }

  /** Handles the submitted form. */
  public CompletionStage<InteractionReply> submit(
      InteractionContext context, TaskButtonId id, Interaction.ModalSubmit form) {
    String note = form.fields().getOrDefault(NOTE, "");
    CompletionStage<?> added = completedFuture(null);
    var photos = form.files().getOrDefault(PHOTO, List.of());
    for (int i = 0; i < photos.size(); i++) {
      int number = i;
      added =
          added.thenCompose(
              _ -> photoUploads.add(context, id.task(), id.ordinal(), photos.get(number), number));
    }
    var command =
        new TaskCommand.Complete(
            new TaskRef.ById(id.task()), id.ordinal(), null, null, note.isBlank() ? null : note);
    return added
        .thenCompose(_ -> guildClient.decideOnTask(context, command))
        .<InteractionReply>thenApply(view ->
            new InteractionReply.NewMessage(TaskCard.completed(context.card(), view), false))
        .exceptionallyCompose(failure -> offerIfMissing(context, id.task(), id.ordinal(), failure));
  }
}
