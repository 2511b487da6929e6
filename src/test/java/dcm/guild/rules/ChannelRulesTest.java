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
import dcm.guild.reply.GuildReply;
import dcm.guild.reply.Refusal;
import dcm.guild.value.ChannelId;
import dcm.guild.value.CommandId;
import dcm.guild.value.GuildChannel;
import dcm.guild.value.Permission;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ChannelRulesTest {
  private static final GuildChannel CHORES = text(720, "chores", true);
  private static final GuildChannel CLOSED = text(721, "closed", false);
  private static final GuildChannel VOICE =
      new GuildChannel(new ChannelId(722), "Voice", GuildChannel.Type.VOICE, true);
  private static final ChannelId ELSEWHERE = new ChannelId(999);

  private final GuildFixture fixture = GuildFixture.withMembers();

  private static GuildChannel text(long id, String name, boolean writable) {
    return new GuildChannel(new ChannelId(id), name, GuildChannel.Type.TEXT, writable);
  }

  private static SettingsCommand.Change to(ChannelId channel) {
    return new SettingsCommand.Change(
        null, new SettingsPatch(null, null, null, null, null, false, channel, null));
  }

  private List<GuildEvent> observe(GuildChannel... channels) {
    return fixture.asSystem(new SettingsCommand.ObserveChannels(List.of(channels)));
  }

  private List<GuildChannel> channels() {
    return ((QueryResult.Channels) fixture.queryResult(ANNA, new GuildQuery.ListChannels()))
        .channels();
  }

  @Test
  void a_channel_of_another_guild_is_unknown() {
    observe(CHORES, CLOSED, VOICE);
    assertThat(fixture.refused(ANNA, to(ELSEWHERE)))
        .isEqualTo(new Refusal.UnknownChannel(ELSEWHERE));
  }

  @Test
  void a_channel_that_is_not_writable_is_refused_with_the_reason() {
    observe(CHORES, CLOSED, VOICE);
    assertThat(fixture.invalid(ANNA, to(CLOSED.id())))
        .extracting(Refusal.FieldError::field, Refusal.FieldError::code)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("channel", "not-writable"));
    assertThat(fixture.invalid(ANNA, to(VOICE.id())))
        .extracting(Refusal.FieldError::code)
        .containsExactly("not-a-text-channel");
  }

  @Test
  void before_channels_are_observed_every_channel_is_refused_as_not_observed() {
    assertThat(fixture.refused(ANNA, to(ELSEWHERE))).isEqualTo(new Refusal.ChannelsNotObserved());
    assertThat(fixture.query(ANNA, new GuildQuery.ListChannels()))
        .isEqualTo(new GuildReply.Refused(new Refusal.ChannelsNotObserved()));
    assertThat(fixture.execute(ANNA, to(CHANNEL))).as("as it is").isEmpty();
  }

  @Test
  void only_changed_channels_are_recorded() {
    assertThat(observe(CHORES, CLOSED))
        .filteredOn(SettingsEvent.class::isInstance)
        .containsExactly(new SettingsEvent.ChannelsObserved(List.of(CHORES, CLOSED), List.of()));
    assertThat(observe(CLOSED, CHORES)).as("nothing new").isEmpty();
    GuildChannel opened = text(721, "open", true);
    assertThat(observe(opened, VOICE))
        .containsExactly(
            new SettingsEvent.ChannelsObserved(List.of(opened, VOICE), List.of(CHORES.id())));
    assertThat(channels()).containsExactly(opened, VOICE);
    assertThat(fixture.execute(ANNA, to(opened.id()))).hasSize(1);
  }

  @Test
  void at_most_500_channels_are_kept_usable_ones_first() {
    GuildChannel[] many =
        LongStream.range(0, 600)
            .mapToObj(i ->
                i < 300
                    ? new GuildChannel(new ChannelId(1 + i), "v", GuildChannel.Type.VOICE, true)
                    : text(1 + i, "t", true))
            .toArray(GuildChannel[]::new);
    observe(many);
    assertThat(channels()).hasSize(500).contains(many[599]);
  }

  @Test
  void listing_channels_needs_the_permission_to_manage_settings() {
    observe(CHORES);
    assertThat(fixture.query(BEN, new GuildQuery.ListChannels()))
        .isEqualTo(new GuildReply.Refused(new Refusal.Forbidden(Permission.SETTINGS_MANAGE)));
    assertThat(((QueryResult.Roles) fixture.queryResult(BEN, new GuildQuery.ListRoles())).names())
        .containsOnlyKeys(GuildFixture.EVERYONE, GuildFixture.CLEANERS, GuildFixture.GUESTS);
  }

  @Test
  void only_the_system_observes_channels() {
    assertThat(fixture.refused(ANNA, new SettingsCommand.ObserveChannels(List.of(CHORES))))
        .isEqualTo(new Refusal.Forbidden(Permission.SETTINGS_MANAGE));
  }

  @Test
  void channels_of_an_archive_are_not_trusted() {
    observe(text(999, "of another guild", true));
    Guild restored =
        fixture.guild.apply(
            RecordedEvent.restored(
                new SettingsEvent.Restored(3, Instant.EPOCH, 90),
                new CommandId(new UUID(0, 1)),
                fixture.now));
    fixture.guild = Guild.restored(restored.snapshot());
    assertThat(fixture.refused(ANNA, to(ELSEWHERE))).isEqualTo(new Refusal.ChannelsNotObserved());
  }
}
