package dcm.guild.state;

import dcm.guild.event.NotificationEvent;
import dcm.guild.event.SettingsEvent;
import dcm.guild.value.ChannelId;
import dcm.guild.value.ChannelOutage;
import dcm.guild.value.Delivery;
import dcm.guild.value.DeliveryId;
import dcm.guild.value.DeliveryRoute;
import dcm.guild.value.MemberId;
import dcm.guild.value.Notification;
import dcm.guild.value.ReminderStage;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * The outbox, the inboxes and the planned wake-up.
 *
 * @param retries when each delivery of the outbox is handed out again
 * @param inboxes the newest notifications of each member by revision
 * @param plannedWakeUp the next wake-up as recorded in the journal; null: none
 * @param channelOutage null: messages to the guild's channel arrive, as far as is known
 */
@RecordBuilder
public record Notifications(
    TreePMap<DeliveryId, Delivery> outbox,
    TreePSet<GuildState.AgendaEntry<DeliveryId>> retries,
    HashPMap<MemberId, TreePMap<Long, Notification>> inboxes,
    @Nullable Instant plannedWakeUp,
    @Nullable ChannelOutage channelOutage)
    implements NotificationsBuilder.With {
  public static final Notifications EMPTY =
      new Notifications(TreePMap.empty(), TreePSet.empty(), HashTreePMap.empty(), null, null);

  /** Notifications kept per member: the guild is held in memory. */
  static final int MAX_INBOX_SIZE = 50;

  Notifications apply(NotificationEvent event, Instant at, long revision) {
    return switch (event) {
      case NotificationEvent.Queued(var delivery) -> put(delivery);
      case NotificationEvent.WelcomeQueued(var id, var channel, var retryAt) ->
          put(
              new Delivery(
                  id,
                  new DeliveryRoute.Channel(channel),
                  new ReminderStage.Welcome(),
                  null,
                  0,
                  List.of(),
                  false,
                  at,
                  1,
                  retryAt));
      case NotificationEvent.Retried(var id, var attempt, var retryAt) -> {
        Delivery delivery = outbox.get(id);
        yield delivery == null ? this : put(delivery.retried(attempt, at, retryAt));
      }
      case NotificationEvent.Delivered(var id, _) -> delivered(id);
      case NotificationEvent.Failed(var id, var code, var settled) ->
          settled ? failed(id, code, at) : this;
      case NotificationEvent.OutageShown(var member) ->
          channelOutage == null ? this : withChannelOutage(channelOutage.withShownTo(member));
      case NotificationEvent.Withdrawn(var id) -> settled(id);
      case NotificationEvent.FellBack _ -> this;
      case NotificationEvent.Posted posted -> posted(posted, at, revision);
      case NotificationEvent.Read(var member, var upTo) -> read(member, upTo);
      case NotificationEvent.WakeUpPlanned(var wakeUpAt) -> withPlannedWakeUp(wakeUpAt);
      case NotificationEvent.WakeUpCancelled() -> withPlannedWakeUp(null);
    };
  }

  /**
   * Ends the channel's outage when another channel is set or the bot may write in it again. Members
   * are then notified of a later outage again.
   */
  Notifications apply(SettingsEvent event, @Nullable ChannelId channel) {
    if (channelOutage == null) {
      return this;
    }
    boolean writableAgain =
        event instanceof SettingsEvent.ChannelsObserved observed
            && observed.channels().stream()
                .anyMatch(candidate ->
                    candidate.id().equals(channelOutage.channel()) && candidate.writable());
    return writableAgain || !channelOutage.channel().equals(channel)
        ? withChannelOutage(null)
        : this;
  }

  private Notifications delivered(DeliveryId id) {
    Delivery delivery = outbox.get(id);
    boolean outageOver =
        channelOutage != null
            && delivery != null
            && delivery.route().equals(new DeliveryRoute.Channel(channelOutage.channel()));
    return outageOver ? settled(id).withChannelOutage(null) : settled(id);
  }

  private Notifications failed(DeliveryId id, String code, Instant at) {
    Delivery delivery = outbox.get(id);
    return delivery != null
            && delivery.route() instanceof DeliveryRoute.Channel(var channel)
            && !code.equals(Delivery.GAVE_UP)
        ? settled(id).withChannelOutage(ChannelOutage.of(channelOutage, channel, code, at))
        : settled(id);
  }

  public TreePMap<Long, Notification> inbox(MemberId member) {
    TreePMap<Long, Notification> inbox = inboxes.get(member);
    return inbox == null ? TreePMap.empty() : inbox;
  }

  /** The notifications without outbox. */
  Notifications withoutOutbox() {
    return with(changed -> changed.outbox(EMPTY.outbox).retries(EMPTY.retries).channelOutage(null));
  }

  public int unread(MemberId member) {
    return (int)
        inbox(member).values().stream().filter(notification -> !notification.read()).count();
  }

  public Notifications put(Delivery delivery) {
    Notifications others = settled(delivery.id());
    return others.with(changed ->
        changed
            .outbox(others.outbox.plus(delivery.id(), delivery))
            .retries(others.retries.plus(retry(delivery))));
  }

  private static GuildState.AgendaEntry<DeliveryId> retry(Delivery delivery) {
    return new GuildState.AgendaEntry<>(delivery.retryAt(), delivery.id());
  }

  public Notifications put(Notification notification) {
    TreePMap<Long, Notification> inbox =
        inbox(notification.recipient()).plus(notification.revision(), notification);
    return withInbox(
        notification.recipient(), inbox.size() > MAX_INBOX_SIZE ? inbox.minusFirstEntry() : inbox);
  }

  private Notifications settled(DeliveryId id) {
    Delivery delivery = outbox.get(id);
    return delivery == null
        ? this
        : with(changed -> changed.outbox(outbox.minus(id)).retries(retries.minus(retry(delivery))));
  }

  private Notifications posted(NotificationEvent.Posted event, Instant at, long revision) {
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

  private Notifications read(MemberId member, long upTo) {
    TreePMap<Long, Notification> inbox = inbox(member);
    for (Notification notification : inbox.headMap(upTo, true).values()) {
      inbox = inbox.plus(notification.revision(), notification.markedRead());
    }
    return withInbox(member, inbox);
  }

  private Notifications withInbox(MemberId member, TreePMap<Long, Notification> inbox) {
    return withInboxes(inboxes.plus(member, inbox));
  }
}
