package dcm.discord.interaction;

import dcm.discord.client.AsyncFailures;
import dcm.discord.client.DiscordUnavailableException;
import dcm.discord.interaction.InteractionException.InvalidInputException;
import dcm.discord.interaction.InteractionException.InvalidOptionException;
import dcm.discord.message.RefusalMessages;
import dcm.discord.text.MarkdownEscape;
import dcm.entity.GuildException;
import dcm.entity.GuildException.RefusedException;
import dcm.guild.reply.Refusal;
import dcm.notify.MessageBundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Error texts in the user's language. An unexpected failure is logged. */
final class ErrorMessages {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorMessages.class);

  private ErrorMessages() {}

  /** Whether the user can correct what was typed, or send it again later. */
  static boolean isCorrectable(Throwable failure) {
    return switch (AsyncFailures.cause(failure)) {
      case RefusedException refused -> !isForGood(refused.refusal());
      case InvalidInputException _,
          InvalidOptionException _,
          DiscordUnavailableException _,
          GuildException.BusyException _,
          GuildException.UnavailableException _ ->
          true;
      default -> false;
    };
  }

  private static boolean isForGood(Refusal refusal) {
    return refusal instanceof Refusal.Forbidden
        || refusal instanceof Refusal.HeldByOthers
        || refusal instanceof Refusal.BeyondOwnPermissions
        || refusal instanceof Refusal.NotAMember;
  }

  /**
   * @param interaction the failed interaction, named in the log and to the user
   */
  static String of(Throwable failure, Object interaction, MessageBundle messages) {
    Throwable cause = AsyncFailures.cause(failure);
    return switch (cause) {
      case RefusedException refused -> RefusalMessages.of(refused.refusal(), messages);
      case InvalidInputException invalidInput -> invalidInput.getMessage();
      case InvalidOptionException invalidOption ->
          messages.format(
              "problem.invalid-option", MarkdownEscape.singleLine(invalidOption.option()));
      case DiscordUnavailableException _ -> messages.format("problem.discord");
      case GuildException.BusyException _ -> messages.format("problem.busy");
      case GuildException.DegradedException degraded ->
          messages.format("problem.degraded", degraded.incident());
      case GuildException.UnavailableException _ -> messages.format("problem.unavailable");
      case GuildException.OutcomeUnknownException _ -> messages.format("problem.outcome-unknown");
      default -> {
        LOG.error("Handling {} failed", interaction, cause);
        yield messages.format("problem.internal", interaction);
      }
    };
  }
}
