package dcm.guild.event;

import dcm.guild.value.BoardLayout;
import dcm.guild.value.ChannelId;
import dcm.guild.value.GuildChannel;
import dcm.guild.value.GuildSettings;
import dcm.guild.value.HolidayCalendar;
import dcm.guild.value.MessageId;
import dcm.guild.value.RoleId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Events of the guild itself. */
public sealed interface SettingsEvent extends GuildEvent {
  /**
   * Discord's description of the guild; the first one opens it.
   *
   * @param zone only in the first one: the guild's zone until a member chooses another. It is
   *     recorded because the operator's default may change while the guild's zone must not. Null in
   *     a first one written before zones were recorded: Europe/Amsterdam.
   */
  record GuildObserved(
      String name,
      Map<RoleId, String> roles,
      String locale,
      @Nullable ChannelId channel,
      @Nullable ZoneId zone)
      implements SettingsEvent {
    public GuildObserved {
      roles = Collections.unmodifiableMap(new TreeMap<>(roles));
    }
  }

  /** Channels that are new, changed or deleted. The first event lists all. */
  record ChannelsObserved(List<GuildChannel> channels, List<ChannelId> removed)
      implements SettingsEvent {
    public ChannelsObserved {
      channels = List.copyOf(channels);
      removed = List.copyOf(removed);
    }
  }

  /** The bot was removed. The next {@link GuildObserved} activates the guild again. */
  record Deactivated() implements SettingsEvent {}

  record Changed(GuildSettings before, GuildSettings after) implements SettingsEvent {}

  /** The columns of the kanban board were replaced. */
  record BoardLayoutChanged(BoardLayout before, BoardLayout after) implements SettingsEvent {}

  /** The guild's holidays were replaced. */
  record HolidaysChanged(HolidayCalendar before, HolidayCalendar after) implements SettingsEvent {}

  /**
   * A message that follows the open tasks was wanted in a channel, or posted there.
   *
   * @param message null: it is still to be posted
   * @param replaces an older message, to be deleted when the new one is posted; null: none
   */
  record BoardMessagePosted(
      ChannelId channel, @Nullable MessageId message, @Nullable MessageId replaces)
      implements SettingsEvent {}

  /**
   * A channel has no message that follows the open tasks any more.
   *
   * @param message the message, to be deleted; null: it was not posted yet
   */
  record BoardMessageRemoved(ChannelId channel, @Nullable MessageId message)
      implements SettingsEvent {}

  /**
   * The guild was restored to its state at the time of an export. Later events no longer exist.
   *
   * @param exported the guild's revision at the export
   * @param revision of this event: higher than any revision before, so it does not continue the
   *     former sequence
   */
  record Restored(long exported, Instant exportedAt, long revision) implements SettingsEvent {}
}
