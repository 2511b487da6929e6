package dcm.entity;

import dcm.guild.value.DeliveryDetails;

/**
 * Takes what a guild hands out. It may be handed the same delivery again, on this node or another,
 * until the guild has heard {@code Deliver} or {@code Fail}; it never blocks.
 */
@FunctionalInterface
public interface DeliveryHandler {
  void handle(DeliveryDetails details);
}
