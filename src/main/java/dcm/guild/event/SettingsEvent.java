package dcm.guild.event;

import dcm.guild.value.ChannelId;
import dcm.guild.value.GuildChannel;
import dcm.guild.value.GuildSettings;
import dcm.guild.value.RoleId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What happened to the guild itself. */
public sealed interface SettingsEvent extends GuildEvent {
  /**
   * Discord told how the guild looks; the first one opens it.
   *
   * @param zone only in the first one: the guild's zone until somebody chooses another. The
   *     operator's default may change, the guild's zone must not change with it. Null in a first
   *     one that was written before zones were recorded: Europe/Amsterdam
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

  /**
   * Discord told of channels that are new or different, or are no more. The first one tells of all.
   */
  record ChannelsObserved(List<GuildChannel> channels, List<ChannelId> removed)
      implements SettingsEvent {
    public ChannelsObserved {
      channels = List.copyOf(channels);
      removed = List.copyOf(removed);
    }
  }

  /** The bot was removed. The next {@link GuildObserved} wakes the guild. */
  record Deactivated() implements SettingsEvent {}

  record Changed(GuildSettings before, GuildSettings after) implements SettingsEvent {}

  /**
   * The guild became again what it was when it was exported. What was told of it after that has
   * never been.
   *
   * @param exported the guild's revision then
   * @param revision of this event: higher than any that the guild had before, so that it does not
   *     follow on from the one before it
   */
  record Restored(long exported, Instant exportedAt, long revision) implements SettingsEvent {}
}
