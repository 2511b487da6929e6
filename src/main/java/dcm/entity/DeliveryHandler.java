package dcm.entity;

import dcm.guild.value.DeliveryDetails;

/**
 * Receiver of the deliveries that guilds hand out. It may receive a delivery again, on this node or
 * another, until the guild has received {@code Deliver} or {@code Fail}. It never blocks.
 */
@FunctionalInterface
public interface DeliveryHandler {
  void handle(DeliveryDetails details);
}
