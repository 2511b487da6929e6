package dcm.guild;

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
    Route route,
    Stage stage,
    TaskId task,
    int ordinal,
    List<MemberId> concerns,
    boolean late,
    Instant queuedAt,
    int attempts,
    Instant retryAt) {
  public Delivery {
    concerns = List.copyOf(concerns);
  }

  /** What could not be sent for long is late by then, however punctual it was queued. */
  Delivery retried(int attempt, Instant now, Instant next) {
    boolean tardy = late || now.isAfter(queuedAt.plus(WakeUpRules.LATE));
    return new Delivery(id, route, stage, task, ordinal, concerns, tardy, queuedAt, attempt, next);
  }

  /**
   * Told to the whole guild, not to the channel in place of a member who could not be reached: it
   * names whoever holds the occurrence when it is sent.
   */
  boolean forAll() {
    return route instanceof Route.Channel && (concerns.isEmpty() || stage instanceof Stage.Overdue);
  }

  Delivery about(List<MemberId> holders) {
    return new Delivery(
        id, route, stage, task, ordinal, holders, late, queuedAt, attempts, retryAt);
  }
}
