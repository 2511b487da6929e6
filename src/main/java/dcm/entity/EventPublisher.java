package dcm.entity;

import dcm.guild.Guild;
import dcm.guild.event.NotificationEvent;
import dcm.guild.event.RecordedEvent;
import dcm.guild.value.DeliveryDetails;
import dcm.guild.value.GuildId;
import dcm.guild.value.Task;
import java.util.List;
import org.apache.pekko.actor.typed.pubsub.Topic;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the world what a guild decided, once it is written. */
public final class EventPublisher {
  private static final Logger LOG = LoggerFactory.getLogger(EventPublisher.class);

  private EventPublisher() {}

  /** In order, each event with its task as it was right after it. */
  static void publish(EntityDependencies dependencies, Guild before, List<RecordedEvent> events) {
    Guild guild = before;
    for (RecordedEvent recorded : events) {
      guild = guild.apply(recorded);
      dependencies
          .eventTopic()
          .tell(
              Topic.publish(
                  new PublishedEvent(
                      guild.id(), guild.revision(), recorded, guild.taskOf(recorded.event()))));
      dispatchDelivery(dependencies, guild, recorded);
    }
  }

  private static void dispatchDelivery(
      EntityDependencies dependencies, Guild guild, RecordedEvent recorded) {
    DeliveryDetails details =
        switch (recorded.event()) {
          case NotificationEvent.Queued(var delivery) -> guild.deliveryDetails(delivery.id());
          case NotificationEvent.Retried(var delivery, _, _) -> guild.deliveryDetails(delivery);
          // nothing else concerns a messenger, whatever events are still to come
          default -> null;
        };
    if (details != null) {
      try {
        dependencies.deliveryHandler().handle(details);
      } catch (RuntimeException e) {
        // the delivery stays in the outbox; the agenda hands it out again
        LOG.atWarn()
            .addKeyValue("guild", guild.id().toString())
            .setCause(e)
            .log("Guild {}: delivery handler failed for {}", guild.id(), details.delivery().id());
      }
    }
  }

  /**
   * An event that is in the journal, on its way to whoever listens. At most once: a listener that
   * sees a gap in the revisions of a guild reads what it missed from the journal.
   *
   * @param task the event's task as it is after the event; null when it has none (any more)
   */
  public record PublishedEvent(
      GuildId guild, long revision, RecordedEvent recorded, @Nullable Task task) {}
}
