package dcm.demo;

import dcm.guild.command.SettingsCommand;
import dcm.guild.command.SettingsPatch;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.GuildReply;
import dcm.guild.value.Caller;
import dcm.guild.value.GuildSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Suspends the reminders of a guild while it is seeded; afterwards only those that are due later
 * are sent.
 *
 * @param offsets the reminder offsets to restore
 * @param escalation the escalation to restore; null: none
 */
record ReminderSuspension(
    DemoClient client, List<Duration> offsets, @Nullable Duration escalation) {
  /**
   * @param zone the guild's new time zone; null: unchanged
   */
  static ReminderSuspension start(DemoClient client, Instant now, @Nullable ZoneId zone) {
    var settings = settings(client, now);
    // suspended already by an interrupted seeding
    var previous =
        settings.reminderOffsets().isEmpty() && settings.escalateAfter() == null
            ? GuildSettings.INITIAL
            : settings;
    change(client, new SettingsPatch(zone, null, null, List.of(), null, true, null, null), now);
    return new ReminderSuspension(client, previous.reminderOffsets(), previous.escalateAfter());
  }

  void end(Instant now) {
    change(
        client, new SettingsPatch(null, null, null, offsets, escalation, false, null, null), now);
  }

  private static GuildSettings settings(DemoClient client, Instant now) {
    return switch (client.query(new Caller.SystemCaller(), new GuildQuery.ShowSettings(), now)) {
      case GuildReply.Answered(QueryResult.ShownSettings shown, _) -> shown.settings();
      case GuildReply other ->
          throw new IllegalStateException("unexpected reply to the settings query: " + other);
    };
  }

  private static void change(DemoClient client, SettingsPatch patch, Instant now) {
    client.execute(
        client.scenario().founder(),
        // a unique name, because the same change is not a retry
        "settings/" + UUID.randomUUID(),
        new SettingsCommand.Change(null, patch),
        now,
        _ -> false);
  }
}
