package dcm.guild;

import java.time.Instant;
import java.util.List;

/**
 * A message in the guild's outbox.
 *
 * @param route where it goes
 * @param stage why it is sent
 * @param concerns the holders at that time, for a mention in a channel
 * @param late its time passed while nobody ran: the text says so
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

  Delivery retried(int attempt, Instant next) {
    return new Delivery(id, route, stage, task, ordinal, concerns, late, queuedAt, attempt, next);
  }
}
