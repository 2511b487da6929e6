package dcm.guild;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The guild itself: how it looks in Discord and how its people set it up.
 *
 * @param name null: nobody told us of this guild yet
 * @param asleep the bot is not in it (any more)
 * @param settingsRevision the settings' own revision: their ETag
 * @param localeChosen somebody chose the language: what Discord says does not count any more
 * @param channelChosen likewise for the channel
 * @param quietUntil reminders whose time lies before it are not sent
 * @param restored the revision at which it last came back from a file; null: it never did
 * @param channels null: Discord has not told of them, or not since the guild came back from a file
 */
public record House(
    @Nullable String name,
    boolean asleep,
    Map<RoleId, String> roles,
    Settings settings,
    long settingsRevision,
    boolean localeChosen,
    boolean channelChosen,
    Instant quietUntil,
    @Nullable Long restored,
    @Nullable Map<ChannelId, GuildChannel> channels) {
  /** The zone of a guild that opened before its zone was recorded. */
  static final ZoneId ZONE_BEFORE = ZoneId.of("Europe/Amsterdam");

  /**
   * Before anybody told us of the guild.
   *
   * @param zone what the guild begins with when it opens now
   */
  static House unknown(ZoneId zone) {
    return new House(
        null,
        false,
        Map.of(),
        Settings.INITIAL.inZone(zone),
        0,
        false,
        false,
        Instant.EPOCH,
        null,
        null);
  }

  public House {
    roles = Collections.unmodifiableMap(new TreeMap<>(roles));
    channels = channels == null ? null : Collections.unmodifiableMap(new TreeMap<>(channels));
  }

  boolean open() {
    return name != null && !asleep;
  }

  /** Of somebody who was never here: no token may still vouch for it. */
  long firstEpoch() {
    return restored == null ? 1 : restored;
  }

  House apply(SettingsEvent event, Instant at, long revision) {
    return switch (event) {
      case SettingsEvent.GuildObserved seen -> seen(seen, at, revision);
      case SettingsEvent.ChannelsObserved seen -> seen(seen);
      case SettingsEvent.Slept _ ->
          new House(
              name,
              true,
              roles,
              settings,
              settingsRevision,
              localeChosen,
              channelChosen,
              quietUntil,
              restored,
              channels);
      case SettingsEvent.Changed(var before, var after) ->
          new House(
              name,
              asleep,
              roles,
              after,
              revision,
              localeChosen || !before.locale().equals(after.locale()),
              channelChosen || !Objects.equals(before.channel(), after.channel()),
              sameLadder(before, after) ? quietUntil : at,
              restored,
              channels);
      case SettingsEvent.Restored _ ->
          new House(
              name,
              asleep,
              roles,
              settings,
              settingsRevision,
              localeChosen,
              channelChosen,
              at,
              revision,
              // an archive may say of a channel whatever it likes
              null);
    };
  }

  private House seen(SettingsEvent.ChannelsObserved seen) {
    Map<ChannelId, GuildChannel> now = new TreeMap<>(channels == null ? Map.of() : channels);
    seen.removed().forEach(now::remove);
    seen.channels().forEach(channel -> now.put(channel.id(), channel));
    return new House(
        name,
        asleep,
        roles,
        settings,
        settingsRevision,
        localeChosen,
        channelChosen,
        quietUntil,
        restored,
        now);
  }

  /** What would have been sent while the bot was away is not sent when it comes back. */
  private House seen(SettingsEvent.GuildObserved seen, Instant at, long revision) {
    Settings now = observed(seen.locale(), seen.channel());
    if (name == null) {
      now = now.inZone(seen.zone() == null ? ZONE_BEFORE : seen.zone());
    }
    return new House(
        seen.name(),
        false,
        seen.roles(),
        now,
        now.equals(settings) && name != null ? settingsRevision : revision,
        localeChosen,
        channelChosen,
        asleep ? at : quietUntil,
        restored,
        channels);
  }

  /** The settings with what Discord says where nobody chose. */
  Settings observed(String locale, @Nullable ChannelId channel) {
    return new Settings(
        settings.zone(),
        localeChosen ? settings.locale() : locale,
        settings.weekStart(),
        settings.reminderOffsets(),
        settings.escalateAfter(),
        channelChosen ? settings.channel() : channel,
        settings.undoWindow());
  }

  static boolean sameLadder(Settings one, Settings other) {
    return one.reminderOffsets().equals(other.reminderOffsets())
        && Objects.equals(one.escalateAfter(), other.escalateAfter());
  }
}
