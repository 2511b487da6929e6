package dcm.guild.value;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message in the guild's outbox.
 *
 * @param stage the reason for the message
 * @param task null: it concerns no task; {@code ordinal} is then 0
 * @param addressees the holders when it was queued; a message to a channel mentions them
 * @param late it is sent later than planned because the system or the recipient was unreachable;
 *     the text says so
 * @param attempts how often it was handed to the delivery handler
 * @param retryAt when it is handed out again unless it is settled before
 */
@RecordBuilder
public record Delivery(
    DeliveryId id,
    DeliveryRoute route,
    ReminderStage stage,
    @Nullable TaskId task,
    int ordinal,
    List<MemberId> addressees,
    boolean late,
    Instant queuedAt,
    int attempts,
    Instant retryAt)
    implements DeliveryBuilder.With {
  /** Delay after which a message says that it is late. */
  public static final Duration LATE_AFTER = Duration.ofMinutes(5);

  /** Failure code of a delivery that was tried as often as allowed, beside the codes of Discord. */
  public static final String GAVE_UP = "gave-up";

  public Delivery {
    addressees = List.copyOf(addressees);
  }

  /** The delivery with its next attempt; it is marked late when it has waited long enough. */
  public Delivery retried(int attempt, Instant now, Instant next) {
    boolean lateByNow = late || now.isAfter(queuedAt.plus(LATE_AFTER));
    return with(changed -> changed.late(lateByNow).attempts(attempt).retryAt(next));
  }

  /**
   * Whether it addresses the whole guild. Such a message names the holders at the time of sending.
   * A message to the channel in place of an unreachable member does not count.
   */
  public boolean toWholeGuild() {
    return route instanceof DeliveryRoute.Channel
        && (addressees.isEmpty() || stage instanceof ReminderStage.Overdue);
  }
}
