package dcm.guild;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * What the guild owes and what lies in its inboxes.
 *
 * @param retries when each delivery of the outbox is handed out again
 * @param inboxes the newest notifications of each member by revision
 * @param planned when the guild is to be woken, as the journal knows it; null: not at all
 * @param outage null: messages to the guild's channel arrive, as far as is known
 */
record Post(
    TreePMap<DeliveryId, Delivery> outbox,
    TreePSet<Slot<DeliveryId>> retries,
    HashPMap<MemberId, TreePMap<Long, Notification>> inboxes,
    @Nullable Instant planned,
    @Nullable ChannelOutage outage) {
  static final Post EMPTY =
      new Post(TreePMap.empty(), TreePSet.empty(), HashTreePMap.empty(), null, null);

  /** Notifications kept per member. */
  static final int INBOX = 200;

  Post apply(NotificationEvent event, Instant at, long revision) {
    return switch (event) {
      case NotificationEvent.Queued(var delivery) -> put(delivery);
      case NotificationEvent.Retried(var id, var attempt, var retryAt) -> {
        Delivery delivery = outbox.get(id);
        yield delivery == null ? this : put(delivery.retried(attempt, at, retryAt));
      }
      case NotificationEvent.Delivered(var id, _) -> delivered(id);
      case NotificationEvent.Failed(var id, var code, var settled) ->
          settled ? failed(id, code, at) : this;
      case NotificationEvent.OutageShown(var member) ->
          outage == null ? this : with(outage.shown(member));
      case NotificationEvent.Withdrawn(var id) -> settled(id);
      case NotificationEvent.FellBack _ -> this;
      case NotificationEvent.Posted posted -> posted(posted, at, revision);
      case NotificationEvent.Read(var member, var upTo) -> read(member, upTo);
      case NotificationEvent.WakeUpPlanned(var when) ->
          new Post(outbox, retries, inboxes, when, outage);
      case NotificationEvent.WakeUpCancelled() -> new Post(outbox, retries, inboxes, null, outage);
    };
  }

  /**
   * Another channel, or the bot may write in this one again: whoever is told next hears it anew.
   */
  Post apply(SettingsEvent event, @Nullable ChannelId channel) {
    if (outage == null) {
      return this;
    }
    boolean open =
        event instanceof SettingsEvent.ChannelsObserved seen
            && seen.channels().stream()
                .anyMatch(one -> one.id().equals(outage.channel()) && one.writable());
    return open || !outage.channel().equals(channel) ? with((ChannelOutage) null) : this;
  }

  private Post delivered(DeliveryId id) {
    Delivery delivery = outbox.get(id);
    boolean over =
        outage != null
            && delivery != null
            && delivery.route().equals(new Route.Channel(outage.channel()));
    return over ? settled(id).with((ChannelOutage) null) : settled(id);
  }

  private Post failed(DeliveryId id, String code, Instant at) {
    Delivery delivery = outbox.get(id);
    return delivery != null
            && delivery.route() instanceof Route.Channel(var channel)
            && !code.equals(DeliveryRules.GAVE_UP)
        ? settled(id).with(ChannelOutage.of(outage, channel, code, at))
        : settled(id);
  }

  private Post with(@Nullable ChannelOutage now) {
    return new Post(outbox, retries, inboxes, planned, now);
  }

  TreePMap<Long, Notification> inbox(MemberId member) {
    TreePMap<Long, Notification> inbox = inboxes.get(member);
    return inbox == null ? TreePMap.empty() : inbox;
  }

  /** Nothing is owed any more. */
  Post withoutOutbox() {
    return new Post(EMPTY.outbox, EMPTY.retries, inboxes, planned, null);
  }

  int unread(MemberId member) {
    return (int) inbox(member).values().stream().filter(line -> !line.read()).count();
  }

  Post put(Delivery delivery) {
    Post without = settled(delivery.id());
    return new Post(
        without.outbox.plus(delivery.id(), delivery),
        without.retries.plus(new Slot<>(delivery.retryAt(), delivery.id())),
        inboxes,
        planned,
        outage);
  }

  Post put(Notification line) {
    TreePMap<Long, Notification> inbox = inbox(line.recipient()).plus(line.revision(), line);
    return with(line.recipient(), inbox.size() > INBOX ? inbox.minusFirstEntry() : inbox);
  }

  private Post settled(DeliveryId id) {
    Delivery delivery = outbox.get(id);
    return delivery == null
        ? this
        : new Post(
            outbox.minus(id),
            retries.minus(new Slot<>(delivery.retryAt(), id)),
            inboxes,
            planned,
            outage);
  }

  private Post posted(NotificationEvent.Posted event, Instant at, long revision) {
    return put(
        new Notification(
            revision,
            event.recipient(),
            event.task(),
            event.number(),
            event.ordinal(),
            event.title(),
            event.stage(),
            event.late(),
            at,
            false));
  }

  private Post read(MemberId member, long upTo) {
    TreePMap<Long, Notification> inbox = inbox(member);
    for (Notification line : inbox.headMap(upTo, true).values()) {
      inbox = inbox.plus(line.revision(), line.seen());
    }
    return with(member, inbox);
  }

  private Post with(MemberId member, TreePMap<Long, Notification> inbox) {
    return new Post(outbox, retries, inboxes.plus(member, inbox), planned, outage);
  }
}
