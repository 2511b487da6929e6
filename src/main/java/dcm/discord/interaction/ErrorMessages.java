package dcm.discord.interaction;

import dcm.discord.client.DiscordUnavailableException;
import dcm.discord.command.InvalidOptionException;
import dcm.discord.message.RefusalMessages;
import dcm.discord.text.MarkdownEscape;
import dcm.discord.text.MessageBundle;
import dcm.entity.Guilds;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why it did not work, in the visitor's language. What we did not foresee is logged. */
final class ErrorMessages {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorMessages.class);

  private ErrorMessages() {}

  /**
   * @param ticket which interaction failed, for the log and for the visitor to name
   */
  static String of(Throwable failure, Object interaction, MessageBundle messages) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
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
