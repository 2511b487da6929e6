package dcm.guild.state;

import dcm.guild.event.SettingsEvent;
import dcm.guild.value.BoardLayout;
import dcm.guild.value.BoardMessage;
import dcm.guild.value.ChannelId;
import dcm.guild.value.GuildChannel;
import dcm.guild.value.GuildSettings;
import dcm.guild.value.HolidayCalendar;
import dcm.guild.value.RoleId;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The guild's description in Discord and its settings.
 *
 * @param name null: the guild was never observed
 * @param inactive the bot is not, or no longer, in the guild
 * @param settingsRevision the settings' own revision: their ETag
 * @param localeChosen a member chose the language; Discord's no longer applies
 * @param channelChosen a member chose the channel; Discord's no longer applies
 * @param quietUntil reminders due before it are not sent
 * @param restoredAtRevision the revision of the last restore; null: it was never restored
 * @param channels null: not observed, or not since the last restore
 * @param holidays null: none
 * @param holidaysRevision the revision of the last change of the holidays; null: none
 * @param boards messages that follow the open tasks, by channel; null: none
 * @param layout columns of the kanban board; null: {@link BoardLayout#DEFAULT}
 * @param layoutChangedAtRevision the revision of the last change of the columns; null: none
 */
@RecordBuilder
public record GuildProfile(
    @Nullable String name,
    boolean inactive,
    Map<RoleId, String> roles,
    GuildSettings settings,
    long settingsRevision,
    boolean localeChosen,
    boolean channelChosen,
    Instant quietUntil,
    @Nullable Long restoredAtRevision,
    @Nullable Map<ChannelId, GuildChannel> channels,
    @Nullable HolidayCalendar holidays,
    @Nullable Long holidaysRevision,
    @Nullable List<BoardMessage> boards,
    @Nullable BoardLayout layout,
    @Nullable Long layoutChangedAtRevision)
    implements GuildProfileBuilder.With {
  /** The zone of a guild that opened before zones were recorded. */
  static final ZoneId LEGACY_DEFAULT_ZONE = ZoneId.of("Europe/Amsterdam");

  /**
   * The profile of a guild that was never observed.
   *
   * @param zone the guild's zone when it opens
   */
  static GuildProfile unknown(ZoneId zone) {
    return new GuildProfile(
        null,
        false,
        Map.of(),
        GuildSettings.INITIAL.withZone(zone),
        0,
        false,
        false,
        Instant.EPOCH,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  public GuildProfile {
    roles = Collections.unmodifiableMap(new TreeMap<>(roles));
    channels = channels == null ? null : Collections.unmodifiableMap(new TreeMap<>(channels));
  }

  public boolean active() {
    return name != null && !inactive;
  }

  public HolidayCalendar holidayCalendar() {
    return holidays == null ? HolidayCalendar.NONE : holidays;
  }

  /** The ETag of the holidays; 0: they were never changed. */
  public long holidayRevision() {
    return holidaysRevision == null ? 0 : holidaysRevision;
  }

  public BoardLayout boardLayout() {
    return layout == null ? BoardLayout.DEFAULT : layout;
  }

  /** The ETag of the board's columns; 0: they were never changed. */
  public long layoutRevision() {
    return layoutChangedAtRevision == null ? 0 : layoutChangedAtRevision;
  }

  public List<BoardMessage> boardMessages() {
    return boards == null ? List.of() : boards;
  }

  /** The channel's message that follows the open tasks; null: none. */
  public @Nullable BoardMessage boardMessage(ChannelId channel) {
    return boardMessages().stream()
        .filter(board -> board.channel().equals(channel))
        .findAny()
        .orElse(null);
  }

  private GuildProfile withBoardMessage(ChannelId channel, @Nullable BoardMessage board) {
    List<BoardMessage> changed =
        Stream.concat(
                boardMessages().stream().filter(other -> !other.channel().equals(channel)),
                Stream.ofNullable(board))
            .sorted(Comparator.comparing(BoardMessage::channel))
            .toList();
    return withBoards(changed.isEmpty() ? null : changed);
  }

  /** The epoch of a new member: no existing token may be valid for it. */
  public long initialEpoch() {
    return restoredAtRevision == null ? 1 : restoredAtRevision;
  }

  GuildProfile apply(SettingsEvent event, Instant at, long revision) {
    return switch (event) {
      case SettingsEvent.GuildObserved observed -> withObserved(observed, at, revision);
      case SettingsEvent.ChannelsObserved observed -> withObserved(observed);
      case SettingsEvent.Deactivated _ -> withInactive(true);
      case SettingsEvent.Changed changed -> changed(changed, at, revision);
      case SettingsEvent.HolidaysChanged changed ->
          with(profile ->
              profile
                  .holidays(changed.after().equals(HolidayCalendar.NONE) ? null : changed.after())
                  .holidaysRevision(revision));
      case SettingsEvent.BoardLayoutChanged changed ->
          with(profile -> profile.layout(changed.after()).layoutChangedAtRevision(revision));
      case SettingsEvent.BoardMessagePosted(var channel, var message, var replaces) ->
          withBoardMessage(channel, new BoardMessage(channel, message, replaces));
      case SettingsEvent.BoardMessageRemoved(var channel, _) -> withBoardMessage(channel, null);
      case SettingsEvent.Restored _ ->
          // an archive's channels and messages are not trusted
          with(changed ->
              changed.quietUntil(at).restoredAtRevision(revision).channels(null).boards(null));
    };
  }

  private GuildProfile changed(SettingsEvent.Changed event, Instant at, long revision) {
    GuildSettings before = event.before();
    GuildSettings after = event.after();
    return with(changed ->
        changed
            .settings(after)
            .settingsRevision(revision)
            .localeChosen(localeChosen || !before.locale().equals(after.locale()))
            .channelChosen(channelChosen || !Objects.equals(before.channel(), after.channel()))
            .quietUntil(sameReminderSchedule(before, after) ? quietUntil : at));
  }

  private GuildProfile withObserved(SettingsEvent.ChannelsObserved observed) {
    Map<ChannelId, GuildChannel> updated = new TreeMap<>(channels == null ? Map.of() : channels);
    observed.removed().forEach(updated::remove);
    observed.channels().forEach(channel -> updated.put(channel.id(), channel));
    return withChannels(updated);
  }

  /**
   * Applies Discord's description. Reminders due while the bot was absent are not sent after it
   * returns.
   */
  private GuildProfile withObserved(
      SettingsEvent.GuildObserved observed, Instant at, long revision) {
    GuildSettings seen = observedSettings(observed.locale(), observed.channel());
    GuildSettings updated =
        name != null
            ? seen
            : seen.withZone(observed.zone() == null ? LEGACY_DEFAULT_ZONE : observed.zone());
    boolean unchanged = updated.equals(settings) && name != null;
    return with(changed ->
        changed
            .name(observed.name())
            .inactive(false)
            .roles(observed.roles())
            .settings(updated)
            .settingsRevision(unchanged ? settingsRevision : revision)
            .quietUntil(inactive ? at : quietUntil));
  }

  /** The settings with Discord's values where no member chose one. */
  public GuildSettings observedSettings(String locale, @Nullable ChannelId channel) {
    return settings.with(changed ->
        changed
            .locale(localeChosen ? settings.locale() : locale)
            .channel(channelChosen ? settings.channel() : channel));
  }

  /** Whether each task has its reminders at the same times as with another profile. */
  boolean hasReminderTimesOf(GuildProfile other) {
    return quietUntil.equals(other.quietUntil) && sameReminderSchedule(settings, other.settings);
  }

  static boolean sameReminderSchedule(GuildSettings one, GuildSettings other) {
    return one.reminderOffsets().equals(other.reminderOffsets())
        && Objects.equals(one.escalateAfter(), other.escalateAfter());
  }
}
