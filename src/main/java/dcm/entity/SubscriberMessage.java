package dcm.entity;

import dcm.guild.event.RecordedEvent;
import dcm.guild.value.GuildId;
import dcm.guild.value.Task;
import org.jspecify.annotations.Nullable;

/**
 * What a guild sends to the subscribers of its events. Each message is sent at most once; {@link
 * Subscribed} tells a subscriber which events it should have received, and it reads missing ones
 * from the journal.
 */
public sealed interface SubscriberMessage {
  GuildId guild();

  /**
   * An event that is in the journal.
   *
   * @param revision the event's sequence number; a guild publishes its events in this order
   * @param task the event's task right after the event; null: it has none, or none any more
   */
  record PublishedEvent(GuildId guild, long revision, RecordedEvent recorded, @Nullable Task task)
      implements SubscriberMessage {}

  /**
   * The subscription was started or renewed: later events will be sent.
   *
   * @param revision the guild's revision; events up to it may not have been sent
   */
  record Subscribed(GuildId guild, long revision) implements SubscriberMessage {}

  /**
   * The guild moves or leaves memory; a subscriber that still wants its events subscribes again.
   */
  record SubscriptionEnded(GuildId guild) implements SubscriberMessage {}
}
