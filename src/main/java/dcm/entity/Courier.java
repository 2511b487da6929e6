package dcm.entity;

import dcm.guild.Parcel;

/**
 * Takes what a guild hands out. It may be handed the same delivery again, on this node or another,
 * until the guild has heard {@code Deliver} or {@code Fail}; it never blocks.
 */
@FunctionalInterface
public interface Courier {
  void carry(Parcel parcel);
}
