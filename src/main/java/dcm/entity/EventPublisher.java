package dcm.entity;

import dcm.guild.event.SettingsEvent;
import dcm.guild.rules.DecidedEvent;
import dcm.guild.value.DeliveryDetails;
import dcm.guild.value.GuildId;
import java.util.List;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes one guild's events to its subscribers and hands out its deliveries once they are
 * written. Confined to its actor's thread.
 */
final class EventPublisher {
  private static final Logger LOG = LoggerFactory.getLogger(EventPublisher.class);

  private final GuildId guild;
  private final DeliveryHandler deliveryHandler;
  private final Supplier<BoardListener> boardListener;
  private final EventSubscribers subscribers = new EventSubscribers(System::nanoTime);

  EventPublisher(
      GuildId guild, DeliveryHandler deliveryHandler, Supplier<BoardListener> boardListener) {
    this.guild = guild;
    this.deliveryHandler = deliveryHandler;
    this.boardListener = boardListener;
  }

  /**
   * Starts or renews a subscription and confirms it.
   *
   * @param revision the guild's revision
   */
  void subscribe(ActorRef<SubscriberMessage> subscriber, long revision) {
    subscribers.renew(subscriber);
    subscriber.tell(new SubscriberMessage.Subscribed(guild, revision));
  }

  /** Ends all subscriptions, because the entity stops. */
  void endSubscriptions() {
    if (!subscribers.isEmpty()) {
      subscribers.tell(new SubscriberMessage.SubscriptionEnded(guild));
    }
  }

  /**
   * Publishes events that are in the journal, in order, and hands out their deliveries.
   *
   * @param revision the guild's revision before the first of them
   * @param shownOnBoards whether messages in Discord show the guild's open tasks
   */
  void publish(long revision, List<DecidedEvent> written, boolean shownOnBoards) {
    boolean subscribed = !subscribers.isEmpty();
    long next = revision;
    for (DecidedEvent event : written) {
      next++;
      if (subscribed) {
        subscribers.tell(
            new SubscriberMessage.PublishedEvent(guild, next, event.recorded(), event.task()));
      }
      if (event.delivery() != null) {
        dispatch(event.delivery());
      }
      if (event.recorded().event() instanceof SettingsEvent.BoardMessageRemoved removed) {
        boardListener.get().boardMessageRemoved(removed);
      }
    }
    if (!written.isEmpty()) {
      updateBoards(shownOnBoards);
    }
  }

  /** Has the guild's board messages updated, also after recovery: it may have changed before. */
  void updateBoards(boolean shownOnBoards) {
    if (shownOnBoards) {
      boardListener.get().guildChanged(guild);
    }
  }

  private void dispatch(DeliveryDetails details) {
    try {
      deliveryHandler.handle(details);
    } catch (RuntimeException e) {
      // the delivery stays in the outbox; the guild's agenda hands it out again
      LOG.atWarn()
          .addKeyValue("guild", guild.toString())
          .setCause(e)
          .log("Guild {}: delivery handler failed for {}", guild, details.delivery().id());
    }
  }
}
