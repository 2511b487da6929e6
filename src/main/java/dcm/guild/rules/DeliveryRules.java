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
import dcm.guild.value.OccurrenceRef;
import dcm.guild.value.ReminderStage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rules on deliveries: delivered, retried, sent by another route, given up. */
public final class DeliveryRules {
  /** Delays before a delivery is handed out again, by attempt. */
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
      OccurrenceRef occurrence,
      ReminderRules.Reminder reminder,
      DeliveryRoute route,
      List<MemberId> addressees) {
    TaskState taskState = context.state().catalog().tasks().get(occurrence.task());
    if (taskState != null) {
      DeliveryId id = id(context, taskState, occurrence.ordinal(), reminder.stage(), route);
      queue(
          context,
          new Delivery(
              id,
              route,
              reminder.stage(),
              taskState.task().id(),
              occurrence.ordinal(),
              addressees,
              WakeUpRules.isLate(context, reminder),
              context.at(),
              1,
              context.at().plus(RETRY_DELAYS.getFirst())));
    }
  }

  /**
   * Retries a delivery. One that no longer applies is withdrawn, one that was tried often enough is
   * given up.
   */
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

  /**
   * Withdraws a delivery. Without effect when it is settled or applies again: then the agenda
   * retries it.
   */
  static @Nullable Refusal withdraw(DecisionContext context, DeliveryId id) {
    Delivery delivery = context.state().notifications().outbox().get(id);
    if (delivery != null && !DeliveryChecks.stillApplies(context.state(), delivery, context.at())) {
      withdrawAndReroute(context, delivery);
    }
    return null;
  }

  /** Withdraws a delivery; one to the former channel is queued for the channel chosen since. */
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

  /** Queues a delivery; one to a channel that the guild does not have fails without an attempt. */
  private static void queue(DecisionContext context, Delivery delivery) {
    context.emit(
        delivery.stage() instanceof ReminderStage.Welcome
                && delivery.route() instanceof DeliveryRoute.Channel(var target)
            ? new NotificationEvent.WelcomeQueued(delivery.id(), target, delivery.retryAt())
            : new NotificationEvent.Queued(delivery));
    if (delivery.route() instanceof DeliveryRoute.Channel(var channel)
        && ChannelRules.isMissing(context.state().profile(), channel)) {
      giveUp(context, delivery, UNKNOWN_CHANNEL);
    }
  }

  /** Records a success; results of settled deliveries are ignored. */
  static @Nullable Refusal delivered(
      DecisionContext context, NotificationCommand.Deliver delivered) {
    if (context.state().notifications().outbox().containsKey(delivered.delivery())) {
      context.emit(new NotificationEvent.Delivered(delivered.delivery(), delivered.messageId()));
    }
    return null;
  }

  static @Nullable Refusal failed(DecisionContext context, NotificationCommand.Fail failed) {
    Delivery delivery = context.state().notifications().outbox().get(failed.delivery());
    if (delivery != null && failed.permanent()) {
      giveUp(context, delivery, failed.code());
    } else if (delivery != null) {
      context.emit(new NotificationEvent.Failed(failed.delivery(), failed.code(), false));
    }
    return null;
  }

  static @Nullable Refusal markRead(DecisionContext context, NotificationCommand.MarkRead read) {
    MemberId callerId = context.caller().id();
    boolean unread =
        context.state().notifications().inbox(callerId).headMap(read.upTo(), true).values().stream()
            .anyMatch(notification -> !notification.read());
    if (unread) {
      context.emit(new NotificationEvent.Read(callerId, read.upTo()));
    }
    return null;
  }

  /** Gives a delivery up; a direct message is replaced by a message in the guild's channel. */
  private static void giveUp(DecisionContext context, Delivery delivery, String code) {
    context.emit(new NotificationEvent.Failed(delivery.id(), code, true));
    ChannelId channel = context.state().profile().settings().channel();
    TaskState taskState = DeliveryChecks.taskOf(context.state(), delivery);
    if (taskState != null
        && delivery.route() instanceof DeliveryRoute.Channel
        && DeliveryChecks.stillApplies(context.state(), delivery, context.at())) {
      OutageRules.notifyResponsible(
          context, taskState, delivery.ordinal(), delivery.stage(), delivery.late());
    }
    if (channel == null
        || taskState == null
        || !(delivery.route() instanceof DeliveryRoute.DirectMessage(MemberId memberId))
        || !DeliveryChecks.stillApplies(context.state(), delivery, context.at())) {
      return;
    }
    DeliveryRoute route = new DeliveryRoute.Channel(channel);
    String baseId = id(context, taskState, delivery.ordinal(), delivery.stage(), route).value();
    // one per unreached member: the channel may have received this stage for another member already
    DeliveryId fallbackId = new DeliveryId(baseId + "-for-" + memberId);
    queue(context, requeued(delivery, fallbackId, route, context.at()));
    context.emit(new NotificationEvent.FellBack(delivery.id(), fallbackId));
  }

  /**
   * The id {@code <number>.<ordinal>.<stage>.<dm|ch>-<id>}: one message always has one id and no
   * other message has it, because numbers and ordinals are not reused. An occurrence that was moved
   * is reminded of again: its ordinal is followed by {@code m<moves>}. After a restore numbers are
   * reused, and {@code .r<revision>} of the last restore is appended.
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
    String message =
        taskState.task().number()
            + "."
            + ordinal
            + moves(taskState, ordinal)
            + "."
            + stage.key()
            + "."
            + target;
    return new DeliveryId(restored == null ? message : message + ".r" + restored);
  }

  private static String moves(TaskState taskState, int ordinal) {
    Occurrence open = taskState.task().open(ordinal);
    Integer moves = open == null ? null : open.currentCourse().moves();
    return moves == null ? "" : "m" + moves;
  }
}
