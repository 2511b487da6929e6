package dcm.guild.rules;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.Guild;
import dcm.guild.GuildFixture;
import dcm.guild.command.SettingsCommand;
import dcm.guild.command.SettingsCommand.PostBoardMessage;
import dcm.guild.command.SettingsCommand.RecordBoardMessage;
import dcm.guild.command.SettingsCommand.RemoveBoardMessage;
import dcm.guild.event.SettingsEvent.BoardMessagePosted;
import dcm.guild.event.SettingsEvent.BoardMessageRemoved;
import dcm.guild.reply.Refusal;
import dcm.guild.value.BoardMessage;
import dcm.guild.value.Caller;
import dcm.guild.value.ChannelId;
import dcm.guild.value.GuildChannel;
import dcm.guild.value.MessageId;
import dcm.guild.value.Permission;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BoardMessageRulesTest {
  private static final ChannelId CHORES = new ChannelId(720);
  private static final MessageId FIRST = new MessageId(801);
  private static final MessageId SECOND = new MessageId(802);

  private final GuildFixture fixture = GuildFixture.withMembers();

  BoardMessageRulesTest() {
    var channels =
        Stream.concat(
                LongStream.range(720, 735)
                    .mapToObj(id ->
                        new GuildChannel(
                            new ChannelId(id), "c" + id, GuildChannel.Type.TEXT, true)),
                Stream.of(
                    new GuildChannel(new ChannelId(740), "closed", GuildChannel.Type.TEXT, false)))
            .toList();
    fixture.asSystem(new SettingsCommand.ObserveChannels(channels));
  }

  private List<BoardMessage> boards() {
    return fixture.guild.snapshot().profile().boardMessages();
  }

  @Test
  void a_board_message_is_wanted_then_posted_and_survives_a_snapshot() {
    assertThat(fixture.execute(ANNA, new PostBoardMessage(CHORES)))
        .containsExactly(new BoardMessagePosted(CHORES, null, null));
    assertThat(fixture.guild.isShownOnBoards()).isTrue();
    fixture.asSystem(new RecordBoardMessage(CHORES, null, FIRST));
    assertThat(boards()).containsExactly(new BoardMessage(CHORES, FIRST, null));
    assertThat(Guild.restored(fixture.guild.snapshot()).snapshot().profile().boardMessages())
        .isEqualTo(boards());
  }

  @Test
  void wanted_again_it_replaces_the_former_message() {
    fixture.execute(ANNA, new PostBoardMessage(CHORES));
    assertThat(fixture.execute(ANNA, new PostBoardMessage(CHORES))).as("not posted yet").isEmpty();
    fixture.asSystem(new RecordBoardMessage(CHORES, null, FIRST));
    assertThat(fixture.execute(ANNA, new PostBoardMessage(CHORES)))
        .containsExactly(new BoardMessagePosted(CHORES, null, FIRST));
  }

  @Test
  void of_two_nodes_that_post_the_second_is_refused() {
    fixture.execute(ANNA, new PostBoardMessage(CHORES));
    fixture.asSystem(new RecordBoardMessage(CHORES, null, FIRST));
    assertThat(fixture.asSystem(new RecordBoardMessage(CHORES, FIRST, SECOND))).hasSize(1);
    var late =
        fixture.envelope(
            new Caller.SystemCaller(), new RecordBoardMessage(CHORES, FIRST, new MessageId(803)));
    assertThat(fixture.decide(late)).isInstanceOf(Decision.Refused.class);
    assertThat(boards()).containsExactly(new BoardMessage(CHORES, SECOND, null));
  }

  @Test
  void only_the_guilds_own_writable_channels_and_members_with_the_permission() {
    assertThat(fixture.refused(BEN, new PostBoardMessage(CHORES)))
        .isEqualTo(new Refusal.Forbidden(Permission.SETTINGS_MANAGE));
    assertThat(fixture.refused(ANNA, new PostBoardMessage(new ChannelId(999))))
        .isEqualTo(new Refusal.UnknownChannel(new ChannelId(999)));
    assertThat(fixture.invalid(ANNA, new PostBoardMessage(new ChannelId(740))))
        .extracting(Refusal.FieldError::code)
        .containsExactly("not-writable");
    assertThat(fixture.refused(ANNA, new RecordBoardMessage(CHORES, null, FIRST)))
        .isEqualTo(new Refusal.Forbidden(Permission.SETTINGS_MANAGE));
    assertThat(fixture.refused(ANNA, new RemoveBoardMessage(CHORES, null)))
        .isEqualTo(new Refusal.UnknownChannel(CHORES));
  }

  @Test
  void a_removal_names_the_message_and_an_outdated_failure_removes_nothing() {
    fixture.execute(ANNA, new PostBoardMessage(CHORES));
    fixture.asSystem(new RecordBoardMessage(CHORES, null, FIRST));
    assertThat(fixture.asSystem(new RemoveBoardMessage(CHORES, SECOND))).isEmpty();
    assertThat(fixture.execute(ANNA, new RemoveBoardMessage(CHORES, null)))
        .containsExactly(new BoardMessageRemoved(CHORES, FIRST));
    assertThat(fixture.guild.isShownOnBoards()).isFalse();
  }

  @Test
  void a_guild_has_at_most_ten() {
    LongStream.range(720, 730)
        .forEach(id -> fixture.execute(ANNA, new PostBoardMessage(new ChannelId(id))));
    assertThat(fixture.refused(ANNA, new PostBoardMessage(new ChannelId(731))))
        .isInstanceOf(Refusal.TooMany.class);
  }
}
