package dcm.guild;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether a message that is owed may still be sent, and what it says by now. */
final class DeliveryChecks {
  private DeliveryChecks() {}

  /**
   * What stops the reminders of an occurrence stops those that are queued too: a claim, a snooze, a
   * close, and settings that were changed meanwhile; and nobody is told of what others have by now.
   */
  static boolean holds(State state, Delivery delivery, Instant now) {
    Chore chore = state.board().chores().get(delivery.task());
    Occurrence open = chore == null ? null : chore.task().open();
    if (open == null || open.ordinal() != delivery.ordinal()) {
      return false;
    }
    boolean snoozed = open.snoozedUntil() != null && open.snoozedUntil().isAfter(now);
    boolean silenced =
        switch (delivery.stage()) {
          case Stage.Before _, Stage.Overdue _ -> snoozed || open.state() != Occurrence.State.OPEN;
          case Stage.Snoozed _ -> snoozed;
        };
    boolean theirs = open.holders().containsAll(delivery.concerns());
    return !silenced && (delivery.forAll() || theirs) && wanted(state, delivery);
  }

  private static boolean wanted(State state, Delivery delivery) {
    Settings settings = state.house().settings();
    boolean switchedOff =
        switch (delivery.stage()) {
          case Stage.Before _ -> settings.reminderOffsets().isEmpty();
          case Stage.Overdue _ -> settings.escalateAfter() == null;
          case Stage.Snoozed _ -> false;
        };
    return !switchedOff
        && switch (delivery.route()) {
          case Route.DirectMessage(var to) -> state.people().active(to);
          case Route.Channel(var in) -> in.equals(settings.channel());
        };
  }

  /** As it is to be sent now; null when it is settled or no longer holds. */
  static @Nullable Parcel toSend(State state, DeliveryId id, Instant now) {
    Delivery delivery = state.post().outbox().get(id);
    return delivery != null && holds(state, delivery, now) ? parcel(state, delivery) : null;
  }

  /** Null when its task is gone. */
  static @Nullable Parcel parcel(State state, Delivery delivery) {
    Chore chore = state.board().chores().get(delivery.task());
    if (chore == null) {
      return null;
    }
    Member recipient =
        switch (delivery.route()) {
          case Route.DirectMessage(var to) -> state.people().find(to);
          case Route.Channel _ -> null;
        };
    Occurrence open = chore.task().open();
    boolean renamed = delivery.forAll() && open != null && open.ordinal() == delivery.ordinal();
    return new Parcel(
        state.id(),
        String.valueOf(state.house().name()),
        renamed ? delivery.about(state.people().holding(open)) : delivery,
        chore.task(),
        recipient,
        state.house().settings());
  }
}
