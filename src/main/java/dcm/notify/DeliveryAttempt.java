package dcm.notify;

import dcm.guild.value.DeliveryDetails;
import dcm.guild.value.DeliveryId;
import dcm.guild.value.DeliveryRoute;
import dcm.guild.value.GuildId;

/**
 * A delivery with the number of attempts by this node.
 *
 * @param localAttempts number of sends by this node
 */
record DeliveryAttempt(DeliveryDetails details, int localAttempts) {
  /** The identity of a delivery; the same each time it is handed out. */
  record Key(GuildId guild, DeliveryId delivery) {}

  Key key() {
    return new Key(details.guild(), details.delivery().id());
  }

  DeliveryRoute route() {
    return details.delivery().route();
  }

  /** The same attempt with current details from the guild. */
  DeliveryAttempt withDetails(DeliveryDetails current) {
    return new DeliveryAttempt(current, localAttempts);
  }

  DeliveryAttempt nextAttempt() {
    return new DeliveryAttempt(details, localAttempts + 1);
  }

  /** Whether this node or another may have sent it before. */
  boolean mayHaveBeenSent() {
    return details.delivery().attempts() > 1 || localAttempts > 1;
  }
}
