package dcm.guild;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CAS;
import static dcm.guild.GuildFixture.CLEANERS;
import static dcm.guild.GuildFixture.DOOR;
import static dcm.guild.GuildFixture.EVERYONE;
import static dcm.guild.GuildFixture.draft;
import static dcm.guild.GuildFixture.fixed;
import static dcm.guild.GuildFixture.once;
import static dcm.guild.GuildFixture.ref;
import static dcm.guild.GuildFixture.turns;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MemberRulesTest {
  private static final ZoneId LONDON = ZoneId.of("Europe/London");
  private final GuildFixture house = GuildFixture.house();

  private Member member(MemberId id) {
    return ((Answer.OneMember) house.answered(ANNA, new GuildQuery.OneMember(id))).member();
  }

  private Caller.Person seen(MemberId id, String locale) {
    return new Caller.Person(
        id, new Standing.Witnessed("Ben", Set.of(EVERYONE), false, locale), Door.DISCORD);
  }

  @Test
  void names_are_made_fit_to_keep() {
    house.join(DOOR, "D\0o\uD83Dr" + "!".repeat(200), false, EVERYONE, CLEANERS);
    assertThat(member(DOOR).displayName()).startsWith("Dor!").hasSize(100);
    assertThat(member(DOOR).roles()).as("everybody has it").containsExactly(CLEANERS);
    house.join(DOOR, "\u0007", false);
    assertThat(member(DOOR).displayName()).isEqualTo(DOOR.toString());
    house.join(DOOR, "\u200b\u2800\u00ad", false);
    assertThat(member(DOOR).displayName()).isEqualTo(DOOR.toString());
    house.join(DOOR, "\uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67", false);
    assertThat(member(DOOR).displayName())
        .isEqualTo("\uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67");
  }

  @Test
  void discord_tells_the_language_until_one_chooses() {
    TaskCommand.Claim knock = new TaskCommand.Claim(new TaskRef.ByNumber(1), null);
    house.create(ANNA, once("x"));
    long epoch = member(BEN).epoch();
    house.decide(house.request(seen(BEN, "nl"), knock));
    assertThat(member(BEN).locale()).isEqualTo("nl");
    assertThat(member(BEN).epoch()).isEqualTo(epoch);
    house.does(BEN, new MemberCommand.EditProfile(BEN, LONDON, "en-gb"));
    house.decide(house.request(seen(BEN, "de"), knock));
    assertThat(member(BEN).locale()).isEqualTo("en-GB");
    assertThat(member(BEN).zone()).isEqualTo(LONDON);
    assertThat(house.does(BEN, new MemberCommand.EditProfile(BEN, null, null))).isEmpty();
  }

  @Test
  void ones_own_profile_is_free_and_anothers_needs_the_right() {
    assertThat(house.refused(BEN, new MemberCommand.EditProfile(CAS, LONDON, null)))
        .isEqualTo(new Refusal.Forbidden(Permission.MEMBER_MANAGE));
    house.does(ANNA, new MemberCommand.EditProfile(CAS, LONDON, null));
    assertThat(member(CAS).zone()).isEqualTo(LONDON);
    assertThat(house.refused(ANNA, new MemberCommand.EditProfile(DOOR, LONDON, null)))
        .isEqualTo(new Refusal.UnknownMember(DOOR));
    assertThat(house.invalid(BEN, new MemberCommand.EditProfile(BEN, null, "x_y z")))
        .extracting(FieldError::field)
        .containsExactly("locale");
  }

  @Test
  void who_leaves_passes_the_turn_on_and_gives_claims_back() {
    Schedule whenever = new Schedule.Once(new Due.Never());
    TaskId turn = house.create(ANNA, draft("bath", whenever, turns(BEN, CAS, ANNA)));
    TaskId shared = house.create(ANNA, draft("both", whenever, fixed(BEN, CAS)));
    TaskId alone = house.create(ANNA, draft("his", whenever, fixed(BEN)));
    TaskId claimed = house.create(ANNA, once("dishes"));
    house.does(BEN, new TaskCommand.Claim(ref(claimed), null));
    house.does(BEN, new TaskCommand.Claim(ref(shared), null));
    long epoch = member(BEN).epoch();

    house.clockwork(new MemberCommand.Leave(BEN));
    assertThat(member(BEN).active()).isFalse();
    assertThat(member(BEN).epoch()).isGreaterThan(epoch);
    assertThat(house.open(turn).holders()).containsExactly(CAS);
    assertThat(house.open(shared).holders()).containsExactly(CAS);
    assertThat(house.open(alone).holders()).isEmpty();
    assertThat(house.open(claimed).state()).isEqualTo(Occurrence.State.OPEN);
    assertThat(house.task(turn).assignment().order()).as("may come back").contains(BEN);
    assertThat(house.clockwork(new MemberCommand.Leave(BEN))).isEmpty();
    assertThat(house.clockwork(new MemberCommand.Leave(DOOR))).isEmpty();
  }

  @Test
  void a_turn_that_passed_on_is_not_had_twice() {
    Schedule daily =
        new Schedule.Recurring(
            new Recurrence(
                "FREQ=DAILY",
                LocalDate.of(2026, 11, 23),
                null,
                GuildFixture.AMSTERDAM,
                Recurrence.MonthEnd.CLAMP),
            Schedule.Anchor.FROM_DUE);
    TaskId task = house.create(ANNA, draft("bath", daily, turns(BEN, CAS, ANNA)));
    house.clockwork(new MemberCommand.Leave(BEN));
    house.does(CAS, new TaskCommand.Complete(ref(task), null, null, null, null));
    assertThat(house.open(task).holders()).containsExactly(ANNA);
    assertThat(house.does(CAS, new TaskCommand.Reopen(ref(task), null))).hasSize(2);
    assertThat(house.open(task).holders()).containsExactly(CAS);
  }

  @Test
  void who_comes_back_keeps_the_place_in_a_round_of_everybody() {
    Schedule daily =
        new Schedule.Recurring(
            new Recurrence(
                "FREQ=DAILY",
                LocalDate.of(2026, 11, 23),
                null,
                GuildFixture.AMSTERDAM,
                Recurrence.MonthEnd.CLAMP),
            Schedule.Anchor.FROM_DUE);
    Instant joined = member(BEN).joinedAt();
    TaskId task = house.create(ANNA, draft("bath", daily, turns()));
    house.clockwork(new MemberCommand.Leave(BEN));
    house.join(DOOR, "Door", false);
    house.join(BEN, "Ben", false);
    assertThat(member(BEN).active()).isTrue();
    assertThat(member(BEN).joinedAt()).isEqualTo(joined);
    List<MemberId> holders = new ArrayList<>();
    for (int ordinal = 1; ordinal <= 5; ordinal++) {
      holders.addAll(house.open(task).holders());
      house.does(ANNA, new TaskCommand.Complete(ref(task), ordinal, null, null, null));
    }
    assertThat(holders).containsExactly(ANNA, BEN, CAS, DOOR, ANNA);
  }

  @Test
  void a_question_sees_whom_discord_has_just_described_without_writing_it_down() {
    GuildReply reply =
        house.guild.answer(
            new Question(GuildFixture.GUILD, house.now, seen(DOOR, "nl"), new GuildQuery.Me()));
    Answer.Me me = (Answer.Me) ((GuildReply.Answered) reply).answer();
    assertThat(me.member().id()).isEqualTo(DOOR);
    assertThat(me.permissions()).isEqualTo(PermissionRules.AT_FIRST);
    assertThat(house.asks(ANNA, new GuildQuery.OneMember(DOOR)))
        .isEqualTo(new GuildReply.Declined(new Refusal.UnknownMember(DOOR)));
    assertThat(((Answer.Members) house.answered(BEN, new GuildQuery.Members())).members())
        .extracting(Member::id)
        .isEqualTo(List.of(ANNA, BEN, CAS));
  }

  @Test
  void a_look_up_that_tells_the_language_is_taken_over_with_it() {
    Standing.Witnessed seen = new Standing.Witnessed("Ben", Set.of(), false, "en-GB");
    house.clockwork(new MemberCommand.Observe(BEN, seen));
    assertThat(member(BEN).locale()).isEqualTo("en-GB");
    house.clockwork(new MemberCommand.Observe(BEN, "Ben", Set.of(), false));
    assertThat(member(BEN).locale()).as("the gateway tells none").isEqualTo("en-GB");
  }
}
