package dcm.guild.simulation;

import dcm.guild.GuildFixture;
import dcm.guild.GuildLaws;
import dcm.guild.command.AbsenceBound;
import dcm.guild.command.CommandEnvelope;
import dcm.guild.command.GuildCommand;
import dcm.guild.command.MemberCommand;
import dcm.guild.command.NotificationCommand;
import dcm.guild.command.TaskCommand;
import dcm.guild.event.RecordedEvent;
import dcm.guild.rules.Decision;
import dcm.guild.rules.GuildDecider;
import dcm.guild.state.GuildState;
import dcm.guild.value.AbsenceId;
import dcm.guild.value.Caller;
import dcm.guild.value.CommandId;
import dcm.guild.value.DeliveryId;
import dcm.guild.value.MemberId;
import dcm.guild.value.MembershipEvidence;
import dcm.guild.value.Origin;
import dcm.guild.value.Permission;
import dcm.guild.value.TaskFields;
import dcm.guild.value.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A guild with a clock; it wakes up when it planned to, and all its messages arrive. */
final class SimulatedGuild {
  private static final int MAX_WAKE_UPS = 100;

  final List<MemberId> members;
  final List<TaskId> tasks = new ArrayList<>();
  final List<RecordedEvent> journal = new ArrayList<>();
  private final GuildLaws laws = new GuildLaws();
  private Instant now = GuildFixture.START;
  private long lastId;
  private int refused;

  SimulatedGuild(int members) {
    this.members = IntStream.rangeClosed(1, members).mapToObj(MemberId::new).toList();
    system(GuildFixture.observed());
    for (MemberId member : this.members) {
      now = now.plusSeconds(1);
      system(new MemberCommand.Observe(member, "member " + member, Set.of(), isAdmin(member)));
    }
    person(
        admin(),
        new dcm.guild.command.PermissionCommand.Replace(
            null, Map.of(GuildFixture.EVERYONE, Set.of(Permission.values()))));
  }

  GuildState state() {
    return laws.state();
  }

  GuildLaws laws() {
    return laws;
  }

  Instant now() {
    return now;
  }

  int refused() {
    return refused;
  }

  MemberId admin() {
    return members.getFirst();
  }

  private boolean isAdmin(MemberId member) {
    return member.equals(admin());
  }

  void create(TaskFields fields) {
    TaskId id = new TaskId(new UUID(7, ++lastId));
    person(admin(), new TaskCommand.Create(id, fields));
    tasks.add(id);
  }

  void away(MemberId member, int days) {
    person(
        member,
        new MemberCommand.AddAbsence(
            new AbsenceId(new UUID(9, ++lastId)),
            member,
            null,
            new AbsenceBound.Moment(now.plus(Duration.ofDays(days))),
            List.of(),
            null));
  }

  boolean isAway(MemberId member) {
    return state().members().find(member).absences() != null;
  }

  /** Lets time pass. */
  void passUntil(Instant until) {
    for (Instant next = planned(); next != null && !next.isAfter(until); next = planned()) {
      now = next.isAfter(now) ? next : now;
      int wakeUps = 0;
      for (; planned() != null && !planned().isAfter(now); wakeUps++) {
        if (wakeUps > MAX_WAKE_UPS) {
          throw new AssertionError("the guild wakes up without an end at " + now);
        }
        system(new NotificationCommand.WakeUp());
      }
      for (DeliveryId delivery : List.copyOf(state().notifications().outbox().keySet())) {
        system(new NotificationCommand.Deliver(delivery, "sent"));
      }
    }
    now = until;
  }

  private @Nullable Instant planned() {
    return state().notifications().plannedWakeUp();
  }

  private void system(GuildCommand command) {
    perform(new Caller.SystemCaller(), command);
  }

  /** Performs a member's command; whether it was accepted. */
  boolean person(MemberId member, GuildCommand command) {
    long epoch = state().members().find(member).epoch();
    return perform(
        new Caller.Person(member, new MembershipEvidence.FromToken(epoch), Origin.DISCORD),
        command);
  }

  private boolean perform(Caller caller, GuildCommand command) {
    CommandEnvelope envelope =
        new CommandEnvelope(
            GuildFixture.GUILD,
            new CommandId(new UUID(4, ++lastId)),
            command.commandKind(),
            now,
            caller,
            command);
    Decision decision = GuildDecider.decide(state(), envelope, null);
    List<RecordedEvent> events =
        switch (decision) {
          case Decision.Accepted accepted -> accepted.events();
          case Decision.Refused denied -> denied.events();
          case Decision.Repeated _ -> List.of();
        };
    for (RecordedEvent recorded : events) {
      laws.follow(recorded);
      journal.add(recorded);
    }
    refused += decision instanceof Decision.Refused ? 1 : 0;
    return decision instanceof Decision.Accepted;
  }
}
