package dcm.discord.command;

import dcm.discord.client.Interaction;
import dcm.discord.client.InteractionReply;
import dcm.discord.interaction.DiscordGuildClient;
import dcm.discord.interaction.InteractionContext;
import dcm.discord.message.DiscordFormat;
import dcm.discord.message.TaskCard;
import dcm.discord.message.TaskView;
import dcm.discord.text.MarkdownEscape;
import dcm.guild.command.TaskCommand;
import dcm.guild.value.TaskRef;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@code /task approve|reject} and the buttons of a task that awaits approval. */
public final class ApprovalHandler {
  private static final String REASON = "reason";
  private static final int MAX_REASON_LENGTH = 1000;

  private final DiscordGuildClient guildClient;
  private final ReferenceResolver resolver;

  public ApprovalHandler(DiscordGuildClient guildClient, ReferenceResolver resolver) {
    this.guildClient = guildClient;
    this.resolver = resolver;
  }

  public CompletionStage<InteractionReply> approve(
      InteractionContext context, CommandOptions options) {
    return resolver
        .task(context, options.required("task"))
        .thenCompose(ref -> approve(context, ref, null));
  }

  CompletionStage<InteractionReply> approve(InteractionContext context, TaskButtonId id) {
    return approve(context, new TaskRef.ById(id.task()), id.ordinal());
  }

  private CompletionStage<InteractionReply> approve(
      InteractionContext context, TaskRef ref, @Nullable Integer ordinal) {
    return guildClient
        .decideOnTask(context, new TaskCommand.Approve(ref, ordinal))
        .thenApply(view ->
            new InteractionReply.NewMessage(
                TaskCard.approved(context.card(), view, context.caller().id()), false));
  }

  public CompletionStage<InteractionReply> reject(
      InteractionContext context, CommandOptions options) {
    return resolver
        .task(context, options.required("task"))
        .thenCompose(ref -> reject(context, ref, null, options.required(REASON)));
  }

  /** Asks for the reason. */
  static InteractionReply rejectForm(InteractionContext context, TaskButtonId id) {
    return new InteractionReply.Modal(
        id.toString(),
        context.messages().format("button.reject"),
        List.of(
            new InteractionReply.Input(
                REASON,
                context.messages().format("reject.reason"),
                true,
                true,
                MAX_REASON_LENGTH,
                "")));
  }

  /** Handles the submitted reason. */
  public CompletionStage<InteractionReply> reject(
      InteractionContext context, TaskButtonId id, Interaction.ModalSubmit modal) {
    String reason = modal.fields().getOrDefault(REASON, "");
    return reject(context, new TaskRef.ById(id.task()), id.ordinal(), reason);
  }

  private CompletionStage<InteractionReply> reject(
      InteractionContext context, TaskRef ref, @Nullable Integer ordinal, String reason) {
    return guildClient
        .decideOnTask(context, new TaskCommand.Reject(ref, ordinal, reason))
        .thenApply(view -> rejected(context, view, reason));
  }

  private static InteractionReply rejected(
      InteractionContext context, TaskView view, String reason) {
    String text =
        context
            .messages()
            .format(
                "rejected.by",
                DiscordFormat.member(context.caller().id()),
                DiscordFormat.task(view.task()),
                MarkdownEscape.singleLine(reason));
    return new InteractionReply.NewMessage(
        TaskCard.of(context.card(), view).withContent(text), false);
  }
}
