package dcm;

import dcm.guild.Answer;
import dcm.guild.Caller;
import dcm.guild.GuildQuery;
import dcm.guild.GuildReply;
import dcm.guild.Settings;
import dcm.guild.SettingsCommand;
import dcm.guild.SettingsPatch;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * While a story is told its guild sends no reminders; afterwards it sends those whose time is still
 * to come.
 *
 * @param offsets the reminders to come back to
 * @param escalation likewise; null: none
 */
record DemoSilence(DemoDesk desk, List<Duration> offsets, @Nullable Duration escalation) {
  /**
   * @param zone what the guild's clock shall show from now on; null: what it shows
   */
  static DemoSilence begin(DemoDesk desk, Instant now, @Nullable ZoneId zone) {
    var settings = settings(desk, now);
    // silent already: a story broke off
    var ladder =
        settings.reminderOffsets().isEmpty() && settings.escalateAfter() == null
            ? Settings.INITIAL
            : settings;
    change(desk, new SettingsPatch(zone, null, null, List.of(), null, true, null, null), now);
    return new DemoSilence(desk, ladder.reminderOffsets(), ladder.escalateAfter());
  }

  void end(Instant now) {
    change(desk, new SettingsPatch(null, null, null, offsets, escalation, false, null, null), now);
  }

  private static Settings settings(DemoDesk desk, Instant now) {
    return switch (desk.ask(new Caller.Clockwork(), new GuildQuery.ShowSettings(), now)) {
      case GuildReply.Answered(Answer.ShownSettings shown, _) -> shown.settings();
      case GuildReply other -> throw new IllegalStateException("no settings but " + other);
    };
  }

  private static void change(DemoDesk desk, SettingsPatch patch, Instant now) {
    desk.expect(
        desk.story().founder(),
        // what is changed and changed back is no repetition
        "settings/" + UUID.randomUUID(),
        new SettingsCommand.Change(null, patch),
        now,
        _ -> false);
  }
}
