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

/** Checks whether a queued message still applies, and gives its current details. */
public final class DeliveryChecks {
  private DeliveryChecks() {}

  /**
   * Whether a delivery still applies. A claim, a snooze, a closing and changed settings withdraw
   * queued reminders as they stop future ones. Addressees are not notified of occurrences that
   * others hold by now.
   */
  static boolean stillApplies(GuildState state, Delivery delivery, Instant now) {
    if (delivery.stage() instanceof ReminderStage.Welcome) {
      return WelcomeRules.stillApplies(state, delivery);
    }
    TaskState taskState = taskOf(state, delivery);
    Occurrence open = taskState == null ? null : taskState.task().open(delivery.ordinal());
    if (open == null || !open.active()) {
      return false;
    }
    boolean snoozed = open.snoozedUntil() != null && open.snoozedUntil().isAfter(now);
    boolean silenced =
        switch (delivery.stage()) {
          case ReminderStage.Before _, ReminderStage.Overdue _ ->
              snoozed || open.state() != Occurrence.State.OPEN;
          case ReminderStage.Snoozed _ -> snoozed;
          // a member asked for it, whatever the planned reminders are
          case ReminderStage.Nudged _, ReminderStage.Welcome _ -> false;
        };
    boolean heldByAddressees = taskState.task().owing(open).containsAll(delivery.addressees());
    return !silenced
        && (delivery.toWholeGuild() || heldByAddressees)
        && isWanted(state, delivery, now);
  }

  private static boolean isWanted(GuildState state, Delivery delivery, Instant now) {
    GuildSettings settings = state.profile().settings();
    boolean switchedOff =
        switch (delivery.stage()) {
          case ReminderStage.Before _ -> settings.reminderOffsets().isEmpty();
          case ReminderStage.Overdue _ -> settings.escalateAfter() == null;
          case ReminderStage.Snoozed _, ReminderStage.Nudged _, ReminderStage.Welcome _ -> false;
        };
    return !switchedOff
        && switch (delivery.route()) {
          case DeliveryRoute.DirectMessage(var memberId) ->
              state.members().isPresent(memberId, delivery.task(), now);
          case DeliveryRoute.Channel(var channelId) -> channelId.equals(settings.channel());
        };
  }

  /** The task of a delivery; null: it has none, or it was deleted. */
  static @Nullable TaskState taskOf(GuildState state, Delivery delivery) {
    return delivery.task() == null ? null : state.catalog().tasks().get(delivery.task());
  }

  /** The delivery to send now; null when it is settled or no longer applies. */
  static @Nullable DeliveryDetails detailsToSend(GuildState state, DeliveryId id, Instant now) {
    Delivery delivery = state.notifications().outbox().get(id);
    return delivery != null && stillApplies(state, delivery, now) ? details(state, delivery) : null;
  }

  /** The details of a delivery; null when its task was deleted. */
  public static @Nullable DeliveryDetails details(GuildState state, Delivery delivery) {
    TaskState taskState = taskOf(state, delivery);
    if (taskState == null && delivery.task() != null) {
      return null;
    }
    Member recipient =
        switch (delivery.route()) {
          case DeliveryRoute.DirectMessage(var memberId) -> state.members().find(memberId);
          case DeliveryRoute.Channel _ -> null;
        };
    Occurrence open = taskState == null ? null : taskState.task().open(delivery.ordinal());
    boolean currentOccurrence = delivery.toWholeGuild() && open != null;
    return new DeliveryDetails(
        state.id(),
        String.valueOf(state.profile().name()),
        currentOccurrence ? delivery.withAddressees(state.members().activeHolders(open)) : delivery,
        taskState == null ? null : taskState.task(),
        recipient,
        state.profile().settings());
  }
}
