package dcm.guild.rules;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CHANNEL;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.Guild;
import dcm.guild.GuildFixture;
import dcm.guild.command.SettingsCommand;
import dcm.guild.command.SettingsPatch;
import dcm.guild.event.GuildEvent;
import dcm.guild.event.RecordedEvent;
import dcm.guild.event.SettingsEvent;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.Refusal;
import dcm.guild.value.Caller;
import dcm.guild.value.ChannelId;
import dcm.guild.value.CommandId;
import dcm.guild.value.GuildChannel;
import dcm.guild.value.GuildSettings;
import dcm.guild.value.Initiator;
import dcm.guild.value.Permission;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

public class SettingsRulesTest {
  private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

  private final GuildFixture fixture = GuildFixture.withMembers();

  static SettingsPatch nothing() {
    return new SettingsPatch(null, null, null, null, null, false, null, null);
  }

  public static SettingsPatch reminders(@Nullable Duration escalateAfter, Duration... offsets) {
    return new SettingsPatch(
        null, null, null, List.of(offsets), escalateAfter, escalateAfter == null, null, null);
  }

  private static GuildSettings settings(Guild guild) {
    return guild.snapshot().profile().settings();
  }

  private QueryResult.ShownSettings shown() {
    return (QueryResult.ShownSettings) fixture.queryResult(BEN, new GuildQuery.ShowSettings());
  }

  @Test
  void a_new_guild_is_as_discord_describes_it() {
    assertThat(shown().guildName()).isEqualTo("Huize Anna");
    assertThat(shown().settings().locale()).isEqualTo("nl");
    assertThat(shown().settings().channel()).isEqualTo(CHANNEL);
    assertThat(shown().settings().reminderOffsets())
        .containsExactly(Duration.ofHours(24), Duration.ZERO);
    assertThat(fixture.asSystem(GuildFixture.observed())).as("nothing changed").isEmpty();
  }

  @Test
  void a_chosen_setting_is_not_overwritten_by_discord() {
    fixture.asSystem(
        new SettingsCommand.ObserveChannels(
            List.of(new GuildChannel(new ChannelId(5), "chores", GuildChannel.Type.TEXT, true))));
    SettingsPatch english =
        new SettingsPatch(null, "en-gb", null, null, null, false, new ChannelId(5), null);
    fixture.execute(ANNA, new SettingsCommand.Change(null, english));
    fixture.asSystem(
        new SettingsCommand.ObserveGuild("Other\0name", Map.of(), "de", new ChannelId(6)));
    assertThat(shown().guildName()).isEqualTo("Othername");
    assertThat(shown().settings().locale()).isEqualTo("en-GB");
    assertThat(shown().settings().channel()).isEqualTo(new ChannelId(5));
  }

  @Test
  void a_guild_keeps_the_zone_that_it_opened_with_when_the_operators_default_changes() {
    var opened = new GuildFixture();
    opened.guild = Guild.unknown(GuildFixture.GUILD, TOKYO);
    opened.asSystem(GuildFixture.observed());
    List<RecordedEvent> history = List.copyOf(opened.journal);

    Guild replayed = Guild.unknown(GuildFixture.GUILD, ZoneId.of("America/Lima"));
    for (RecordedEvent event : history) {
      replayed = replayed.apply(event);
    }
    assertThat(settings(replayed).zone()).isEqualTo(TOKYO);
    assertThat(settings(Guild.restored(replayed.snapshot())).zone()).isEqualTo(TOKYO);

    opened.asSystem(new SettingsCommand.ObserveGuild("Renamed", Map.of(), "nl", null));
    assertThat(settings(opened.guild).zone()).isEqualTo(TOKYO);
  }

  @Test
  void a_guild_opened_before_zones_were_recorded_keeps_its_zone() {
    RecordedEvent before =
        new RecordedEvent(
            new SettingsEvent.GuildObserved("Old", Map.of(), "nl", null, null),
            GuildFixture.START,
            Initiator.of(new Caller.SystemCaller()),
            new CommandId(new UUID(0, 1)),
            "f");
    assertThat(settings(Guild.unknown(GuildFixture.GUILD, TOKYO).apply(before)).zone())
        .isEqualTo(GuildFixture.AMSTERDAM);
  }

  @Test
  void without_a_default_zone_a_new_guild_is_in_utc() {
    assertThat(settings(Guild.unknown(GuildFixture.GUILD)).zone()).isEqualTo(ZoneId.of("UTC"));
  }

  @Test
  void an_unchosen_setting_follows_discord() {
    fixture.asSystem(new SettingsCommand.ObserveGuild("  ", Map.of(), "???", null));
    assertThat(shown().guildName()).isEqualTo(GuildFixture.GUILD.toString());
    assertThat(shown().settings().locale()).isEqualTo("en");
    assertThat(shown().settings().channel()).isNull();
  }

  @Test
  void a_patch_changes_its_fields_and_the_event_records_both() {
    GuildSettings before = shown().settings();
    SettingsPatch patch =
        new SettingsPatch(
            ZoneId.of("Europe/London"),
            null,
            DayOfWeek.SUNDAY,
            List.of(Duration.ZERO, Duration.ofHours(2), Duration.ofHours(2)),
            null,
            true,
            null,
            Duration.ofHours(1));
    List<GuildEvent> events = fixture.execute(ANNA, new SettingsCommand.Change(null, patch));
    GuildSettings after = shown().settings();
    assertThat(events).containsExactly(new SettingsEvent.Changed(before, after));
    assertThat(after)
        .isEqualTo(
            new GuildSettings(
                ZoneId.of("Europe/London"),
                "nl",
                DayOfWeek.SUNDAY,
                List.of(Duration.ofHours(2), Duration.ZERO),
                null,
                CHANNEL,
                Duration.ofHours(1)));
    assertThat(fixture.execute(ANNA, new SettingsCommand.Change(null, patch))).isEmpty();
  }

  @Test
  void all_errors_are_reported_together() {
    SettingsPatch bad =
        new SettingsPatch(
            null,
            "not a language",
            null,
            List.of(Duration.ofDays(31), Duration.ofSeconds(-1)),
            Duration.ofSeconds(59),
            true,
            null,
            Duration.ofDays(31));
    assertThat(fixture.invalid(ANNA, new SettingsCommand.Change(null, bad)))
        .extracting(Refusal.FieldError::field)
        .containsExactlyInAnyOrder(
            "locale",
            "reminderOffsets[0]",
            "reminderOffsets[1]",
            "escalateAfter",
            "escalateAfter",
            "undoWindow");
    Duration[] six = new Duration[6];
    Arrays.setAll(six, Duration::ofHours);
    assertThat(fixture.invalid(ANNA, new SettingsCommand.Change(null, reminders(null, six))))
        .extracting(Refusal.FieldError::code)
        .containsExactly("too-many");
  }

  @Test
  void changing_settings_needs_the_permission_and_the_current_revision() {
    assertThat(fixture.refused(BEN, new SettingsCommand.Change(null, nothing())))
        .isEqualTo(new Refusal.Forbidden(Permission.SETTINGS_MANAGE));
    long revision = shown().revision();
    assertThat(fixture.refused(ANNA, new SettingsCommand.Change(revision - 1, nothing())))
        .isEqualTo(new Refusal.Outdated(revision - 1, revision));
    fixture.execute(ANNA, new SettingsCommand.Change(revision, reminders(null)));
    assertThat(shown().revision()).isGreaterThan(revision);
  }
}
