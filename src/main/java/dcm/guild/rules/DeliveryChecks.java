package dcm.guild.rules;

import dcm.guild.state.GuildState;
import dcm.guild.state.TaskState;
import dcm.guild.value.Delivery;
import dcm.guild.value.DeliveryDetails;
import dcm.guild.value.DeliveryId;
import dcm.guild.value.DeliveryRoute;
import dcm.guild.value.GuildSettings;
import dcm.guild.value.Member;
import dcm.guild.value.Occurrence;
import dcm.guild.value.ReminderStage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether a message that is owed may still be sent, and what it says by now. */
public final class DeliveryChecks {
  private DeliveryChecks() {}

  /**
   * What stops the reminders of an occurrence stops those that are queued too: a claim, a snooze, a
   * close, and settings that were changed meanwhile; and nobody is told of what others have by now.
   */
  static boolean stillApplies(GuildState state, Delivery delivery, Instant now) {
    TaskState taskState = state.catalog().tasks().get(delivery.task());
    Occurrence open = taskState == null ? null : taskState.task().open();
    if (open == null || open.ordinal() != delivery.ordinal()) {
      return false;
    }
    boolean snoozed = open.snoozedUntil() != null && open.snoozedUntil().isAfter(now);
    boolean silenced =
        switch (delivery.stage()) {
          case ReminderStage.Before _, ReminderStage.Overdue _ ->
              snoozed || open.state() != Occurrence.State.OPEN;
          case ReminderStage.Snoozed _ -> snoozed;
        };
    boolean heldByAddressees = open.holders().containsAll(delivery.addressees());
    return !silenced && (delivery.toWholeGuild() || heldByAddressees) && isWanted(state, delivery);
  }

  private static boolean isWanted(GuildState state, Delivery delivery) {
    GuildSettings settings = state.profile().settings();
    boolean switchedOff =
        switch (delivery.stage()) {
          case ReminderStage.Before _ -> settings.reminderOffsets().isEmpty();
          case ReminderStage.Overdue _ -> settings.escalateAfter() == null;
          case ReminderStage.Snoozed _ -> false;
        };
    return !switchedOff
        && switch (delivery.route()) {
          case DeliveryRoute.DirectMessage(var memberId) -> state.members().isActive(memberId);
          case DeliveryRoute.Channel(var channelId) -> channelId.equals(settings.channel());
        };
  }

  /** As it is to be sent now; null when it is settled or no longer holds. */
  static @Nullable DeliveryDetails detailsToSend(GuildState state, DeliveryId id, Instant now) {
    Delivery delivery = state.notifications().outbox().get(id);
    return delivery != null && stillApplies(state, delivery, now) ? details(state, delivery) : null;
  }

  /** Null when its task is gone. */
  public static @Nullable DeliveryDetails details(GuildState state, Delivery delivery) {
    TaskState taskState = state.catalog().tasks().get(delivery.task());
    if (taskState == null) {
      return null;
    }
    Member recipient =
        switch (delivery.route()) {
          case DeliveryRoute.DirectMessage(var memberId) -> state.members().find(memberId);
          case DeliveryRoute.Channel _ -> null;
        };
    Occurrence open = taskState.task().open();
    boolean currentOccurrence =
        delivery.toWholeGuild() && open != null && open.ordinal() == delivery.ordinal();
    return new DeliveryDetails(
        state.id(),
        String.valueOf(state.profile().name()),
        currentOccurrence ? delivery.withAddressees(state.members().activeHolders(open)) : delivery,
        taskState.task(),
        recipient,
        state.profile().settings());
  }
}
