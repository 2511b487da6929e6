package dcm.guild;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of messages that are owed: arrived, tried again, sent another way, given up. */
final class DeliveryRules {
  /** How long a messenger has before the delivery is handed out again; then ever longer. */
  static final List<Duration> PATIENCE =
      List.of(
          Duration.ofSeconds(15),
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofHours(1));

  static final int ATTEMPTS = 8;

  /** Codes of our own, beside those of Discord. */
  static final String GAVE_UP = "gave-up";

  static final String UNKNOWN_CHANNEL = "unknown-channel";

  private DeliveryRules() {}

  static void queue(
      Hearing hearing,
      Chore chore,
      Reminders.Reminder reminder,
      Route route,
      List<MemberId> concerns) {
    Occurrence open = chore.task().open();
    if (open != null) {
      DeliveryId id = id(hearing, chore, open.ordinal(), reminder.stage(), route);
      queue(
          hearing,
          new Delivery(
              id,
              route,
              reminder.stage(),
              chore.task().id(),
              open.ordinal(),
              concerns,
              WakeUpRules.late(hearing, reminder),
              hearing.at(),
              1,
              hearing.at().plus(PATIENCE.getFirst())));
    }
  }

  /** What is no longer needed or was tried often enough is not tried again. */
  static void retry(Hearing hearing, DeliveryId id) {
    Delivery delivery = hearing.state().post().outbox().get(id);
    if (delivery == null) {
      return;
    }
    if (!DeliveryChecks.holds(hearing.state(), delivery, hearing.at())) {
      takeBack(hearing, delivery);
    } else if (delivery.attempts() >= ATTEMPTS) {
      settle(hearing, delivery, GAVE_UP);
    } else {
      int attempt = delivery.attempts() + 1;
      Duration patience = PATIENCE.get(Math.min(attempt, PATIENCE.size()) - 1);
      hearing.happens(new NotificationEvent.Retried(id, attempt, hearing.at().plus(patience)));
    }
  }

  /** Nothing happens when it is settled, or holds again by now: then its agenda tries it again. */
  static @Nullable Refusal withdraw(Hearing hearing, DeliveryId id) {
    Delivery delivery = hearing.state().post().outbox().get(id);
    if (delivery != null && !DeliveryChecks.holds(hearing.state(), delivery, hearing.at())) {
      takeBack(hearing, delivery);
    }
    return null;
  }

  /** What was to go to the former channel goes to the one that was chosen since. */
  private static void takeBack(Hearing hearing, Delivery delivery) {
    hearing.happens(new NotificationEvent.Withdrawn(delivery.id()));
    ChannelId chosen = hearing.state().house().settings().channel();
    if (chosen == null || !(delivery.route() instanceof Route.Channel(var former))) {
      return;
    }
    DeliveryId id = new DeliveryId(delivery.id().value().replace(".ch-" + former, ".ch-" + chosen));
    Delivery moved = anew(delivery, id, new Route.Channel(chosen), hearing.at());
    if (!chosen.equals(former)
        && !hearing.state().post().outbox().containsKey(id)
        && DeliveryChecks.holds(hearing.state(), moved, hearing.at())) {
      queue(hearing, moved);
      hearing.happens(new NotificationEvent.FellBack(delivery.id(), id));
    }
  }

  private static Delivery anew(Delivery delivery, DeliveryId id, Route route, Instant now) {
    return new Delivery(
        id,
        route,
        delivery.stage(),
        delivery.task(),
        delivery.ordinal(),
        delivery.concerns(),
        delivery.late(),
        now,
        1,
        now.plus(PATIENCE.getFirst()));
  }

  /** What would go to a channel that is not the guild's, or is gone, fails without being tried. */
  private static void queue(Hearing hearing, Delivery delivery) {
    hearing.happens(new NotificationEvent.Queued(delivery));
    if (delivery.route() instanceof Route.Channel(var channel)
        && ChannelRules.isMissing(hearing.state().house(), channel)) {
      settle(hearing, delivery, UNKNOWN_CHANNEL);
    }
  }

  /** News of a delivery that is settled is no news. */
  static @Nullable Refusal delivered(Hearing hearing, NotificationCommand.Deliver news) {
    if (hearing.state().post().outbox().containsKey(news.delivery())) {
      hearing.happens(new NotificationEvent.Delivered(news.delivery(), news.receipt()));
    }
    return null;
  }

  static @Nullable Refusal failed(Hearing hearing, NotificationCommand.Fail news) {
    Delivery delivery = hearing.state().post().outbox().get(news.delivery());
    if (delivery != null && news.forGood()) {
      settle(hearing, delivery, news.code());
    } else if (delivery != null) {
      hearing.happens(new NotificationEvent.Failed(news.delivery(), news.code(), false));
    }
    return null;
  }

  static @Nullable Refusal markRead(Hearing hearing, NotificationCommand.MarkRead read) {
    MemberId me = hearing.caller().id();
    boolean news =
        hearing.state().post().inbox(me).headMap(read.upTo(), true).values().stream()
            .anyMatch(line -> !line.read());
    if (news) {
      hearing.happens(new NotificationEvent.Read(me, read.upTo()));
    }
    return null;
  }

  /** A direct message that cannot arrive becomes a message in the guild's channel. */
  private static void settle(Hearing hearing, Delivery delivery, String code) {
    hearing.happens(new NotificationEvent.Failed(delivery.id(), code, true));
    ChannelId channel = hearing.state().house().settings().channel();
    Chore chore = hearing.state().board().chores().get(delivery.task());
    if (chore != null
        && delivery.route() instanceof Route.Channel
        && DeliveryChecks.holds(hearing.state(), delivery, hearing.at())) {
      OutageRules.post(hearing, chore, delivery.stage(), delivery.late());
    }
    if (channel == null
        || chore == null
        || !(delivery.route() instanceof Route.DirectMessage(MemberId to))
        || !DeliveryChecks.holds(hearing.state(), delivery, hearing.at())) {
      return;
    }
    Route route = new Route.Channel(channel);
    String plain = id(hearing, chore, delivery.ordinal(), delivery.stage(), route).value();
    // one per member who was not reached: the channel may have had this stage for another already
    DeliveryId instead = new DeliveryId(plain + "-for-" + to);
    queue(hearing, anew(delivery, instead, route, hearing.at()));
    hearing.happens(new NotificationEvent.FellBack(delivery.id(), instead));
  }

  /**
   * {@code <number>.<ordinal>.<stage>.<dm|ch>-<id>}: the same message always has the same id, and
   * no other ever has it, for numbers and ordinals are not used again. After a restore they are,
   * and {@code .r<revision>} of the last one stands behind it.
   */
  private static DeliveryId id(
      Hearing hearing, Chore chore, int ordinal, Stage stage, Route route) {
    String where =
        switch (route) {
          case Route.DirectMessage(var to) -> "dm-" + to;
          case Route.Channel(var in) -> "ch-" + in;
        };
    Long restored = hearing.state().house().restored();
    String message = chore.task().number() + "." + ordinal + "." + stage.key() + "." + where;
    return new DeliveryId(restored == null ? message : message + ".r" + restored);
  }
}
