package dcm.entity;

import dcm.guild.reply.GuildReply;
import dcm.guild.reply.Refusal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An expected reason why a guild did not do what it was asked. Except for {@link
 * OutcomeUnknownException} nothing was done.
 */
public abstract sealed class GuildException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private GuildException(String message, @Nullable Throwable cause) {
    // without a stack trace: a part of the protocol, and on the path of requests
    super(message, cause, false, false);
  }

  /** The guild's rules refuse the command or query. */
  public static final class RefusedException extends GuildException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    public RefusedException(Refusal refusal) {
      super(refusal.toString(), null);
      this.refusal = refusal;
    }

    public Refusal refusal() {
      return refusal;
    }
  }

  /** The guild has too many pending requests. */
  public static final class BusyException extends GuildException {
    private static final long serialVersionUID = 1L;

    public BusyException() {
      super("the guild is busy", null);
    }
  }

  /** The guild is moving or its database is unavailable; the caller should retry. */
  public static final class UnavailableException extends GuildException {
    private static final long serialVersionUID = 1L;

    public UnavailableException(String message) {
      super(message, null);
    }

    public UnavailableException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The guild's journal cannot be replayed. */
  public static final class DegradedException extends GuildException {
    private static final long serialVersionUID = 1L;

    private final UUID incident;
    private final long retryAfterSeconds;

    public DegradedException(GuildReply.Degraded degraded) {
      super("incident " + degraded.incident(), null);
      this.incident = degraded.incident();
      this.retryAfterSeconds = degraded.retryAfterSeconds();
    }

    /** The id under which the cause was logged. */
    public UUID incident() {
      return incident;
    }

    /** Seconds until the journal is read again. */
    public long retryAfterSeconds() {
      return retryAfterSeconds;
    }
  }

  /** No reply arrived in time. The same command id may be sent again. */
  public static final class OutcomeUnknownException extends GuildException {
    private static final long serialVersionUID = 1L;

    public OutcomeUnknownException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
