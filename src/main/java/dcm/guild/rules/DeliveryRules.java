package dcm.guild.rules;

import dcm.guild.command.NotificationCommand;
import dcm.guild.event.NotificationEvent;
import dcm.guild.reply.Refusal;
import dcm.guild.state.ReminderRules;
import dcm.guild.state.TaskState;
import dcm.guild.value.ChannelId;
import dcm.guild.value.Delivery;
import dcm.guild.value.DeliveryId;
import dcm.guild.value.DeliveryRoute;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.ReminderStage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of messages that are owed: arrived, tried again, sent another way, given up. */
public final class DeliveryRules {
  /** How long a messenger has before the delivery is handed out again; then ever longer. */
  static final List<Duration> RETRY_DELAYS =
      List.of(
          Duration.ofSeconds(15),
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofHours(1));

  static final int MAX_ATTEMPTS = 8;

  /** Failure code of a delivery to a channel that the guild does not have. */
  static final String UNKNOWN_CHANNEL = "unknown-channel";

  private DeliveryRules() {}

  static void queue(
      DecisionContext context,
      TaskState taskState,
      ReminderRules.Reminder reminder,
      DeliveryRoute route,
      List<MemberId> addressees) {
    Occurrence open = taskState.task().open();
    if (open != null) {
      DeliveryId id = id(context, taskState, open.ordinal(), reminder.stage(), route);
      queue(
          context,
          new Delivery(
              id,
              route,
              reminder.stage(),
              taskState.task().id(),
              open.ordinal(),
              addressees,
              WakeUpRules.isLate(context, reminder),
              context.at(),
              1,
              context.at().plus(RETRY_DELAYS.getFirst())));
    }
  }

  /** What is no longer needed or was tried often enough is not tried again. */
  static void retry(DecisionContext context, DeliveryId id) {
    Delivery delivery = context.state().notifications().outbox().get(id);
    if (delivery == null) {
      return;
    }
    if (!DeliveryChecks.stillApplies(context.state(), delivery, context.at())) {
      withdrawAndReroute(context, delivery);
    } else if (delivery.attempts() >= MAX_ATTEMPTS) {
      giveUp(context, delivery, Delivery.GAVE_UP);
    } else {
      int attempt = delivery.attempts() + 1;
      Duration delay = RETRY_DELAYS.get(Math.min(attempt, RETRY_DELAYS.size()) - 1);
      context.emit(new NotificationEvent.Retried(id, attempt, context.at().plus(delay)));
    }
  }

  /** Nothing happens when it is settled, or holds again by now: then its agenda tries it again. */
  static @Nullable Refusal withdraw(DecisionContext context, DeliveryId id) {
    Delivery delivery = context.state().notifications().outbox().get(id);
    if (delivery != null && !DeliveryChecks.stillApplies(context.state(), delivery, context.at())) {
      withdrawAndReroute(context, delivery);
    }
    return null;
  }

  /** What was to go to the former channel goes to the one that was chosen since. */
  private static void withdrawAndReroute(DecisionContext context, Delivery delivery) {
    context.emit(new NotificationEvent.Withdrawn(delivery.id()));
    ChannelId newChannel = context.state().profile().settings().channel();
    if (newChannel == null
        || !(delivery.route() instanceof DeliveryRoute.Channel(var oldChannel))) {
      return;
    }
    DeliveryId id =
        new DeliveryId(delivery.id().value().replace(".ch-" + oldChannel, ".ch-" + newChannel));
    Delivery moved = requeued(delivery, id, new DeliveryRoute.Channel(newChannel), context.at());
    if (!newChannel.equals(oldChannel)
        && !context.state().notifications().outbox().containsKey(id)
        && DeliveryChecks.stillApplies(context.state(), moved, context.at())) {
      queue(context, moved);
      context.emit(new NotificationEvent.FellBack(delivery.id(), id));
    }
  }

  private static Delivery requeued(
      Delivery delivery, DeliveryId id, DeliveryRoute route, Instant now) {
    return new Delivery(
        id,
        route,
        delivery.stage(),
        delivery.task(),
        delivery.ordinal(),
        delivery.addressees(),
        delivery.late(),
        now,
        1,
        now.plus(RETRY_DELAYS.getFirst()));
  }

  /** What would go to a channel that is not the guild's, or is gone, fails without being tried. */
  private static void queue(DecisionContext context, Delivery delivery) {
    context.emit(new NotificationEvent.Queued(delivery));
    if (delivery.route() instanceof DeliveryRoute.Channel(var channel)
        && ChannelRules.isMissing(context.state().profile(), channel)) {
      giveUp(context, delivery, UNKNOWN_CHANNEL);
    }
  }

  /** News of a delivery that is settled is no news. */
  static @Nullable Refusal delivered(DecisionContext context, NotificationCommand.Deliver update) {
    if (context.state().notifications().outbox().containsKey(update.delivery())) {
      context.emit(new NotificationEvent.Delivered(update.delivery(), update.messageId()));
    }
    return null;
  }

  static @Nullable Refusal failed(DecisionContext context, NotificationCommand.Fail update) {
    Delivery delivery = context.state().notifications().outbox().get(update.delivery());
    if (delivery != null && update.permanent()) {
      giveUp(context, delivery, update.code());
    } else if (delivery != null) {
      context.emit(new NotificationEvent.Failed(update.delivery(), update.code(), false));
    }
    return null;
  }

  static @Nullable Refusal markRead(DecisionContext context, NotificationCommand.MarkRead read) {
    MemberId callerId = context.caller().id();
    boolean update =
        context.state().notifications().inbox(callerId).headMap(read.upTo(), true).values().stream()
            .anyMatch(notification -> !notification.read());
    if (update) {
      context.emit(new NotificationEvent.Read(callerId, read.upTo()));
    }
    return null;
  }

  /** A direct message that cannot arrive becomes a message in the guild's channel. */
  private static void giveUp(DecisionContext context, Delivery delivery, String code) {
    context.emit(new NotificationEvent.Failed(delivery.id(), code, true));
    ChannelId channel = context.state().profile().settings().channel();
    TaskState taskState = context.state().catalog().tasks().get(delivery.task());
    if (taskState != null
        && delivery.route() instanceof DeliveryRoute.Channel
        && DeliveryChecks.stillApplies(context.state(), delivery, context.at())) {
      OutageRules.notifyResponsible(context, taskState, delivery.stage(), delivery.late());
    }
    if (channel == null
        || taskState == null
        || !(delivery.route() instanceof DeliveryRoute.DirectMessage(MemberId memberId))
        || !DeliveryChecks.stillApplies(context.state(), delivery, context.at())) {
      return;
    }
    DeliveryRoute route = new DeliveryRoute.Channel(channel);
    String baseId = id(context, taskState, delivery.ordinal(), delivery.stage(), route).value();
    // one per member who was not reached: the channel may have had this stage for another already
    DeliveryId fallbackId = new DeliveryId(baseId + "-for-" + memberId);
    queue(context, requeued(delivery, fallbackId, route, context.at()));
    context.emit(new NotificationEvent.FellBack(delivery.id(), fallbackId));
  }

  /**
   * {@code <number>.<ordinal>.<stage>.<dm|ch>-<id>}: the same message always has the same id, and
   * no other ever has it, for numbers and ordinals are not used again. After a restore they are,
   * and {@code .r<revision>} of the last one stands behind it.
   */
  private static DeliveryId id(
      DecisionContext context,
      TaskState taskState,
      int ordinal,
      ReminderStage stage,
      DeliveryRoute route) {
    String target =
        switch (route) {
          case DeliveryRoute.DirectMessage(var memberId) -> "dm-" + memberId;
          case DeliveryRoute.Channel(var channelId) -> "ch-" + channelId;
        };
    Long restored = context.state().profile().restoredAtRevision();
    String message = taskState.task().number() + "." + ordinal + "." + stage.key() + "." + target;
    return new DeliveryId(restored == null ? message : message + ".r" + restored);
  }
}
