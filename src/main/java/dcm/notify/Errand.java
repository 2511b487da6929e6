package dcm.notify;

import dcm.guild.DeliveryId;
import dcm.guild.GuildId;
import dcm.guild.Parcel;
import dcm.guild.Route;

/**
 * A parcel on its way.
 *
 * @param tries how often this node sent it
 */
record Errand(Parcel parcel, int tries) {
  /** The same delivery has the same key, however often it is handed out. */
  record Key(GuildId guild, DeliveryId delivery) {}

  Key key() {
    return new Key(parcel.guild(), parcel.delivery().id());
  }

  Route route() {
    return parcel.delivery().route();
  }

  /** The same delivery, as the guild knows it by now. */
  Errand as(Parcel now) {
    return new Errand(now, tries);
  }

  Errand sentOnceMore() {
    return new Errand(parcel, tries + 1);
  }

  /** It may have arrived before, sent by this node or another. */
  boolean again() {
    return parcel.delivery().attempts() > 1 || tries > 1;
  }
}
