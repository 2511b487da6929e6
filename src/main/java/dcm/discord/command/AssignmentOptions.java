package dcm.discord.command;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dcm.discord.interaction.InteractionContext;
import dcm.discord.interaction.InteractionException.InvalidInputException;
import dcm.discord.text.ClearWords;
import dcm.guild.value.Assignment;
import dcm.guild.value.MemberId;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The options {@code who} and {@code turns}: always the same member, or in turns. */
final class AssignmentOptions {
  private AssignmentOptions() {}

  /**
   * The assignment of the options; null without one. "none" as turns means whoever claims it first.
   */
  static CompletionStage<@Nullable Assignment> resolve(
      InteractionContext context, CommandOptions options, ReferenceResolver resolver) {
    MemberId assignee = options.member("who");
    String turns = options.text("turns");
    if (assignee != null && turns != null) {
      throw new InvalidInputException(context.messages().format("invalid-input.who-or-turns"));
    }
    if (assignee != null) {
      return completedFuture(new Assignment(Assignment.Strategy.FIXED, List.of(assignee)));
    }
    if (turns == null) {
      return completedFuture(null);
    }
    return ClearWords.contain(turns)
        ? completedFuture(Assignment.OPEN)
        : resolver
            .assigneeOrder(context, turns)
            .thenApply(order -> new Assignment(Assignment.Strategy.ROUND_ROBIN, order));
  }
}
