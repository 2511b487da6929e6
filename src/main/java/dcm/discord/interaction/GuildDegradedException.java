package dcm.discord.interaction;

import dcm.guild.reply.GuildReply;
import java.time.Duration;
import java.util.UUID;

/** The guild's history cannot be read: nothing was done, and nothing will be for a while. */
public final class GuildDegradedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final UUID incident;
  private final Duration retryAfter;

  public GuildDegradedException(GuildReply.Degraded degraded) {
    super("incident " + degraded.incident(), null, false, false);
    this.incident = degraded.incident();
    this.retryAfter = Duration.ofSeconds(degraded.retryAfterSeconds());
  }

  /** Under which the cause was logged. */
  UUID incident() {
    return incident;
  }

  public Duration retryAfter() {
    return retryAfter;
  }
}
