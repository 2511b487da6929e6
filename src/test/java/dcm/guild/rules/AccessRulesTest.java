package dcm.guild.rules;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CLEANERS;
import static dcm.guild.GuildFixture.DORA;
import static dcm.guild.GuildFixture.EVERYONE;
import static dcm.guild.GuildFixture.once;
import static dcm.guild.GuildFixture.ref;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.GuildFixture;
import dcm.guild.command.CommandEnvelope;
import dcm.guild.command.GroupingCommand;
import dcm.guild.command.GuildCommand;
import dcm.guild.command.MemberCommand;
import dcm.guild.command.NotificationCommand;
import dcm.guild.command.PermissionCommand;
import dcm.guild.command.SettingsCommand;
import dcm.guild.command.TaskCommand;
import dcm.guild.event.GuildEvent;
import dcm.guild.event.PermissionEvent;
import dcm.guild.event.RecordedEvent;
import dcm.guild.event.SettingsEvent;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryEnvelope;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.GuildReply;
import dcm.guild.reply.Outcome;
import dcm.guild.reply.Refusal;
import dcm.guild.state.GuildState;
import dcm.guild.state.ProcessedCommands;
import dcm.guild.value.Caller;
import dcm.guild.value.CommandId;
import dcm.guild.value.DeliveryId;
import dcm.guild.value.Grouping;
import dcm.guild.value.GroupingId;
import dcm.guild.value.Member;
import dcm.guild.value.MemberId;
import dcm.guild.value.MembershipEvidence;
import dcm.guild.value.Origin;
import dcm.guild.value.Permission;
import dcm.guild.value.RoleId;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AccessRulesTest {
  private final GuildFixture fixture = GuildFixture.withMembers();
  private final TaskId task = fixture.create(ANNA, once("dishes"));

  private static Caller.Person fromToken(MemberId id, long epoch, Origin origin) {
    return new Caller.Person(id, new MembershipEvidence.FromToken(epoch), origin);
  }

  private static Caller.Person fromDiscord(MemberId id, String name, RoleId... roles) {
    return new Caller.Person(
        id, new MembershipEvidence.FromDiscord(name, Set.of(roles), false, "nl"), Origin.DISCORD);
  }

  private TaskCommand.Create create(String title) {
    return new TaskCommand.Create(new TaskId(new UUID(8, title.hashCode())), once(title));
  }

  private Refusal refused(Caller caller, GuildCommand command) {
    return ((Decision.Refused) fixture.decide(fixture.envelope(caller, command))).refusal();
  }

  @Test
  void only_the_system_opens_a_guild() {
    GuildFixture unknown = new GuildFixture();
    Decision decision =
        unknown.decide(unknown.envelope(fromDiscord(ANNA, "Anna"), create("too early")));
    assertThat(decision).isEqualTo(new Decision.Refused(new Refusal.UnknownGuild(), List.of()));
    assertThat(
            unknown.decide(
                unknown.envelope(new Caller.SystemCaller(), new NotificationCommand.WakeUp())))
        .isEqualTo(new Decision.Refused(new Refusal.UnknownGuild(), List.of()));
    assertThat(unknown.asSystem(GuildFixture.observed()))
        .containsExactly(
            new SettingsEvent.GuildObserved(
                "Huize Anna",
                Map.of(CLEANERS, "cleaners", GuildFixture.GUESTS, "guests"),
                "nl",
                GuildFixture.CHANNEL,
                GuildFixture.AMSTERDAM),
            new PermissionEvent.Granted(EVERYONE, PermissionRules.INITIAL_PERMISSIONS));
  }

  @Test
  void discords_description_of_the_caller_is_recorded_before_the_decision() {
    List<GuildEvent> events =
        fixture.accepted(fixture.envelope(fromDiscord(DORA, "Dora", CLEANERS), create("x")));
    assertThat(events)
        .extracting(GuildEvent::kind)
        .containsExactly("member.observed", "task.created", "occurrence.opened");
    assertThat(fixture.accepted(fixture.envelope(fromDiscord(DORA, "Dora", CLEANERS), create("y"))))
        .extracting(GuildEvent::kind)
        .doesNotContain("member.observed");
  }

  @Test
  void discords_description_is_recorded_even_when_the_command_is_refused() {
    fixture.everybodyMay();
    assertThat(refused(fromDiscord(BEN, "Benno"), create("x")))
        .isEqualTo(new Refusal.Forbidden(Permission.TASK_CREATE));
    assertThat(fixture.journal.reversed().stream().limit(2).map(r -> r.event().kind()))
        .containsExactly("command.refused", "member.observed");
    assertThat(member(BEN).displayName()).isEqualTo("Benno");
  }

  @Test
  void a_token_is_valid_until_roles_change() {
    long epoch = member(BEN).epoch();
    fixture.asSystem(new MemberCommand.Observe(BEN, "Benno", Set.of(), false));
    assertThat(member(BEN).epoch()).as("a name gives no power").isEqualTo(epoch);
    fixture.accepted(fixture.envelope(fromToken(BEN, epoch, Origin.API_KEY), create("x")));
    fixture.asSystem(new MemberCommand.Observe(BEN, "Benno", Set.of(CLEANERS), false));
    assertThat(refused(fromToken(BEN, epoch, Origin.API_KEY), create("y")))
        .isEqualTo(new Refusal.StaleToken());
    assertThat(refused(fromToken(DORA, 1, Origin.API_KEY), create("y")))
        .isEqualTo(new Refusal.NotAMember());
  }

  @Test
  void a_former_member_is_refused() {
    long epoch = member(BEN).epoch();
    fixture.asSystem(new MemberCommand.Leave(BEN));
    assertThat(refused(fromToken(BEN, epoch, Origin.DISCORD), create("x")))
        .isEqualTo(new Refusal.NotAMember());
    fixture.join(BEN, "Ben", false);
    assertThat(refused(fromToken(BEN, epoch, Origin.DISCORD), create("x")))
        .as("an old token is not good again")
        .isEqualTo(new Refusal.StaleToken());
  }

  @Test
  void the_dashboard_needs_its_own_permission() {
    fixture.everybodyMay(Permission.TASK_CREATE, Permission.TASK_VIEW_ALL);
    assertThat(refused(fromToken(BEN, member(BEN).epoch(), Origin.DASHBOARD), create("x")))
        .isEqualTo(new Refusal.Forbidden(Permission.DASHBOARD_USE));
    GuildReply reply =
        fixture.guild.answer(
            new QueryEnvelope(
                GuildFixture.GUILD,
                fixture.now,
                fromToken(BEN, member(BEN).epoch(), Origin.DASHBOARD),
                new GuildQuery.OneTask(ref(task))));
    assertThat(reply)
        .isEqualTo(new GuildReply.Refused(new Refusal.Forbidden(Permission.DASHBOARD_USE)));
  }

  @Test
  void persons_and_the_system_cannot_issue_each_others_commands() {
    for (GuildCommand command :
        List.of(
            GuildFixture.observed(),
            new SettingsCommand.Deactivate(),
            new MemberCommand.Leave(BEN),
            new MemberCommand.Observe(BEN, "Ben", Set.of(), true),
            new NotificationCommand.WakeUp(),
            new NotificationCommand.Deliver(new DeliveryId("x"), null),
            new NotificationCommand.Fail(new DeliveryId("x"), "50007", true))) {
      assertThat(fixture.refused(ANNA, command)).isInstanceOf(Refusal.Forbidden.class);
    }
    for (GuildCommand command :
        List.of(
            create("x"),
            new GroupingCommand.Delete(new GroupingId(new UUID(1, 1)), Grouping.Kind.LABEL, null),
            new PermissionCommand.Grant(EVERYONE, Set.of()),
            new MemberCommand.EditProfile(BEN, null, null),
            new SettingsCommand.Change(null, SettingsRulesTest.nothing()),
            new NotificationCommand.MarkRead(5))) {
      assertThat(refused(new Caller.SystemCaller(), command)).isEqualTo(new Refusal.NotAMember());
    }
  }

  @Test
  void an_inactive_guild_refuses_every_person_and_keeps_its_state() {
    fixture.asSystem(new SettingsCommand.Deactivate());
    assertThat(fixture.refused(ANNA, create("x"))).isEqualTo(new Refusal.UnknownGuild());
    assertThat(fixture.query(ANNA, new GuildQuery.OneTask(ref(task))))
        .isEqualTo(new GuildReply.Refused(new Refusal.UnknownGuild()));
    fixture.asSystem(GuildFixture.observed());
    assertThat(fixture.task(task).title()).isEqualTo("dishes");
  }

  @Test
  void a_repeated_command_has_one_effect_and_one_answer() {
    CommandEnvelope envelope = fixture.envelope(fixture.person(BEN), create("x"));
    fixture.accepted(envelope);
    Outcome outcome = fixture.guild.outcome(envelope);
    fixture.execute(BEN, new TaskCommand.Claim(new TaskRef.ByNumber(2), null));
    assertThat(fixture.decide(envelope)).isEqualTo(new Decision.Repeated(outcome));
    assertThat(((Outcome.TaskSubject) outcome.subject()).task().open().claimedBy())
        .as("as it was then")
        .isNull();
    CommandEnvelope other =
        fixture.envelope(envelope.id(), "else", fixture.person(BEN), create("y"));
    assertThat(fixture.decide(other))
        .isEqualTo(new Decision.Refused(new Refusal.KeyReused(), List.of()));
    CommandEnvelope thief =
        fixture.envelope(envelope.id(), envelope.fingerprint(), fixture.person(ANNA), create("x"));
    assertThat(fixture.decide(thief))
        .isEqualTo(new Decision.Refused(new Refusal.KeyReused(), List.of()));
  }

  @Test
  void a_repeated_command_is_answered_only_with_current_access() {
    CommandEnvelope envelope = fixture.envelope(fixture.person(BEN), create("x"));
    fixture.accepted(envelope);
    fixture.asSystem(new MemberCommand.Observe(BEN, "Ben", Set.of(CLEANERS), false));
    assertThat(fixture.decide(envelope))
        .isEqualTo(new Decision.Refused(new Refusal.StaleToken(), List.of()));
    CommandEnvelope renewed =
        fixture.envelope(
            envelope.id(), envelope.fingerprint(), fixture.person(BEN), envelope.command());
    assertThat(fixture.decide(renewed)).isInstanceOf(Decision.Repeated.class);
    fixture.asSystem(new MemberCommand.Leave(BEN));
    assertThat(fixture.decide(renewed))
        .isEqualTo(new Decision.Refused(new Refusal.NotAMember(), List.of()));
    fixture.asSystem(new SettingsCommand.Deactivate());
    assertThat(fixture.decide(renewed))
        .isEqualTo(new Decision.Refused(new Refusal.UnknownGuild(), List.of()));
  }

  @Test
  void an_answer_is_retained_for_a_day() {
    CommandEnvelope envelope = fixture.envelope(fixture.person(BEN), create("x"));
    fixture.accepted(envelope);
    fixture.advance(Duration.ofHours(24));
    fixture.create(BEN, once("a day later"));
    assertThat(fixture.decide(envelope)).isInstanceOf(Decision.Repeated.class);
    fixture.advance(Duration.ofSeconds(1));
    fixture.create(BEN, once("a day and a second later"));
    assertThat(fixture.guild.snapshot().processedCommands())
        .extracting(ProcessedCommands.ProcessedCommand::command)
        .doesNotContain(envelope.id());
  }

  @Test
  void the_number_of_retained_answers_is_limited() {
    CommandEnvelope first =
        fixture.envelope(fixture.person(BEN), new TaskCommand.Claim(ref(task), null));
    fixture.accepted(first);
    GuildState state = fixture.guild.snapshot().state();
    RecordedEvent event = fixture.journal.getLast();
    ProcessedCommands processedCommands = state.processedCommands();
    for (int i = 0; i < ProcessedCommands.MAX_COMMANDS; i++) {
      RecordedEvent recorded =
          new RecordedEvent(
              event.event(), event.at(), event.initiator(), new CommandId(new UUID(6, i)), "f");
      processedCommands =
          processedCommands.with(
              recorded, BEN, new Outcome(1_000_000 + i, new Outcome.NoSubject()));
    }
    assertThat(processedCommands.byId())
        .hasSize(ProcessedCommands.MAX_COMMANDS)
        .doesNotContainKey(first.id());
    assertThat(processedCommands.byRevision()).hasSize(ProcessedCommands.MAX_COMMANDS);
  }

  private Member member(MemberId id) {
    return ((QueryResult.OneMember) fixture.queryResult(ANNA, new GuildQuery.OneMember(id)))
        .member();
  }
}
