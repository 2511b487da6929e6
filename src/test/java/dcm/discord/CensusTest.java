package dcm.discord;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.discord.wire.Bits;
import dcm.discord.wire.News;
import dcm.guild.ChannelId;
import dcm.guild.GuildChannel;
import dcm.guild.GuildId;
import dcm.guild.MemberCommand;
import dcm.guild.MemberId;
import dcm.guild.RoleId;
import dcm.guild.SettingsCommand;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CensusTest {
  private static final GuildId GUILD = new GuildId(100);
  private static final MemberId BOT = new MemberId(1);
  private static final MemberId OWNER = new MemberId(2);
  private static final MemberId ANNA = new MemberId(3);
  private static final RoleId EVERYONE = new RoleId(100);
  private static final RoleId BOSS = new RoleId(101);
  private static final long WRITE = Bits.VIEW_CHANNEL | Bits.SEND_MESSAGES | Bits.EMBED_LINKS;
  private static final News.Place UPPER = place(10, 0);
  private static final News.Place LOWER = place(11, 1);

  private final Census census = new Census(GUILD, BOT);

  @Test
  void a_guild_is_told_before_its_members_and_bots_are_no_members() {
    assertThat(census.hear(seen(null, UPPER)))
        .containsExactly(
            picture(UPPER.id()),
            new SettingsCommand.ObserveChannels(List.of(channel(UPPER, true))),
            new MemberCommand.Observe(OWNER, "Owner", Set.of(), true),
            new MemberCommand.Observe(ANNA, "Anna", Set.of(BOSS), false));
  }

  @Test
  void who_has_a_role_that_runs_the_guild_becomes_an_administrator_with_it() {
    census.hear(seen(null, UPPER));
    assertThat(census.hear(new News.RoleSeen(GUILD, new News.Role(BOSS, "Boss", 1L << 5))))
        .contains(new MemberCommand.Observe(ANNA, "Anna", Set.of(BOSS), true));
  }

  @Test
  void messages_go_to_the_system_channel_or_else_the_uppermost_that_is_writable() {
    assertThat(census.hear(seen(LOWER.id(), UPPER, LOWER)).getFirst())
        .isEqualTo(picture(LOWER.id()));
    var denied = place(UPPER.id().value(), 0, new News.Overwrite(GUILD.value(), 0, WRITE));
    assertThat(census.hear(seen(null, denied, LOWER)).getFirst()).isEqualTo(picture(LOWER.id()));
    assertThat(census.hear(seen(null, denied)).getFirst()).isEqualTo(picture(null));
  }

  @Test
  void an_overwrite_for_the_bot_itself_counts_most() {
    var allowed =
        place(
            UPPER.id().value(),
            0,
            new News.Overwrite(GUILD.value(), 0, WRITE),
            new News.Overwrite(BOT.value(), WRITE, 0));
    assertThat(census.hear(seen(null, allowed)).getFirst()).isEqualTo(picture(UPPER.id()));
  }

  @Test
  void every_channel_is_told_with_whether_the_bot_may_write_there() {
    var closed = place(9, 2, new News.Overwrite(GUILD.value(), 0, Bits.SEND_MESSAGES));
    var voice = new News.Place(new ChannelId(8), "Voice", GuildChannel.Type.VOICE, 3, List.of());
    assertThat(census.hear(seen(null, UPPER, closed, voice)).get(1))
        .isEqualTo(
            new SettingsCommand.ObserveChannels(
                List.of(channel(voice, true), channel(closed, false), channel(UPPER, true))));
    assertThat(census.hear(new News.PlaceGone(GUILD, closed.id())).get(1))
        .isEqualTo(
            new SettingsCommand.ObserveChannels(
                List.of(channel(voice, true), channel(UPPER, true))));
  }

  @Test
  void a_member_who_goes_leaves_and_a_guild_without_the_bot_sleeps() {
    census.hear(seen(null, UPPER));
    assertThat(census.hear(new News.PersonGone(GUILD, ANNA)))
        .containsExactly(new MemberCommand.Leave(ANNA));
    assertThat(census.hear(new News.GuildGone(GUILD))).containsExactly(new SettingsCommand.Sleep());
  }

  private static SettingsCommand.ObserveGuild picture(ChannelId channel) {
    return new SettingsCommand.ObserveGuild(
        "House", java.util.Map.of(EVERYONE, "@everyone", BOSS, "Boss"), "nl", channel);
  }

  private static News.GuildSeen seen(ChannelId system, News.Place... places) {
    return new News.GuildSeen(
        GUILD,
        new News.Portrait("House", OWNER, "nl", system),
        List.of(new News.Role(EVERYONE, "@everyone", WRITE), new News.Role(BOSS, "Boss", 0)),
        List.of(places),
        List.of(
            new News.Person(BOT, "DCM", Set.of(), true),
            new News.Person(OWNER, "Owner", Set.of(), false),
            new News.Person(ANNA, "Anna", Set.of(BOSS), false)),
        true);
  }

  private static News.Place place(long id, int position, News.Overwrite... overwrites) {
    return new News.Place(
        new ChannelId(id), "c" + id, GuildChannel.Type.TEXT, position, List.of(overwrites));
  }

  private static GuildChannel channel(News.Place place, boolean writable) {
    return new GuildChannel(place.id(), place.name(), place.type(), writable);
  }
}
