package dcm.guild.rules;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CAS;
import static dcm.guild.GuildFixture.turns;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.GuildFixture;
import dcm.guild.command.CalendarTokenCommand;
import dcm.guild.command.MemberCommand;
import dcm.guild.command.PermissionCommand;
import dcm.guild.event.CalendarTokenEvent;
import dcm.guild.event.MemberEvent;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.Refusal;
import dcm.guild.value.AbsenceId;
import dcm.guild.value.CalendarToken;
import dcm.guild.value.CalendarTokenId;
import dcm.guild.value.Member;
import dcm.guild.value.MemberId;
import dcm.guild.value.Permission;
import dcm.guild.value.Schedule;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ForgetRulesTest {
  private final GuildFixture fixture = GuildFixture.withMembers();

  private Member member(MemberId id) {
    return ((QueryResult.OneMember) fixture.queryResult(ANNA, new GuildQuery.OneMember(id)))
        .member();
  }

  @Test
  void a_member_who_is_forgotten_leaves_and_loses_what_only_concerned_them() {
    var task =
        fixture.create(
            ANNA,
            GuildFixture.taskFields(
                "dishes", new Schedule.Once(GuildFixture.at("2026-12-24T20:00")), turns(BEN, CAS)));
    fixture.execute(
        BEN,
        new MemberCommand.AddAbsence(
            AbsenceId.of("01939a52-0000-7000-8000-0000000000ab"),
            BEN,
            null,
            null,
            List.of(),
            null));
    var token = new CalendarTokenId(new UUID(8, 8));
    fixture.execute(BEN, new CalendarTokenCommand.Create(token, CalendarToken.Scope.OWN));

    var events = fixture.execute(BEN, new MemberCommand.Forget(BEN));

    assertThat(events)
        .contains(
            new MemberEvent.Left(BEN, member(BEN).epoch()),
            new MemberEvent.Forgotten(BEN, MemberId.pseudonym(1)),
            new CalendarTokenEvent.Revoked(token, BEN));
    assertThat(fixture.open(task).holders()).containsExactly(CAS);
    assertThat(member(BEN).active()).isFalse();
    assertThat(member(BEN).absences()).isNull();
    assertThat(fixture.guild.memberToForget()).isEqualTo(BEN);
  }

  @Test
  void until_the_id_is_replaced_it_has_no_access_and_is_not_seen() {
    fixture.execute(BEN, new MemberCommand.Forget(BEN));
    assertThat(fixture.refused(BEN, new MemberCommand.Forget(BEN)))
        .isEqualTo(new Refusal.NotAMember());
    assertThat(fixture.asSystem(new MemberCommand.Observe(BEN, "Ben", Set.of(), true))).isEmpty();
    assertThat(fixture.refused(ANNA, new MemberCommand.Forget(BEN)))
        .isEqualTo(new Refusal.UnknownMember(BEN));
  }

  @Test
  void others_are_forgotten_by_those_who_manage_members_and_have_no_fewer_permissions() {
    assertThat(fixture.refused(BEN, new MemberCommand.Forget(CAS)))
        .isEqualTo(new Refusal.Forbidden(Permission.MEMBER_MANAGE));
    fixture.execute(
        ANNA, new PermissionCommand.Grant(GuildFixture.EVERYONE, Set.of(Permission.MEMBER_MANAGE)));
    assertThat(fixture.refused(BEN, new MemberCommand.Forget(ANNA)))
        .isInstanceOf(Refusal.BeyondOwnPermissions.class);
    // a former administrator has no permissions any more
    fixture.asSystem(new MemberCommand.Leave(ANNA));
    assertThat(fixture.execute(BEN, new MemberCommand.Forget(ANNA)))
        .contains(new MemberEvent.Forgotten(ANNA, MemberId.pseudonym(1)));
    assertThat(fixture.execute(BEN, new MemberCommand.Forget(CAS)))
        .contains(new MemberEvent.Forgotten(CAS, MemberId.pseudonym(2)));
  }
}
