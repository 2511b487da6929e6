package dcm.discord.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.discord.client.GatewayEvent;
import dcm.discord.client.PermissionBits;
import dcm.guild.command.MemberCommand;
import dcm.guild.command.SettingsCommand;
import dcm.guild.value.ChannelId;
import dcm.guild.value.GuildChannel;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.guild.value.RoleId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ObservedGuildTest {
  private static final GuildId GUILD = new GuildId(100);
  private static final MemberId BOT = new MemberId(1);
  private static final MemberId OWNER = new MemberId(2);
  private static final MemberId ANNA = new MemberId(3);
  private static final RoleId EVERYONE = new RoleId(100);
  private static final RoleId BOSS = new RoleId(101);
  private static final long WRITE =
      PermissionBits.VIEW_CHANNEL | PermissionBits.SEND_MESSAGES | PermissionBits.EMBED_LINKS;
  private static final GatewayEvent.Channel UPPER = observedChannel(10, 0);
  private static final GatewayEvent.Channel LOWER = observedChannel(11, 1);

  private final ObservedGuild observedGuild = new ObservedGuild(GUILD, BOT);

  @Test
  void a_guild_is_observed_before_its_members_and_bots_are_no_members() {
    assertThat(observedGuild.commandsFor(available(null, UPPER)))
        .containsExactly(
            observeGuild(UPPER.id()),
            new SettingsCommand.ObserveChannels(List.of(channel(UPPER, true))),
            new MemberCommand.Observe(OWNER, "Owner", Set.of(), true),
            new MemberCommand.Observe(ANNA, "Anna", Set.of(BOSS), false));
  }

  @Test
  void a_member_with_an_administrator_role_is_an_administrator() {
    observedGuild.commandsFor(available(null, UPPER));
    assertThat(
            observedGuild.commandsFor(
                new GatewayEvent.RoleUpdated(GUILD, new GatewayEvent.Role(BOSS, "Boss", 1L << 5))))
        .contains(new MemberCommand.Observe(ANNA, "Anna", Set.of(BOSS), true));
  }

  @Test
  void messages_go_to_the_system_channel_or_the_first_writable_one() {
    assertThat(observedGuild.commandsFor(available(LOWER.id(), UPPER, LOWER)).getFirst())
        .isEqualTo(observeGuild(LOWER.id()));
    var denied =
        observedChannel(UPPER.id().value(), 0, new GatewayEvent.Overwrite(GUILD.value(), 0, WRITE));
    assertThat(observedGuild.commandsFor(available(null, denied, LOWER)).getFirst())
        .isEqualTo(observeGuild(LOWER.id()));
    assertThat(observedGuild.commandsFor(available(null, denied)).getFirst())
        .isEqualTo(observeGuild(null));
  }

  @Test
  void an_overwrite_for_the_bot_itself_counts_most() {
    var allowed =
        observedChannel(
            UPPER.id().value(),
            0,
            new GatewayEvent.Overwrite(GUILD.value(), 0, WRITE),
            new GatewayEvent.Overwrite(BOT.value(), WRITE, 0));
    assertThat(observedGuild.commandsFor(available(null, allowed)).getFirst())
        .isEqualTo(observeGuild(UPPER.id()));
  }

  @Test
  void every_channel_is_observed_with_the_bots_write_permission() {
    var closed =
        observedChannel(
            9, 2, new GatewayEvent.Overwrite(GUILD.value(), 0, PermissionBits.SEND_MESSAGES));
    var voice =
        new GatewayEvent.Channel(new ChannelId(8), "Voice", GuildChannel.Type.VOICE, 3, List.of());
    assertThat(observedGuild.commandsFor(available(null, UPPER, closed, voice)).get(1))
        .isEqualTo(
            new SettingsCommand.ObserveChannels(
                List.of(channel(voice, true), channel(closed, false), channel(UPPER, true))));
    assertThat(
            observedGuild.commandsFor(new GatewayEvent.ChannelDeleted(GUILD, closed.id())).get(1))
        .isEqualTo(
            new SettingsCommand.ObserveChannels(
                List.of(channel(voice, true), channel(UPPER, true))));
  }

  @Test
  void a_member_who_goes_leaves_and_a_guild_without_the_bot_is_deactivated() {
    observedGuild.commandsFor(available(null, UPPER));
    assertThat(observedGuild.commandsFor(new GatewayEvent.MemberRemoved(GUILD, ANNA)))
        .containsExactly(new MemberCommand.Leave(ANNA));
    assertThat(observedGuild.commandsFor(new GatewayEvent.GuildRemoved(GUILD)))
        .containsExactly(new SettingsCommand.Deactivate());
  }

  private static SettingsCommand.ObserveGuild observeGuild(ChannelId channel) {
    return new SettingsCommand.ObserveGuild(
        "House", Map.of(EVERYONE, "@everyone", BOSS, "Boss"), "nl", channel);
  }

  private static GatewayEvent.GuildAvailable available(
      ChannelId system, GatewayEvent.Channel... channels) {
    return new GatewayEvent.GuildAvailable(
        GUILD,
        new GatewayEvent.GuildInfo("House", OWNER, "nl", system),
        List.of(
            new GatewayEvent.Role(EVERYONE, "@everyone", WRITE),
            new GatewayEvent.Role(BOSS, "Boss", 0)),
        List.of(channels),
        List.of(
            new GatewayEvent.Member(BOT, "DCM", Set.of(), true),
            new GatewayEvent.Member(OWNER, "Owner", Set.of(), false),
            new GatewayEvent.Member(ANNA, "Anna", Set.of(BOSS), false)),
        true);
  }

  private static GatewayEvent.Channel observedChannel(
      long id, int position, GatewayEvent.Overwrite... overwrites) {
    return new GatewayEvent.Channel(
        new ChannelId(id), "c" + id, GuildChannel.Type.TEXT, position, List.of(overwrites));
  }

  private static GuildChannel channel(GatewayEvent.Channel observedChannel, boolean writable) {
    return new GuildChannel(
        observedChannel.id(), observedChannel.name(), observedChannel.type(), writable);
  }
}
