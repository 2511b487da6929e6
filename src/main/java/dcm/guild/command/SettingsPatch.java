package dcm.guild.command;

import dcm.guild.value.ChannelId;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes of the settings; null leaves a field as it is.
 *
 * @param neverEscalate true: no escalation; {@code escalateAfter} must then be null
 * @param neverForget true: no half-life; {@code balanceHalfLifeWeeks} must then be null
 */
public record SettingsPatch(
    @Nullable ZoneId zone,
    @Nullable String locale,
    @Nullable DayOfWeek weekStart,
    @Nullable List<Duration> reminderOffsets,
    @Nullable Duration escalateAfter,
    boolean neverEscalate,
    @Nullable ChannelId channel,
    @Nullable Duration undoWindow,
    @Nullable Boolean selfApproval,
    @Nullable Boolean points,
    @Nullable Boolean leaderboard,
    @Nullable Integer balanceHalfLifeWeeks,
    boolean neverForget) {
  /** A patch that leaves the optional rules as they are. */
  public SettingsPatch(
      @Nullable ZoneId zone,
      @Nullable String locale,
      @Nullable DayOfWeek weekStart,
      @Nullable List<Duration> reminderOffsets,
      @Nullable Duration escalateAfter,
      boolean neverEscalate,
      @Nullable ChannelId channel,
      @Nullable Duration undoWindow) {
    this(
        zone,
        locale,
        weekStart,
        reminderOffsets,
        escalateAfter,
        neverEscalate,
        channel,
        undoWindow,
        null,
        null,
        null,
        null,
        false);
  }
}
