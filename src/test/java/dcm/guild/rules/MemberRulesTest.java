package dcm.guild.rules;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CAS;
import static dcm.guild.GuildFixture.CLEANERS;
import static dcm.guild.GuildFixture.DORA;
import static dcm.guild.GuildFixture.EVERYONE;
import static dcm.guild.GuildFixture.fixed;
import static dcm.guild.GuildFixture.once;
import static dcm.guild.GuildFixture.ref;
import static dcm.guild.GuildFixture.taskFields;
import static dcm.guild.GuildFixture.turns;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.GuildFixture;
import dcm.guild.command.MemberCommand;
import dcm.guild.command.TaskCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryEnvelope;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.GuildReply;
import dcm.guild.reply.Refusal;
import dcm.guild.value.Caller;
import dcm.guild.value.Due;
import dcm.guild.value.Member;
import dcm.guild.value.MemberId;
import dcm.guild.value.MembershipEvidence;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Origin;
import dcm.guild.value.Permission;
import dcm.guild.value.Recurrence;
import dcm.guild.value.Schedule;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskRef;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MemberRulesTest {
  private static final ZoneId LONDON = ZoneId.of("Europe/London");
  private final GuildFixture fixture = GuildFixture.withMembers();

  private Member member(MemberId id) {
    return ((QueryResult.OneMember) fixture.queryResult(ANNA, new GuildQuery.OneMember(id)))
        .member();
  }

  private Caller.Person seen(MemberId id, String locale) {
    return new Caller.Person(
        id,
        new MembershipEvidence.FromDiscord("Ben", Set.of(EVERYONE), false, locale),
        Origin.DISCORD);
  }

  @Test
  void names_from_discord_are_sanitized() {
    fixture.join(DORA, "D\0o\uD83Dr" + "!".repeat(200), false, EVERYONE, CLEANERS);
    assertThat(member(DORA).displayName()).startsWith("Dor!").hasSize(100);
    assertThat(member(DORA).roles()).as("everybody has it").containsExactly(CLEANERS);
    fixture.join(DORA, "\u0007", false);
    assertThat(member(DORA).displayName()).isEqualTo(DORA.toString());
    fixture.join(DORA, "\u200b\u2800\u00ad", false);
    assertThat(member(DORA).displayName()).isEqualTo(DORA.toString());
    fixture.join(DORA, "\uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67", false);
    assertThat(member(DORA).displayName())
        .isEqualTo("\uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67");
  }

  @Test
  void discords_language_applies_until_the_member_chooses_one() {
    TaskCommand.Claim claim = new TaskCommand.Claim(new TaskRef.ByNumber(1), null);
    fixture.create(ANNA, once("x"));
    long epoch = member(BEN).epoch();
    fixture.decide(fixture.envelope(seen(BEN, "nl"), claim));
    assertThat(member(BEN).locale()).isEqualTo("nl");
    assertThat(member(BEN).epoch()).isEqualTo(epoch);
    fixture.execute(BEN, new MemberCommand.EditProfile(BEN, LONDON, "en-gb"));
    fixture.decide(fixture.envelope(seen(BEN, "de"), claim));
    assertThat(member(BEN).locale()).isEqualTo("en-GB");
    assertThat(member(BEN).zone()).isEqualTo(LONDON);
    assertThat(fixture.execute(BEN, new MemberCommand.EditProfile(BEN, null, null))).isEmpty();
  }

  @Test
  void editing_anothers_profile_needs_a_permission() {
    assertThat(fixture.refused(BEN, new MemberCommand.EditProfile(CAS, LONDON, null)))
        .isEqualTo(new Refusal.Forbidden(Permission.MEMBER_MANAGE));
    fixture.execute(ANNA, new MemberCommand.EditProfile(CAS, LONDON, null));
    assertThat(member(CAS).zone()).isEqualTo(LONDON);
    assertThat(fixture.refused(ANNA, new MemberCommand.EditProfile(DORA, LONDON, null)))
        .isEqualTo(new Refusal.UnknownMember(DORA));
    assertThat(fixture.invalid(BEN, new MemberCommand.EditProfile(BEN, null, "x_y z")))
        .extracting(Refusal.FieldError::field)
        .containsExactly("locale");
  }

  @Test
  void a_leaving_member_passes_the_turn_on_and_releases_claims() {
    Schedule whenever = new Schedule.Once(new Due.Never());
    TaskId turn = fixture.create(ANNA, taskFields("bath", whenever, turns(BEN, CAS, ANNA)));
    TaskId shared = fixture.create(ANNA, taskFields("both", whenever, fixed(BEN, CAS)));
    TaskId alone = fixture.create(ANNA, taskFields("his", whenever, fixed(BEN)));
    TaskId claimed = fixture.create(ANNA, once("dishes"));
    fixture.execute(BEN, new TaskCommand.Claim(ref(claimed), null));
    fixture.execute(BEN, new TaskCommand.Claim(ref(shared), null));
    long epoch = member(BEN).epoch();

    fixture.asSystem(new MemberCommand.Leave(BEN));
    assertThat(member(BEN).active()).isFalse();
    assertThat(member(BEN).epoch()).isGreaterThan(epoch);
    assertThat(fixture.open(turn).holders()).containsExactly(CAS);
    assertThat(fixture.open(shared).holders()).containsExactly(CAS);
    assertThat(fixture.open(alone).holders()).isEmpty();
    assertThat(fixture.open(claimed).state()).isEqualTo(Occurrence.State.OPEN);
    assertThat(fixture.task(turn).assignment().order()).as("may come back").contains(BEN);
    assertThat(fixture.asSystem(new MemberCommand.Leave(BEN))).isEmpty();
    assertThat(fixture.asSystem(new MemberCommand.Leave(DORA))).isEmpty();
  }

  @Test
  void a_turn_that_was_passed_on_is_not_repeated() {
    Schedule daily =
        new Schedule.Recurring(
            new Recurrence(
                "FREQ=DAILY",
                LocalDate.of(2026, 11, 23),
                null,
                GuildFixture.AMSTERDAM,
                Recurrence.MonthEnd.CLAMP),
            Schedule.Anchor.FROM_DUE);
    TaskId task = fixture.create(ANNA, taskFields("bath", daily, turns(BEN, CAS, ANNA)));
    fixture.asSystem(new MemberCommand.Leave(BEN));
    fixture.execute(CAS, new TaskCommand.Complete(ref(task), null, null, null, null));
    assertThat(fixture.open(task).holders()).containsExactly(ANNA);
    assertThat(fixture.execute(CAS, new TaskCommand.Reopen(ref(task), null))).hasSize(2);
    assertThat(fixture.open(task).holders()).containsExactly(CAS);
  }

  @Test
  void a_member_who_rejoins_keeps_the_place_in_the_rotation() {
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
    TaskId task = fixture.create(ANNA, taskFields("bath", daily, turns()));
    fixture.asSystem(new MemberCommand.Leave(BEN));
    fixture.join(DORA, "Dora", false);
    fixture.join(BEN, "Ben", false);
    assertThat(member(BEN).active()).isTrue();
    assertThat(member(BEN).joinedAt()).isEqualTo(joined);
    List<MemberId> holders = new ArrayList<>();
    for (int ordinal = 1; ordinal <= 5; ordinal++) {
      holders.addAll(fixture.open(task).holders());
      fixture.execute(ANNA, new TaskCommand.Complete(ref(task), ordinal, null, null, null));
    }
    assertThat(holders).containsExactly(ANNA, BEN, CAS, DORA, ANNA);
  }

  @Test
  void a_query_uses_discords_description_without_recording_it() {
    GuildReply reply =
        fixture.guild.answer(
            new QueryEnvelope(
                GuildFixture.GUILD, fixture.now, seen(DORA, "nl"), new GuildQuery.Me()));
    QueryResult.Me callerId = (QueryResult.Me) ((GuildReply.Answered) reply).answer();
    assertThat(callerId.member().id()).isEqualTo(DORA);
    assertThat(callerId.permissions()).isEqualTo(PermissionRules.INITIAL_PERMISSIONS);
    assertThat(fixture.query(ANNA, new GuildQuery.OneMember(DORA)))
        .isEqualTo(new GuildReply.Refused(new Refusal.UnknownMember(DORA)));
    assertThat(((QueryResult.Members) fixture.queryResult(BEN, new GuildQuery.Members())).members())
        .extracting(Member::id)
        .isEqualTo(List.of(ANNA, BEN, CAS));
  }

  @Test
  void an_observation_with_a_language_records_it() {
    MembershipEvidence.FromDiscord seen =
        new MembershipEvidence.FromDiscord("Ben", Set.of(), false, "en-GB");
    fixture.asSystem(new MemberCommand.Observe(BEN, seen));
    assertThat(member(BEN).locale()).isEqualTo("en-GB");
    fixture.asSystem(new MemberCommand.Observe(BEN, "Ben", Set.of(), false));
    assertThat(member(BEN).locale()).as("the gateway tells none").isEqualTo("en-GB");
  }
}
