package dcm.guild.value;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A guild's settings.
 *
 * @param zone an IANA region; at first the default that is recorded when the guild opens
 * @param locale BCP 47 tag, {@code nl} or {@code en} first of all
 * @param reminderOffsets how long before the due a reminder is sent; zero is at the due
 * @param escalateAfter how long after the due the guild's channel is told; null: never
 * @param channel where the guild's messages go; null: until one is known, nowhere
 * @param undoWindow how long the doer may take a completion back without further permission
 */
public record GuildSettings(
    ZoneId zone,
    String locale,
    DayOfWeek weekStart,
    List<Duration> reminderOffsets,
    @Nullable Duration escalateAfter,
    @Nullable ChannelId channel,
    Duration undoWindow) {
  public GuildSettings {
    reminderOffsets = List.copyOf(reminderOffsets);
  }

  public static final GuildSettings INITIAL =
      new GuildSettings(
          ZoneId.of("UTC"),
          "en",
          DayOfWeek.MONDAY,
          List.of(Duration.ofHours(24), Duration.ZERO),
          Duration.ofHours(2),
          null,
          Duration.ofMinutes(10));

  public GuildSettings withZone(ZoneId other) {
    return new GuildSettings(
        other, locale, weekStart, reminderOffsets, escalateAfter, channel, undoWindow);
  }
}
