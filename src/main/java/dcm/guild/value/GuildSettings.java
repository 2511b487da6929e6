package dcm.guild.value;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A guild's settings.
 *
 * @param zone an IANA region; initially the default zone recorded when the guild opens
 * @param locale BCP 47 tag, such as {@code nl} or {@code en}
 * @param reminderOffsets times before the due at which reminders are sent; zero: at the due
 * @param escalateAfter time after the due at which the guild's channel is notified; null: never
 * @param channel target of the guild's messages; null: messages are not sent until one is set
 * @param undoWindow time in which members may undo their own completions without further permission
 * @param selfApproval whether a member may approve what they did themselves; null: no
 * @param points whether completions give points and count for streaks; null: no
 * @param leaderboard whether members see the points of one another; null: no
 * @param balanceHalfLifeWeeks weeks after which half of a balance of work is forgotten; null: never
 */
@RecordBuilder
public record GuildSettings(
    ZoneId zone,
    String locale,
    DayOfWeek weekStart,
    List<Duration> reminderOffsets,
    @Nullable Duration escalateAfter,
    @Nullable ChannelId channel,
    Duration undoWindow,
    @Nullable Boolean selfApproval,
    @Nullable Boolean points,
    @Nullable Boolean leaderboard,
    @Nullable Integer balanceHalfLifeWeeks)
    implements GuildSettingsBuilder.With {
  public GuildSettings {
    reminderOffsets = List.copyOf(reminderOffsets);
    selfApproval = Boolean.TRUE.equals(selfApproval) ? selfApproval : null;
    points = Boolean.TRUE.equals(points) ? points : null;
    leaderboard = Boolean.TRUE.equals(leaderboard) ? leaderboard : null;
  }

  /** Settings without the optional rules. */
  public GuildSettings(
      ZoneId zone,
      String locale,
      DayOfWeek weekStart,
      List<Duration> reminderOffsets,
      @Nullable Duration escalateAfter,
      @Nullable ChannelId channel,
      Duration undoWindow) {
    this(
        zone,
        locale,
        weekStart,
        reminderOffsets,
        escalateAfter,
        channel,
        undoWindow,
        null,
        null,
        null,
        null);
  }

  /** The first reminder of a due after an instant; null: there is none. */
  public @Nullable Instant firstReminder(Due due, Instant after) {
    return reminderOffsets.stream()
        .map(due::minus)
        .filter(at -> at.isAfter(after) && !at.equals(Instant.MAX))
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  public boolean allowsSelfApproval() {
    return selfApproval != null;
  }

  /** Whether completions give points. */
  public boolean givesPoints() {
    return points != null;
  }

  /** Whether there is a leaderboard, which needs points. */
  public boolean showsLeaderboard() {
    return points != null && leaderboard != null;
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
}
