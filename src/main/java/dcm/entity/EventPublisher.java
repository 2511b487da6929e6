package dcm.entity;

import dcm.guild.event.RecordedEvent;
import dcm.guild.rules.DecidedEvent;
import dcm.guild.value.DeliveryDetails;
import dcm.guild.value.GuildId;
import dcm.guild.value.Task;
import java.util.List;
import org.apache.pekko.actor.typed.pubsub.Topic;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes a guild's events and hands out its deliveries once they are written. */
public final class EventPublisher {
  private static final Logger LOG = LoggerFactory.getLogger(EventPublisher.class);

  private EventPublisher() {}

  /**
   * Publishes events that are in the journal, in order, and hands out their deliveries.
   *
   * @param revision the guild's revision before the first of them
   */
  static void publish(
      EntityDependencies dependencies, GuildId guild, long revision, List<DecidedEvent> written) {
    long next = revision;
    for (DecidedEvent event : written) {
      next++;
      dependencies
          .eventTopic()
          .tell(Topic.publish(new PublishedEvent(guild, next, event.recorded(), event.task())));
      if (event.delivery() != null) {
        dispatch(dependencies, event.delivery());
      }
    }
  }

  private static void dispatch(EntityDependencies dependencies, DeliveryDetails details) {
    try {
      dependencies.deliveryHandler().handle(details);
    } catch (RuntimeException e) {
      // the delivery stays in the outbox; the guild's agenda hands it out again
      LOG.atWarn()
          .addKeyValue("guild", details.guild().toString())
          .setCause(e)
          .log(
              "Guild {}: delivery handler failed for {}", details.guild(), details.delivery().id());
    }
  }

  /**
   * An event that is in the journal. Published at most once: a subscriber that sees a gap in the
   * revisions of a guild reads the missing events from the journal.
   *
   * @param task the event's task right after the event; null: it has none, or none any more
   */
  public record PublishedEvent(
      GuildId guild, long revision, RecordedEvent recorded, @Nullable Task task) {}
}
