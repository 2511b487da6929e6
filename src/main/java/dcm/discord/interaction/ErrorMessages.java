package dcm.discord.interaction;

import dcm.discord.client.AsyncFailures;
import dcm.discord.client.DiscordUnavailableException;
import dcm.discord.interaction.InteractionException.GuildBusyException;
import dcm.discord.interaction.InteractionException.GuildDegradedException;
import dcm.discord.interaction.InteractionException.InvalidInputException;
import dcm.discord.interaction.InteractionException.InvalidOptionException;
import dcm.discord.interaction.InteractionException.RefusedException;
import dcm.discord.message.RefusalMessages;
import dcm.discord.text.MarkdownEscape;
import dcm.entity.Guilds;
import dcm.notify.MessageBundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Error texts in the user's language. An unexpected failure is logged. */
final class ErrorMessages {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorMessages.class);

  private ErrorMessages() {}

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
      case GuildBusyException _ -> messages.format("problem.busy");
      case GuildDegradedException degraded ->
          messages.format("problem.degraded", degraded.incident());
      case Guilds.GuildUnavailableException _ -> messages.format("problem.unavailable");
      case Guilds.OutcomeUnknownException _ -> messages.format("problem.outcome-unknown");
      default -> {
        LOG.error("Handling {} failed", interaction, cause);
        yield messages.format("problem.internal", interaction);
      }
    };
  }
}
