package dcm.discord;

import dcm.discord.wire.Away;
import dcm.discord.words.Escape;
import dcm.discord.words.Texts;
import dcm.entity.GuildUnavailable;
import dcm.entity.OutcomeUnknown;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why it did not work, in the visitor's language. What we did not foresee is logged. */
final class Apology {
  private static final Logger LOG = LoggerFactory.getLogger(Apology.class);

  private Apology() {}

  /**
   * @param ticket which interaction failed, for the log and for the visitor to name
   */
  static String of(Throwable failure, Object ticket, Texts texts) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return switch (cause) {
      case Declined declined -> RefusalWords.of(declined.refusal(), texts);
      case Misread misread -> misread.getMessage();
      case UnreadableOptionException unreadable ->
          texts.say("problem.unreadable", Escape.line(unreadable.option()));
      case Away _ -> texts.say("problem.discord");
      case Overloaded _ -> texts.say("problem.busy");
      case OutOfOrder broken -> texts.say("problem.degraded", broken.incident());
      case GuildUnavailable _ -> texts.say("problem.unavailable");
      case OutcomeUnknown _ -> texts.say("problem.unknown");
      default -> {
        LOG.error("The {} failed", ticket, cause);
        yield texts.say("problem.ours", ticket);
      }
    };
  }
}
