package dcm.guild.value;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A message in the guild's outbox.
 *
 * @param route where it goes
 * @param stage why it is sent
 * @param concerns the holders at that time, for a mention in a channel
 * @param late its time passed while nobody ran, or nobody could be reached: the text says so
 * @param queuedAt when the guild decided to send it
 * @param attempts how often it was handed to a messenger
 * @param retryAt when it is handed out again unless it is settled before
 */
public record Delivery(
    DeliveryId id,
    DeliveryRoute route,
    ReminderStage stage,
    TaskId task,
    int ordinal,
    List<MemberId> addressees,
    boolean late,
    Instant queuedAt,
    int attempts,
    Instant retryAt) {
  /** Delay after which a message says that it is late. */
  public static final Duration LATE_AFTER = Duration.ofMinutes(5);

  /** Failure code of a delivery that was tried as often as allowed, beside the codes of Discord. */
  public static final String GAVE_UP = "gave-up";

  public Delivery {
    addressees = List.copyOf(addressees);
  }

  /** What could not be sent for long is late by then, however punctual it was queued. */
  public Delivery retried(int attempt, Instant now, Instant next) {
    boolean lateByNow = late || now.isAfter(queuedAt.plus(LATE_AFTER));
    return new Delivery(
        id, route, stage, task, ordinal, addressees, lateByNow, queuedAt, attempt, next);
  }

  /**
   * Told to the whole guild, not to the channel in place of a member who could not be reached: it
   * names whoever holds the occurrence when it is sent.
   */
  public boolean toWholeGuild() {
    return route instanceof DeliveryRoute.Channel
        && (addressees.isEmpty() || stage instanceof ReminderStage.Overdue);
  }

  public Delivery withAddressees(List<MemberId> holders) {
    return new Delivery(
        id, route, stage, task, ordinal, holders, late, queuedAt, attempts, retryAt);
  }
}
