package dcm.guild;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CLEANERS;
import static dcm.guild.GuildFixture.DOOR;
import static dcm.guild.GuildFixture.EVERYONE;
import static dcm.guild.GuildFixture.once;
import static dcm.guild.GuildFixture.ref;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private final GuildFixture house = GuildFixture.house();
  private final TaskId task = house.create(ANNA, once("dishes"));

  private static Caller.Person vouched(MemberId id, long epoch, Door door) {
    return new Caller.Person(id, new Standing.Vouched(epoch), door);
  }

  private static Caller.Person witnessed(MemberId id, String name, RoleId... roles) {
    return new Caller.Person(
        id, new Standing.Witnessed(name, Set.of(roles), false, "nl"), Door.DISCORD);
  }

  private TaskCommand.Create create(String title) {
    return new TaskCommand.Create(new TaskId(new UUID(8, title.hashCode())), once(title));
  }

  private Refusal refused(Caller caller, GuildCommand command) {
    return ((Decision.Refused) house.decide(house.request(caller, command))).refusal();
  }

  @Test
  void only_the_clockwork_opens_a_guild() {
    GuildFixture unknown = new GuildFixture();
    Decision decision =
        unknown.decide(unknown.request(witnessed(ANNA, "Anna"), create("too early")));
    assertThat(decision).isEqualTo(new Decision.Refused(new Refusal.UnknownGuild(), List.of()));
    assertThat(
            unknown.decide(
                unknown.request(new Caller.Clockwork(), new NotificationCommand.WakeUp())))
        .isEqualTo(new Decision.Refused(new Refusal.UnknownGuild(), List.of()));
    assertThat(unknown.clockwork(GuildFixture.observed()))
        .containsExactly(
            new SettingsEvent.GuildObserved(
                "Huize Anna",
                Map.of(CLEANERS, "cleaners", GuildFixture.GUESTS, "guests"),
                "nl",
                GuildFixture.CHANNEL,
                GuildFixture.AMSTERDAM),
            new PermissionEvent.Granted(EVERYONE, PermissionRules.AT_FIRST));
  }

  @Test
  void whom_discord_has_just_described_is_taken_over_before_the_decision() {
    List<GuildEvent> events =
        house.accepted(house.request(witnessed(DOOR, "Door", CLEANERS), create("x")));
    assertThat(events)
        .extracting(GuildEvent::kind)
        .containsExactly("member.observed", "task.created", "occurrence.opened");
    assertThat(house.accepted(house.request(witnessed(DOOR, "Door", CLEANERS), create("y"))))
        .extracting(GuildEvent::kind)
        .doesNotContain("member.observed");
  }

  @Test
  void what_discord_said_stands_even_when_the_request_is_refused() {
    house.everybodyMay();
    assertThat(refused(witnessed(BEN, "Benno"), create("x")))
        .isEqualTo(new Refusal.Forbidden(Permission.TASK_CREATE));
    assertThat(house.journal.reversed().stream().limit(2).map(r -> r.event().kind()))
        .containsExactly("command.refused", "member.observed");
    assertThat(member(BEN).displayName()).isEqualTo("Benno");
  }

  @Test
  void a_token_counts_until_roles_change() {
    long epoch = member(BEN).epoch();
    house.clockwork(new MemberCommand.Observe(BEN, "Benno", Set.of(), false));
    assertThat(member(BEN).epoch()).as("a name gives no power").isEqualTo(epoch);
    house.accepted(house.request(vouched(BEN, epoch, Door.API_KEY), create("x")));
    house.clockwork(new MemberCommand.Observe(BEN, "Benno", Set.of(CLEANERS), false));
    assertThat(refused(vouched(BEN, epoch, Door.API_KEY), create("y")))
        .isEqualTo(new Refusal.StaleToken());
    assertThat(refused(vouched(DOOR, 1, Door.API_KEY), create("y")))
        .isEqualTo(new Refusal.NotAMember());
  }

  @Test
  void who_left_is_no_member() {
    long epoch = member(BEN).epoch();
    house.clockwork(new MemberCommand.Leave(BEN));
    assertThat(refused(vouched(BEN, epoch, Door.DISCORD), create("x")))
        .isEqualTo(new Refusal.NotAMember());
    house.join(BEN, "Ben", false);
    assertThat(refused(vouched(BEN, epoch, Door.DISCORD), create("x")))
        .as("an old token is not good again")
        .isEqualTo(new Refusal.StaleToken());
  }

  @Test
  void the_dashboard_needs_its_own_permission() {
    house.everybodyMay(Permission.TASK_CREATE, Permission.TASK_VIEW_ALL);
    assertThat(refused(vouched(BEN, member(BEN).epoch(), Door.DASHBOARD), create("x")))
        .isEqualTo(new Refusal.Forbidden(Permission.DASHBOARD_USE));
    GuildReply reply =
        house.guild.answer(
            new Question(
                GuildFixture.GUILD,
                house.now,
                vouched(BEN, member(BEN).epoch(), Door.DASHBOARD),
                new GuildQuery.OneTask(ref(task))));
    assertThat(reply)
        .isEqualTo(new GuildReply.Declined(new Refusal.Forbidden(Permission.DASHBOARD_USE)));
  }

  @Test
  void people_and_the_clockwork_do_not_speak_for_each_other() {
    for (GuildCommand command :
        List.of(
            GuildFixture.observed(),
            new SettingsCommand.Sleep(),
            new MemberCommand.Leave(BEN),
            new MemberCommand.Observe(BEN, "Ben", Set.of(), true),
            new NotificationCommand.WakeUp(),
            new NotificationCommand.Deliver(new DeliveryId("x"), null),
            new NotificationCommand.Fail(new DeliveryId("x"), "50007", true))) {
      assertThat(house.refused(ANNA, command)).isInstanceOf(Refusal.Forbidden.class);
    }
    for (GuildCommand command :
        List.of(
            create("x"),
            new GroupingCommand.Delete(new GroupingId(new UUID(1, 1)), Grouping.Kind.LABEL, null),
            new PermissionCommand.Grant(EVERYONE, Set.of()),
            new MemberCommand.EditProfile(BEN, null, null),
            new SettingsCommand.Change(null, SettingsRulesTest.nothing()),
            new NotificationCommand.MarkRead(5))) {
      assertThat(refused(new Caller.Clockwork(), command)).isEqualTo(new Refusal.NotAMember());
    }
  }

  @Test
  void a_sleeping_guild_lets_nobody_in_and_remembers_everything() {
    house.clockwork(new SettingsCommand.Sleep());
    assertThat(house.refused(ANNA, create("x"))).isEqualTo(new Refusal.UnknownGuild());
    assertThat(house.asks(ANNA, new GuildQuery.OneTask(ref(task))))
        .isEqualTo(new GuildReply.Declined(new Refusal.UnknownGuild()));
    house.clockwork(GuildFixture.observed());
    assertThat(house.task(task).title()).isEqualTo("dishes");
  }

  @Test
  void the_same_knock_has_one_effect_and_one_answer() {
    Request request = house.request(house.person(BEN), create("x"));
    house.accepted(request);
    Outcome outcome = house.guild.outcome(request);
    house.does(BEN, new TaskCommand.Claim(new TaskRef.ByNumber(2), null));
    assertThat(house.decide(request)).isEqualTo(new Decision.Repeated(outcome));
    assertThat(((Outcome.OfTask) outcome.subject()).task().open().claimedBy())
        .as("as it was then")
        .isNull();
    Request other = house.request(request.id(), "else", house.person(BEN), create("y"));
    assertThat(house.decide(other))
        .isEqualTo(new Decision.Refused(new Refusal.KeyReused(), List.of()));
    Request thief =
        house.request(request.id(), request.fingerprint(), house.person(ANNA), create("x"));
    assertThat(house.decide(thief))
        .isEqualTo(new Decision.Refused(new Refusal.KeyReused(), List.of()));
  }

  @Test
  void a_repeat_is_answered_only_to_whom_would_be_let_in_now() {
    Request request = house.request(house.person(BEN), create("x"));
    house.accepted(request);
    house.clockwork(new MemberCommand.Observe(BEN, "Ben", Set.of(CLEANERS), false));
    assertThat(house.decide(request))
        .isEqualTo(new Decision.Refused(new Refusal.StaleToken(), List.of()));
    Request renewed =
        house.request(request.id(), request.fingerprint(), house.person(BEN), request.command());
    assertThat(house.decide(renewed)).isInstanceOf(Decision.Repeated.class);
    house.clockwork(new MemberCommand.Leave(BEN));
    assertThat(house.decide(renewed))
        .isEqualTo(new Decision.Refused(new Refusal.NotAMember(), List.of()));
    house.clockwork(new SettingsCommand.Sleep());
    assertThat(house.decide(renewed))
        .isEqualTo(new Decision.Refused(new Refusal.UnknownGuild(), List.of()));
  }

  @Test
  void a_knock_is_remembered_for_a_day() {
    Request request = house.request(house.person(BEN), create("x"));
    house.accepted(request);
    house.later(Duration.ofHours(24));
    house.create(BEN, once("a day later"));
    assertThat(house.decide(request)).isInstanceOf(Decision.Repeated.class);
    house.later(Duration.ofSeconds(1));
    house.create(BEN, once("a day and a second later"));
    assertThat(house.guild.snapshot().knocks())
        .extracting(Memory.Remembered::command)
        .doesNotContain(request.id());
  }

  @Test
  void no_more_than_so_many_knocks_are_remembered() {
    Request first = house.request(house.person(BEN), new TaskCommand.Claim(ref(task), null));
    house.accepted(first);
    State state = house.guild.snapshot().state();
    Recorded event = house.journal.getLast();
    Memory memory = state.memory();
    for (int i = 0; i < Memory.MOST; i++) {
      Recorded knock =
          new Recorded(event.event(), event.at(), event.by(), new CommandId(new UUID(6, i)), "f");
      memory = memory.with(knock, BEN, new Outcome(1_000_000 + i, new Outcome.OfNothing()));
    }
    assertThat(memory.knocks()).hasSize(Memory.MOST).doesNotContainKey(first.id());
    assertThat(memory.ages()).hasSize(Memory.MOST);
  }

  private Member member(MemberId id) {
    return ((Answer.OneMember) house.answered(ANNA, new GuildQuery.OneMember(id))).member();
  }
}
