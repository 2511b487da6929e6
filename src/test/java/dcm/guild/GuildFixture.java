package dcm.guild;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.command.CommandEnvelope;
import dcm.guild.command.GuildCommand;
import dcm.guild.command.MemberCommand;
import dcm.guild.command.PermissionCommand;
import dcm.guild.command.SettingsCommand;
import dcm.guild.command.TaskCommand;
import dcm.guild.event.GuildEvent;
import dcm.guild.event.NotificationEvent;
import dcm.guild.event.RecordedEvent;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryEnvelope;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.GuildReply;
import dcm.guild.reply.Refusal;
import dcm.guild.rules.Decision;
import dcm.guild.value.Assignment;
import dcm.guild.value.Caller;
import dcm.guild.value.ChannelId;
import dcm.guild.value.CommandId;
import dcm.guild.value.Due;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.guild.value.MembershipEvidence;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Origin;
import dcm.guild.value.Permission;
import dcm.guild.value.RoleId;
import dcm.guild.value.Schedule;
import dcm.guild.value.Task;
import dcm.guild.value.TaskFields;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskRef;
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

/** A guild with a clock that advances only on request. Public for the entity's tests. */
public final class GuildFixture {
  public static final GuildId GUILD = new GuildId(700_000_000_000_000_001L);
  public static final RoleId EVERYONE = new RoleId(GUILD.value());
  public static final RoleId CLEANERS = new RoleId(710);
  public static final RoleId GUESTS = new RoleId(711);
  public static final ChannelId CHANNEL = new ChannelId(720);
  public static final MemberId ANNA = new MemberId(1);
  public static final MemberId BEN = new MemberId(2);
  public static final MemberId CAS = new MemberId(3);
  public static final MemberId DORA = new MemberId(9);
  public static final ZoneId AMSTERDAM = ZoneId.of("Europe/Amsterdam");
  public static final Instant START = Instant.parse("2026-11-23T08:00:00Z");

  public Guild guild = Guild.unknown(GUILD, AMSTERDAM);
  public Instant now = START;
  public final List<RecordedEvent> journal = new ArrayList<>();
  private long lastId;

  /** Anna, Ben and Cas are members, in that order of joining; Anna is Discord's administrator. */
  public static GuildFixture withMembers() {
    GuildFixture fixture = new GuildFixture();
    fixture.asSystem(observed());
    fixture.join(ANNA, "Anna", true);
    fixture.join(BEN, "Ben", false);
    fixture.join(CAS, "Cas", false);
    return fixture;
  }

  public static SettingsCommand.ObserveGuild observed() {
    return new SettingsCommand.ObserveGuild(
        "Huize Anna", Map.of(CLEANERS, "cleaners", GUESTS, "guests"), "nl", CHANNEL);
  }

  public void join(MemberId id, String name, boolean administrator, RoleId... roles) {
    advance(Duration.ofSeconds(1));
    asSystem(new MemberCommand.Observe(id, name, Set.of(roles), administrator));
  }

  public void advance(Duration time) {
    now = now.plus(time);
  }

  public CommandEnvelope envelope(Caller caller, GuildCommand command) {
    return envelope(new CommandId(new UUID(4, ++lastId)), command.commandKind(), caller, command);
  }

  public CommandEnvelope envelope(
      CommandId id, String fingerprint, Caller caller, GuildCommand command) {
    return new CommandEnvelope(GUILD, id, fingerprint, now, caller, command);
  }

  public Caller.Person person(MemberId id) {
    QueryEnvelope who =
        new QueryEnvelope(GUILD, now, new Caller.SystemCaller(), new GuildQuery.OneMember(id));
    long epoch =
        guild.answer(who) instanceof GuildReply.Answered(QueryResult.OneMember(var member), _)
            ? member.epoch()
            : 0;
    return new Caller.Person(id, new MembershipEvidence.FromToken(epoch), Origin.DISCORD);
  }

  public Decision decide(CommandEnvelope envelope) {
    Decision decision = guild.decide(envelope);
    switch (decision) {
      case Decision.Accepted accepted -> write(accepted.events());
      case Decision.Repeated _ -> {}
      case Decision.Refused refused -> write(refused.events());
    }
    return decision;
  }

  private void write(List<RecordedEvent> events) {
    for (RecordedEvent recorded : events) {
      guild = guild.apply(recorded);
      journal.add(recorded);
    }
  }

  /** The events of a command of the system, without planned wake-ups. */
  public List<GuildEvent> asSystem(GuildCommand command) {
    return accepted(envelope(new Caller.SystemCaller(), command));
  }

  public List<GuildEvent> execute(MemberId who, GuildCommand command) {
    return accepted(envelope(person(who), command));
  }

  public List<GuildEvent> accepted(CommandEnvelope envelope) {
    Decision decision = decide(envelope);
    assertThat(decision).isInstanceOf(Decision.Accepted.class);
    return ((Decision.Accepted) decision)
        .events().stream()
            .map(RecordedEvent::event)
            .filter(event -> !(event instanceof NotificationEvent.WakeUpPlanned))
            .filter(event -> !(event instanceof NotificationEvent.WakeUpCancelled))
            .toList();
  }

  public Refusal refused(MemberId who, GuildCommand command) {
    Decision decision = decide(envelope(person(who), command));
    assertThat(decision).isInstanceOf(Decision.Refused.class);
    return ((Decision.Refused) decision).refusal();
  }

  public List<Refusal.FieldError> invalid(MemberId who, GuildCommand command) {
    Refusal refusal = refused(who, command);
    assertThat(refusal).isInstanceOf(Refusal.Invalid.class);
    return ((Refusal.Invalid) refusal).errors();
  }

  public GuildReply query(MemberId who, GuildQuery query) {
    return guild.answer(new QueryEnvelope(GUILD, now, person(who), query));
  }

  public QueryResult queryResult(MemberId who, GuildQuery query) {
    GuildReply reply = query(who, query);
    assertThat(reply).isInstanceOf(GuildReply.Answered.class);
    return ((GuildReply.Answered) reply).answer();
  }

  public TaskId create(MemberId who, TaskFields fields) {
    TaskId id = new TaskId(new UUID(7, ++lastId));
    execute(who, new TaskCommand.Create(id, fields));
    return id;
  }

  public Task task(TaskId id) {
    return ((QueryResult.OneTask) queryResult(ANNA, new GuildQuery.OneTask(ref(id)))).task();
  }

  public Occurrence open(TaskId id) {
    Occurrence open = task(id).open();
    assertThat(open).isNotNull();
    return open;
  }

  /** Replaces the initial permissions of all members. */
  public void everybodyMay(Permission... permissions) {
    Set<Permission> only = EnumSet.noneOf(Permission.class);
    only.addAll(List.of(permissions));
    execute(ANNA, new PermissionCommand.Replace(null, Map.of(EVERYONE, only)));
  }

  public static TaskRef ref(TaskId id) {
    return new TaskRef.ById(id);
  }

  public static TaskFields taskFields(String title, Schedule schedule, Assignment assignment) {
    return new TaskFields(
        title,
        "",
        null,
        List.of(),
        Task.Effort.UNKNOWN,
        Task.Priority.NORMAL,
        schedule,
        assignment);
  }

  public static TaskFields once(String title) {
    return taskFields(title, new Schedule.Once(new Due.Never()), Assignment.OPEN);
  }

  public static TaskFields once(String title, String local) {
    return taskFields(title, new Schedule.Once(at(local)), Assignment.OPEN);
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
    return guild.snapshot().plannedWakeUp();
  }
}
