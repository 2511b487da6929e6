package dcm.discord.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.discord.client.GatewayEvent;
import dcm.guild.command.GuildCommand;
import dcm.guild.command.MemberCommand;
import dcm.guild.command.SettingsCommand;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ObservationQueueTest {
  private static final GuildId GUILD = new GuildId(7);
  private static final MemberId BOT = new MemberId(1);
  private static final int MEMBERS = 100;

  /** The observation of the guild and of its channels. */
  private static final int GUILD_COMMANDS = 2;

  private final ObservationQueue queue = new ObservationQueue(GUILD, BOT);

  @Test
  void an_acknowledged_command_is_not_sent_again() {
    queue.onEvent(GuildSynchronizerTest.available(7, MEMBERS));
    assertThat(drain()).hasSize(MEMBERS + GUILD_COMMANDS);
    queue.onEvent(GuildSynchronizerTest.available(7, MEMBERS));
    assertThat(drain()).isEmpty();
  }

  @Test
  void a_newer_command_replaces_a_pending_one_also_one_that_was_not_delivered() {
    queue.onEvent(GuildSynchronizerTest.available(7, 1));
    for (int i = 0; i < GUILD_COMMANDS; i++) {
      queue.onAcknowledged(queue.next());
    }
    var unsent = queue.next();
    queue.onEvent(memberUpdate("New name"));
    queue.requeue(unsent);
    assertThat(drain())
        .containsExactly(new MemberCommand.Observe(new MemberId(100), "New name", Set.of(), false));
  }

  @Test
  void former_members_are_removed_from_the_queue() {
    queue.onEvent(GuildSynchronizerTest.available(7, 0));
    drain();
    int before = queue.size();
    for (int i = 0; i < 1000; i++) {
      var member = new MemberId(1000 + i);
      queue.onEvent(
          new GatewayEvent.MembersUpdated(
              GUILD, List.of(new GatewayEvent.Member(member, "Somebody", Set.of(), false))));
      queue.onEvent(new GatewayEvent.MemberRemoved(GUILD, member));
      drain();
    }
    assertThat(queue.size()).isEqualTo(before);
  }

  @Test
  void members_who_left_unobserved_are_dropped_with_the_second_full_description() {
    queue.onEvent(GuildSynchronizerTest.available(7, MEMBERS));
    drain();
    for (int i = 0; i < 3; i++) {
      queue.onEvent(GuildSynchronizerTest.available(7, 1));
      drain();
    }
    assertThat(queue.size()).isEqualTo(GUILD_COMMANDS + 1);
  }

  @Test
  void a_guild_that_acknowledged_the_bots_removal_is_finished_and_gets_nothing_older() {
    queue.onEvent(GuildSynchronizerTest.available(7, MEMBERS));
    queue.onAcknowledged(queue.next());
    queue.onEvent(new GatewayEvent.GuildRemoved(GUILD));
    assertThat(queue.isFinished()).isFalse();
    assertThat(drain()).containsExactly(new SettingsCommand.Deactivate());
    assertThat(queue.isFinished()).isTrue();
  }

  @Test
  void a_bot_that_is_added_again_sends_the_guild_everything() {
    queue.onEvent(GuildSynchronizerTest.available(7, MEMBERS));
    drain();
    queue.onEvent(new GatewayEvent.GuildRemoved(GUILD));
    queue.onEvent(GuildSynchronizerTest.available(7, MEMBERS));
    assertThat(drain()).hasSize(MEMBERS + GUILD_COMMANDS);
    assertThat(queue.isFinished()).isFalse();
  }

  private static GatewayEvent memberUpdate(String name) {
    return new GatewayEvent.MembersUpdated(
        GUILD, List.of(new GatewayEvent.Member(new MemberId(100), name, Set.of(), false)));
  }

  private List<GuildCommand> drain() {
    var commands = new ArrayList<GuildCommand>();
    for (var next = queue.next(); next != null; next = queue.next()) {
      commands.add(next.command());
      queue.onAcknowledged(next);
    }
    return commands;
  }
}
