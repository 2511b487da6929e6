package dcm.discord;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.discord.wire.News;
import dcm.guild.GuildCommand;
import dcm.guild.GuildId;
import dcm.guild.MemberCommand;
import dcm.guild.MemberId;
import dcm.guild.SettingsCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ObservationQueueTest {
  private static final GuildId GUILD = new GuildId(7);
  private static final MemberId BOT = new MemberId(1);
  private static final int MEMBERS = 100;

  /** How the guild looks, and its channels. */
  private static final int ITSELF = 2;

  private final ObservationQueue queue = new ObservationQueue(GUILD, BOT);

  @Test
  void what_the_guild_has_taken_is_not_told_again() {
    queue.hear(RegistrarTest.seen(7, MEMBERS));
    assertThat(tell()).hasSize(MEMBERS + ITSELF);
    queue.hear(RegistrarTest.seen(7, MEMBERS));
    assertThat(tell()).isEmpty();
  }

  @Test
  void what_is_newer_takes_the_place_of_what_waits_and_what_was_lost_does_not_come_before_it() {
    queue.hear(RegistrarTest.seen(7, 1));
    for (int i = 0; i < ITSELF; i++) {
      queue.taken(queue.next());
    }
    var lost = queue.next();
    queue.hear(person("New name"));
    queue.lost(lost);
    assertThat(tell())
        .containsExactly(new MemberCommand.Observe(new MemberId(100), "New name", Set.of(), false));
  }

  @Test
  void people_who_come_and_go_leave_nothing_behind() {
    queue.hear(RegistrarTest.seen(7, 0));
    tell();
    int before = queue.size();
    for (int i = 0; i < 1000; i++) {
      var somebody = new MemberId(1000 + i);
      queue.hear(
          new News.PeopleSeen(
              GUILD, List.of(new News.Person(somebody, "Somebody", Set.of(), false))));
      queue.hear(new News.PersonGone(GUILD, somebody));
      tell();
    }
    assertThat(queue.size()).isEqualTo(before);
  }

  @Test
  void people_who_went_while_nobody_heard_are_forgotten_with_the_second_whole_picture() {
    queue.hear(RegistrarTest.seen(7, MEMBERS));
    tell();
    for (int i = 0; i < 3; i++) {
      queue.hear(RegistrarTest.seen(7, 1));
      tell();
    }
    assertThat(queue.size()).isEqualTo(ITSELF + 1);
  }

  @Test
  void a_guild_that_was_told_of_the_bots_removal_is_over_and_hears_nothing_older() {
    queue.hear(RegistrarTest.seen(7, MEMBERS));
    queue.taken(queue.next());
    queue.hear(new News.GuildGone(GUILD));
    assertThat(queue.isOver()).isFalse();
    assertThat(tell()).containsExactly(new SettingsCommand.Sleep());
    assertThat(queue.isOver()).isTrue();
  }

  @Test
  void a_bot_that_comes_back_tells_the_guild_everything_anew() {
    queue.hear(RegistrarTest.seen(7, MEMBERS));
    tell();
    queue.hear(new News.GuildGone(GUILD));
    queue.hear(RegistrarTest.seen(7, MEMBERS));
    assertThat(tell()).hasSize(MEMBERS + ITSELF);
    assertThat(queue.isOver()).isFalse();
  }

  private static News person(String name) {
    return new News.PeopleSeen(
        GUILD, List.of(new News.Person(new MemberId(100), name, Set.of(), false)));
  }

  private List<GuildCommand> tell() {
    var told = new ArrayList<GuildCommand>();
    for (var next = queue.next(); next != null; next = queue.next()) {
      told.add(next.command());
      queue.taken(next);
    }
    return told;
  }
}
