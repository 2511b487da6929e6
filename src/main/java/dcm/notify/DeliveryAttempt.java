package dcm.notify;

import dcm.guild.value.DeliveryDetails;
import dcm.guild.value.DeliveryId;
import dcm.guild.value.DeliveryRoute;
import dcm.guild.value.GuildId;

/**
 * A parcel on its way.
 *
 * @param tries how often this node sent it
 */
record DeliveryAttempt(DeliveryDetails details, int localAttempts) {
  /** The same delivery has the same key, however often it is handed out. */
  record Key(GuildId guild, DeliveryId delivery) {}

  Key key() {
    return new Key(details.guild(), details.delivery().id());
  }

  DeliveryRoute route() {
    return details.delivery().route();
  }

  /** The same delivery, as the guild knows it by now. */
  DeliveryAttempt withDetails(DeliveryDetails current) {
    return new DeliveryAttempt(current, localAttempts);
  }

  DeliveryAttempt nextAttempt() {
    return new DeliveryAttempt(details, localAttempts + 1);
  }

  /** It may have arrived before, sent by this node or another. */
  boolean mayHaveBeenSent() {
    return details.delivery().attempts() > 1 || localAttempts > 1;
  }
}
