package dcm.guild;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CHANNEL;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SettingsRulesTest {
  private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

  private final GuildFixture house = GuildFixture.house();

  static SettingsPatch nothing() {
    return new SettingsPatch(null, null, null, null, null, false, null, null);
  }

  static SettingsPatch ladder(@Nullable Duration escalateAfter, Duration... offsets) {
    return new SettingsPatch(
        null, null, null, List.of(offsets), escalateAfter, escalateAfter == null, null, null);
  }

  private static Settings settings(Guild guild) {
    return guild.snapshot().house().settings();
  }

  private Answer.ShownSettings shown() {
    return (Answer.ShownSettings) house.answered(BEN, new GuildQuery.ShowSettings());
  }

  @Test
  void a_new_guild_is_as_discord_describes_it() {
    assertThat(shown().guildName()).isEqualTo("Huize Anna");
    assertThat(shown().settings().locale()).isEqualTo("nl");
    assertThat(shown().settings().channel()).isEqualTo(CHANNEL);
    assertThat(shown().settings().reminderOffsets())
        .containsExactly(Duration.ofHours(24), Duration.ZERO);
    assertThat(house.clockwork(GuildFixture.observed())).as("no news").isEmpty();
  }

  @Test
  void what_somebody_chose_is_not_overwritten_by_discord() {
    house.clockwork(
        new SettingsCommand.ObserveChannels(
            List.of(new GuildChannel(new ChannelId(5), "chores", GuildChannel.Type.TEXT, true))));
    SettingsPatch english =
        new SettingsPatch(null, "en-gb", null, null, null, false, new ChannelId(5), null);
    house.does(ANNA, new SettingsCommand.Change(null, english));
    house.clockwork(
        new SettingsCommand.ObserveGuild("Other\0name", Map.of(), "de", new ChannelId(6)));
    assertThat(shown().guildName()).isEqualTo("Othername");
    assertThat(shown().settings().locale()).isEqualTo("en-GB");
    assertThat(shown().settings().channel()).isEqualTo(new ChannelId(5));
  }

  @Test
  void a_guild_keeps_the_zone_that_it_opened_with_when_the_operators_default_changes() {
    var opened = new GuildFixture();
    opened.guild = Guild.unknown(GuildFixture.GUILD, TOKYO);
    opened.clockwork(GuildFixture.observed());
    List<Recorded> history = List.copyOf(opened.journal);

    Guild replayed = Guild.unknown(GuildFixture.GUILD, ZoneId.of("America/Lima"));
    for (Recorded event : history) {
      replayed = replayed.apply(event);
    }
    assertThat(settings(replayed).zone()).isEqualTo(TOKYO);
    assertThat(settings(Guild.restored(replayed.snapshot())).zone()).isEqualTo(TOKYO);

    opened.clockwork(new SettingsCommand.ObserveGuild("Renamed", Map.of(), "nl", null));
    assertThat(settings(opened.guild).zone()).isEqualTo(TOKYO);
  }

  @Test
  void a_guild_that_opened_before_zones_were_recorded_stays_in_the_zone_of_then() {
    Recorded before =
        new Recorded(
            new SettingsEvent.GuildObserved("Old", Map.of(), "nl", null, null),
            GuildFixture.START,
            By.of(new Caller.Clockwork()),
            new CommandId(new UUID(0, 1)),
            "f");
    assertThat(settings(Guild.unknown(GuildFixture.GUILD, TOKYO).apply(before)).zone())
        .isEqualTo(GuildFixture.AMSTERDAM);
  }

  @Test
  void without_a_default_of_the_operators_a_new_guild_is_in_utc() {
    assertThat(settings(Guild.unknown(GuildFixture.GUILD)).zone()).isEqualTo(ZoneId.of("UTC"));
  }

  @Test
  void what_nobody_chose_follows_discord() {
    house.clockwork(new SettingsCommand.ObserveGuild("  ", Map.of(), "???", null));
    assertThat(shown().guildName()).isEqualTo(GuildFixture.GUILD.toString());
    assertThat(shown().settings().locale()).isEqualTo("en");
    assertThat(shown().settings().channel()).isNull();
  }

  @Test
  void a_patch_changes_what_it_names_and_the_event_tells_both() {
    Settings before = shown().settings();
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
    List<GuildEvent> events = house.does(ANNA, new SettingsCommand.Change(null, patch));
    Settings after = shown().settings();
    assertThat(events).containsExactly(new SettingsEvent.Changed(before, after));
    assertThat(after)
        .isEqualTo(
            new Settings(
                ZoneId.of("Europe/London"),
                "nl",
                DayOfWeek.SUNDAY,
                List.of(Duration.ofHours(2), Duration.ZERO),
                null,
                CHANNEL,
                Duration.ofHours(1)));
    assertThat(house.does(ANNA, new SettingsCommand.Change(null, patch))).isEmpty();
  }

  @Test
  void everything_that_is_wrong_is_said_at_once() {
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
    assertThat(house.invalid(ANNA, new SettingsCommand.Change(null, bad)))
        .extracting(FieldError::field)
        .containsExactlyInAnyOrder(
            "locale",
            "reminderOffsets[0]",
            "reminderOffsets[1]",
            "escalateAfter",
            "escalateAfter",
            "undoWindow");
    Duration[] six = new Duration[6];
    Arrays.setAll(six, Duration::ofHours);
    assertThat(house.invalid(ANNA, new SettingsCommand.Change(null, ladder(null, six))))
        .extracting(FieldError::code)
        .containsExactly("too-many");
  }

  @Test
  void settings_need_their_permission_and_the_revision_one_saw() {
    assertThat(house.refused(BEN, new SettingsCommand.Change(null, nothing())))
        .isEqualTo(new Refusal.Forbidden(Permission.SETTINGS_MANAGE));
    long revision = shown().revision();
    assertThat(house.refused(ANNA, new SettingsCommand.Change(revision - 1, nothing())))
        .isEqualTo(new Refusal.Outdated(revision - 1, revision));
    house.does(ANNA, new SettingsCommand.Change(revision, ladder(null)));
    assertThat(shown().revision()).isGreaterThan(revision);
  }
}
