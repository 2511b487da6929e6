package dcm.guild.rules;

import static dcm.guild.GuildFixture.AMSTERDAM;
import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CAS;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.Guild;
import dcm.guild.GuildFixture;
import dcm.guild.command.GuildCommand;
import dcm.guild.command.MemberCommand;
import dcm.guild.command.NotificationCommand;
import dcm.guild.command.SettingsCommand;
import dcm.guild.command.TaskCommand;
import dcm.guild.event.PointsEvent;
import dcm.guild.event.RecordedEvent;
import dcm.guild.state.MemberScore;
import dcm.guild.state.Scores;
import dcm.guild.value.Assignment;
import dcm.guild.value.Caller;
import dcm.guild.value.LateEffect;
import dcm.guild.value.MemberId;
import dcm.guild.value.PointsReason;
import dcm.guild.value.Recurrence;
import dcm.guild.value.Schedule;
import dcm.guild.value.TaskFields;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskPolicy;
import dcm.guild.value.TaskRef;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Laws of points and streaks under any sequence of commands. */
class PointsPropertiesTest {
  private static final List<MemberId> PEOPLE = List.of(ANNA, BEN, CAS);

  record Step(int kind, int who, int task, int ordinal, int minutes) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 13),
            Arbitraries.integers().between(0, 2),
            Arbitraries.integers().between(1, 5),
            Arbitraries.integers().between(0, 6),
            Arbitraries.integers().between(0, 1_200))
        .as(Step::new)
        .list()
        .ofMinSize(10)
        .ofMaxSize(80);
  }

  private static TaskFields daily(Assignment assignment, TaskPolicy policy) {
    Recurrence daily =
        new Recurrence(
            "FREQ=DAILY",
            LocalDate.of(2026, 11, 23),
            LocalTime.of(19, 0),
            AMSTERDAM,
            Recurrence.MonthEnd.CLAMP);
    return GuildFixture.taskFields(
            "dishes", new Schedule.Recurring(daily, Schedule.Anchor.FROM_DUE), assignment)
        .withPolicy(policy);
  }

  private static List<TaskFields> tasks() {
    TaskPolicy missed =
        TaskPolicy.DEFAULT
            .withDeadline(
                new TaskPolicy.Deadline(TaskPolicy.Deadline.Action.MISSED, Duration.ofHours(2)))
            .withLate(new LateEffect(LateEffect.Kind.PENALTY, 3));
    TaskPolicy approved =
        TaskPolicy.DEFAULT
            .withRequirements(Set.of(TaskPolicy.Requirement.APPROVAL))
            .withLate(new LateEffect(LateEffect.Kind.NONE, 0));
    Assignment each = GuildFixture.fixed(ANNA, BEN, CAS).withCriteria(Assignment.Criteria.EACH);
    return List.of(
        daily(GuildFixture.turns(), missed.withPoints(7)),
        daily(each, missed),
        daily(each, approved),
        daily(GuildFixture.fixed(BEN, CAS).withCriteria(Assignment.Criteria.ALL_TOGETHER), missed),
        daily(Assignment.OPEN, approved.withBacklog(TaskPolicy.Backlog.STACK)));
  }

  private static GuildCommand command(Step step) {
    TaskRef task = new TaskRef.ByNumber(step.task());
    MemberId other = PEOPLE.get((step.who() + 1) % 3);
    Integer ordinal = step.ordinal() == 0 ? null : Integer.valueOf(step.ordinal());
    return switch (step.kind()) {
      case 0, 1, 2, 3 -> new TaskCommand.Complete(task, null, null, null, null);
      case 4 -> new TaskCommand.Complete(task, null, other, null, null);
      case 5 -> new TaskCommand.Approve(task, null);
      case 6 -> new TaskCommand.Reject(task, null, "the corners");
      case 7 -> new TaskCommand.Reopen(task, ordinal);
      case 8 -> new TaskCommand.Undo(task);
      case 9 -> new TaskCommand.Skip(task, null, null, true);
      case 10 -> new MemberCommand.AdjustPoints(other, step.minutes() % 20 - 10, "windows");
      case 11 ->
          new SettingsCommand.Change(null, PointsRulesTest.points(step.minutes() % 4 > 0, true));
      case 12 -> new TaskCommand.Assign(task, null, List.of(other));
      default -> new NotificationCommand.WakeUp();
    };
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void points_always_equal_the_sum_of_the_ledger(@ForAll("steps") List<Step> steps) {
    GuildFixture fixture = GuildFixture.withMembers();
    fixture.execute(ANNA, new SettingsCommand.Change(null, PointsRulesTest.points(true, true)));
    tasks().forEach(fields -> fixture.create(ANNA, fields));
    Ledger ledger = new Ledger();
    int seen = 0;
    for (Step step : steps) {
      fixture.advance(Duration.ofMinutes(step.minutes()));
      GuildCommand command = command(step);
      Caller caller =
          command instanceof NotificationCommand
              ? new Caller.SystemCaller()
              : fixture.person(PEOPLE.get(step.who()));
      fixture.decide(fixture.envelope(caller, command));
      fixture.journal.subList(seen, fixture.journal.size()).forEach(ledger::read);
      seen = fixture.journal.size();
      ledger.check(fixture.guild.snapshot().state().scores());
    }
    Guild replayed = Guild.unknown(GuildFixture.GUILD, AMSTERDAM);
    for (RecordedEvent recorded : fixture.journal) {
      replayed = Guild.restored(replayed.apply(recorded).snapshot());
    }
    assertThat(replayed.snapshot()).isEqualTo(fixture.guild.snapshot());
  }

  /** What the events say, without the state: what is in force of each occurrence, in order. */
  private static final class Ledger {
    private final Map<MemberId, Long> sums = new HashMap<>();
    private final Set<String> sources = new HashSet<>();
    private final Map<Key, PointsEvent.Recorded> inForce = new LinkedHashMap<>();
    private final Map<Key, Integer> paid = new HashMap<>();

    private record Key(MemberId member, @Nullable TaskId task, @Nullable Integer ordinal) {}

    void read(RecordedEvent recorded) {
      if (!(recorded.event() instanceof PointsEvent.Recorded event)) {
        return;
      }
      assertThat(sources.add(event.source())).as("unique: %s", event.source()).isTrue();
      sums.merge(event.member(), (long) event.delta(), Long::sum);
      Key key = new Key(event.member(), event.task(), event.ordinal());
      switch (event.reason()) {
        case COMPLETED, LATE, PENALTY -> {
          assertThat(inForce.put(key, event)).as("never paid twice: %s", event).isNull();
          paid.merge(key, event.delta(), Integer::sum);
        }
        case MILESTONE -> paid.merge(key, event.delta(), Integer::sum);
        case UNDONE -> {
          assertThat(inForce.remove(key)).isNotNull();
          assertThat(event.delta()).as("exactly what was paid").isEqualTo(-paid.remove(key));
        }
        case ADJUSTED -> {}
      }
    }

    void check(Scores scores) {
      for (MemberId member : PEOPLE) {
        MemberScore score = scores.of(member);
        assertThat(score.balance()).isEqualTo(sums.getOrDefault(member, 0L));
        assertThat(score.streak()).isEqualTo(streak(member));
        assertThat(score.bestStreak()).isGreaterThanOrEqualTo(score.streak());
      }
    }

    private int streak(MemberId member) {
      int streak = 0;
      for (PointsEvent.Recorded event : inForce.values()) {
        if (event.member().equals(member) && event.streak() != null) {
          streak = event.reason() == PointsReason.COMPLETED ? streak + 1 : 0;
        }
      }
      return streak;
    }
  }
}
