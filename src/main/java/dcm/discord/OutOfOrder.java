package dcm.discord;

import dcm.guild.GuildReply;
import java.time.Duration;
import java.util.UUID;

/** The guild's history cannot be read: nothing was done, and nothing will be for a while. */
final class OutOfOrder extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final UUID incident;
  private final Duration retryAfter;

  OutOfOrder(GuildReply.Degraded degraded) {
    super("incident " + degraded.incident(), null, false, false);
    this.incident = degraded.incident();
    this.retryAfter = Duration.ofSeconds(degraded.retryAfter());
  }

  /** Under which the cause was logged. */
  UUID incident() {
    return incident;
  }

  Duration retryAfter() {
    return retryAfter;
  }
}
