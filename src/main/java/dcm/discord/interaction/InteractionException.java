package dcm.discord.interaction;

import dcm.guild.reply.GuildReply;
import dcm.guild.reply.Refusal;
import java.util.UUID;

/**
 * Expected reason why an interaction has no result: nothing was done. {@link ErrorMessages}
 * translates each kind once into the user's language.
 */
public abstract sealed class InteractionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private InteractionException(String message) {
    super(message, null, false, false);
  }

  /** The guild refused the command or query. */
  public static final class RefusedException extends InteractionException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    public RefusedException(Refusal refusal) {
      super(refusal.toString());
      this.refusal = refusal;
    }

    public Refusal refusal() {
      return refusal;
    }
  }

  /** Typed input is ambiguous or not understood; the guild was not asked. */
  public static final class InvalidInputException extends InteractionException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message shown as it is: in the user's language, with user text escaped
     */
    public InvalidInputException(String message) {
      super(message);
    }
  }

  /** Discord sent an option without a value, or with one that does not have the option's type. */
  public static final class InvalidOptionException extends InteractionException {
    private static final long serialVersionUID = 1L;

    private final String option;

    public InvalidOptionException(String option) {
      super("the option " + option + " cannot be read");
      this.option = option;
    }

    /** The option's name in the command. */
    public String option() {
      return option;
    }
  }

  /** The guild has too many pending requests. */
  public static final class GuildBusyException extends InteractionException {
    private static final long serialVersionUID = 1L;

    public GuildBusyException() {
      super("the guild is busy");
    }
  }

  /** The guild's journal cannot be replayed. */
  public static final class GuildDegradedException extends InteractionException {
    private static final long serialVersionUID = 1L;

    private final UUID incident;

    public GuildDegradedException(GuildReply.Degraded degraded) {
      super("incident " + degraded.incident());
      this.incident = degraded.incident();
    }

    /** The id under which the cause was logged. */
    public UUID incident() {
      return incident;
    }
  }
}
