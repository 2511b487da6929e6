package dcm.entity;

import dcm.guild.Guild;
import dcm.guild.NotificationEvent;
import dcm.guild.Parcel;
import dcm.guild.Recorded;
import java.util.List;
import org.apache.pekko.actor.typed.pubsub.Topic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the world what a guild decided, once it is written. */
final class Publisher {
  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

  private Publisher() {}

  /** In order, each event with its task as it was right after it. */
  static void tell(Premises premises, Guild before, List<Recorded> events) {
    Guild guild = before;
    for (Recorded recorded : events) {
      guild = guild.apply(recorded);
      premises
          .news()
          .tell(
              Topic.publish(
                  new Published(
                      guild.id(), guild.revision(), recorded, guild.taskOf(recorded.event()))));
      handOut(premises, guild, recorded);
    }
  }

  private static void handOut(Premises premises, Guild guild, Recorded recorded) {
    Parcel parcel =
        switch (recorded.event()) {
          case NotificationEvent.Queued(var delivery) -> guild.parcel(delivery.id());
          case NotificationEvent.Retried(var delivery, _, _) -> guild.parcel(delivery);
          // nothing else concerns a messenger, whatever events are still to come
          default -> null;
        };
    if (parcel != null) {
      try {
        premises.courier().carry(parcel);
      } catch (RuntimeException e) {
        // the delivery stays in the outbox; the agenda hands it out again
        LOG.atWarn()
            .addKeyValue("guild", guild.id().toString())
            .setCause(e)
            .log("Guild {}: the courier did not take {}", guild.id(), parcel.delivery().id());
      }
    }
  }
}
