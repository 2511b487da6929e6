package dcm.guild;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A guild with a clock that stands still until it is told to go on. Public for the entity's tests.
 */
public final class GuildFixture {
  public static final GuildId GUILD = new GuildId(700_000_000_000_000_001L);
  public static final RoleId EVERYONE = new RoleId(GUILD.value());
  public static final RoleId CLEANERS = new RoleId(710);
  public static final RoleId GUESTS = new RoleId(711);
  public static final ChannelId CHANNEL = new ChannelId(720);
  public static final MemberId ANNA = new MemberId(1);
  public static final MemberId BEN = new MemberId(2);
  public static final MemberId CAS = new MemberId(3);
  public static final MemberId DOOR = new MemberId(9);
  public static final ZoneId AMSTERDAM = ZoneId.of("Europe/Amsterdam");
  public static final Instant START = Instant.parse("2026-11-23T08:00:00Z");

  public Guild guild = Guild.unknown(GUILD, AMSTERDAM);
  public Instant now = START;
  public final List<Recorded> journal = new ArrayList<>();
  private long knocks;

  /** Anna, Ben and Cas live here, in that order; Anna is Discord's administrator. */
  public static GuildFixture house() {
    GuildFixture house = new GuildFixture();
    house.clockwork(observed());
    house.join(ANNA, "Anna", true);
    house.join(BEN, "Ben", false);
    house.join(CAS, "Cas", false);
    return house;
  }

  public static SettingsCommand.ObserveGuild observed() {
    return new SettingsCommand.ObserveGuild(
        "Huize Anna", Map.of(CLEANERS, "cleaners", GUESTS, "guests"), "nl", CHANNEL);
  }

  public void join(MemberId id, String name, boolean administrator, RoleId... roles) {
    later(Duration.ofSeconds(1));
    clockwork(new MemberCommand.Observe(id, name, Set.of(roles), administrator));
  }

  public void later(Duration time) {
    now = now.plus(time);
  }

  public Request request(Caller caller, GuildCommand command) {
    return request(new CommandId(new UUID(4, ++knocks)), command.toString(), caller, command);
  }

  public Request request(CommandId id, String fingerprint, Caller caller, GuildCommand command) {
    return new Request(GUILD, id, fingerprint, now, caller, command);
  }

  public Caller.Person person(MemberId id) {
    Question who = new Question(GUILD, now, new Caller.Clockwork(), new GuildQuery.OneMember(id));
    long epoch =
        guild.answer(who) instanceof GuildReply.Answered(Answer.OneMember(var member), _)
            ? member.epoch()
            : 0;
    return new Caller.Person(id, new Standing.Vouched(epoch), Door.DISCORD);
  }

  public Decision decide(Request request) {
    Decision decision = guild.decide(request);
    switch (decision) {
      case Decision.Accepted(var events) -> write(events);
      case Decision.Repeated _ -> {}
      case Decision.Refused(_, var audit) -> write(audit);
    }
    return decision;
  }

  private void write(List<Recorded> events) {
    for (Recorded recorded : events) {
      guild = guild.apply(recorded);
      journal.add(recorded);
    }
  }

  /** What happened, without the planning of the next wake-up. */
  public List<GuildEvent> clockwork(GuildCommand command) {
    return accepted(request(new Caller.Clockwork(), command));
  }

  public List<GuildEvent> does(MemberId who, GuildCommand command) {
    return accepted(request(person(who), command));
  }

  public List<GuildEvent> accepted(Request request) {
    Decision decision = decide(request);
    assertThat(decision).isInstanceOf(Decision.Accepted.class);
    return ((Decision.Accepted) decision)
        .events().stream()
            .map(Recorded::event)
            .filter(event -> !(event instanceof NotificationEvent.WakeUpPlanned))
            .filter(event -> !(event instanceof NotificationEvent.WakeUpCancelled))
            .toList();
  }

  public Refusal refused(MemberId who, GuildCommand command) {
    Decision decision = decide(request(person(who), command));
    assertThat(decision).isInstanceOf(Decision.Refused.class);
    return ((Decision.Refused) decision).refusal();
  }

  public List<FieldError> invalid(MemberId who, GuildCommand command) {
    Refusal refusal = refused(who, command);
    assertThat(refusal).isInstanceOf(Refusal.Invalid.class);
    return ((Refusal.Invalid) refusal).errors();
  }

  public GuildReply asks(MemberId who, GuildQuery query) {
    return guild.answer(new Question(GUILD, now, person(who), query));
  }

  public Answer answered(MemberId who, GuildQuery query) {
    GuildReply reply = asks(who, query);
    assertThat(reply).isInstanceOf(GuildReply.Answered.class);
    return ((GuildReply.Answered) reply).answer();
  }

  public TaskId create(MemberId who, TaskDraft draft) {
    TaskId id = new TaskId(new UUID(7, ++knocks));
    does(who, new TaskCommand.Create(id, draft));
    return id;
  }

  public Task task(TaskId id) {
    return ((Answer.OneTask) answered(ANNA, new GuildQuery.OneTask(ref(id)))).task();
  }

  public Occurrence open(TaskId id) {
    Occurrence open = task(id).open();
    assertThat(open).isNotNull();
    return open;
  }

  /** Takes from everybody what they may do at first, and gives them this instead. */
  public void everybodyMay(Permission... permissions) {
    Set<Permission> only = EnumSet.noneOf(Permission.class);
    only.addAll(List.of(permissions));
    does(ANNA, new PermissionCommand.Replace(null, Map.of(EVERYONE, only)));
  }

  public static TaskRef ref(TaskId id) {
    return new TaskRef.ById(id);
  }

  public static TaskDraft draft(String title, Schedule schedule, Assignment assignment) {
    return new TaskDraft(
        title, "", null, List.of(), Effort.UNKNOWN, Priority.NORMAL, schedule, assignment);
  }

  public static TaskDraft once(String title) {
    return draft(title, new Schedule.Once(new Due.Never()), Assignment.OPEN);
  }

  public static TaskDraft once(String title, String local) {
    return draft(title, new Schedule.Once(at(local)), Assignment.OPEN);
  }

  public static Due at(String local) {
    return new Due.AtTime(LocalDateTime.parse(local), AMSTERDAM);
  }

  public static Assignment turns(MemberId... order) {
    return new Assignment(Assignment.Strategy.ROUND_ROBIN, List.of(order));
  }

  public static Assignment fixed(MemberId... order) {
    return new Assignment(Assignment.Strategy.FIXED, List.of(order));
  }

  public static Instant instant(String local) {
    return LocalDateTime.parse(local).atZone(AMSTERDAM).toInstant();
  }

  public @Nullable Instant planned() {
    return guild.snapshot().planned();
  }
}
