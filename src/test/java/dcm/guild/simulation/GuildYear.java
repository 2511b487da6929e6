package dcm.guild.simulation;

import dcm.guild.command.NotificationCommand;
import dcm.guild.command.RequestedSchedule;
import dcm.guild.command.TaskCommand;
import dcm.guild.event.OccurrenceEvent;
import dcm.guild.event.RecordedEvent;
import dcm.guild.state.GuildState;
import dcm.guild.state.TaskState;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.TaskFields;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskRef;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;

/**
 * Weeks of a guild whose members complete, claim, skip, move, undo, approve, reject, come late,
 * miss and are away, by a seed.
 */
public final class GuildYear {
  private static final Duration STEP = Duration.ofHours(2);
  private static final Duration AHEAD = Duration.ofHours(8);

  private final SimulatedGuild guild;
  private final Random random;
  private final double absencesPerDay;
  private int occurrences;

  private GuildYear(SimulatedGuild guild, Random random, double absencesPerDay) {
    this.guild = guild;
    this.random = random;
    this.absencesPerDay = absencesPerDay;
  }

  /** A guild with tasks of every kind after some weeks; the laws are checked each week. */
  public static GuildYear pass(long seed, int members, int tasks, int weeks) {
    Random random = new Random(seed);
    SimulatedGuild guild = new SimulatedGuild(members);
    List<TaskFields> all = SimulatedTasks.ofEveryKind(tasks, guild.members, random);
    all.forEach(guild::create);
    GuildYear year = new GuildYear(guild, random, members / 130.0);
    for (int week = 0; week < weeks; week++) {
      year.passWeek();
      guild.laws().checkState();
    }
    year.occurrences =
        (int)
            guild.journal.stream()
                .filter(recorded -> recorded.event() instanceof OccurrenceEvent.Opened)
                .count();
    return year;
  }

  public GuildState state() {
    return guild.state();
  }

  public List<RecordedEvent> journal() {
    return guild.journal;
  }

  public int occurrences() {
    return occurrences;
  }

  public int refused() {
    return guild.refused();
  }

  /** How many occurrences ended in a state. */
  public long count(Occurrence.State outcome) {
    return guild.laws().count(outcome);
  }

  private void passWeek() {
    Instant end = guild.now().plus(Duration.ofDays(7));
    while (guild.now().isBefore(end)) {
      guild.passUntil(guild.now().plus(STEP));
      int hour = guild.now().atZone(ZoneOffset.UTC).getHour();
      if (hour < 7 || hour > 20) {
        continue;
      }
      if (random.nextDouble() < absencesPerDay / 7) {
        MemberId member = anyone();
        if (!guild.isAway(member)) {
          guild.away(member, 1 + random.nextInt(20));
        }
      }
      if (random.nextInt(3) == 0) {
        guild.person(anyone(), new NotificationCommand.MarkRead(Long.MAX_VALUE));
      }
      guild.tasks.forEach(this::act);
    }
  }

  private MemberId anyone() {
    return guild.members.get(random.nextInt(guild.members.size()));
  }

  private void act(TaskId id) {
    TaskState taskState = guild.state().catalog().tasks().get(id);
    for (Occurrence open : taskState.task().occurrences()) {
      if (!open.active()) {
        approve(new TaskRef.ById(id), open);
      } else if (open.due().start().isBefore(guild.now().plus(AHEAD))) {
        act(taskState, open);
      }
    }
  }

  private void approve(TaskRef task, Occurrence submitted) {
    int chance = random.nextInt(100);
    if (chance < 5) {
      guild.person(anyone(), new TaskCommand.Reject(task, submitted.ordinal(), "not clean enough"));
    } else if (chance < 40) {
      guild.person(anyone(), new TaskCommand.Approve(task, submitted.ordinal()));
    }
  }

  private void act(TaskState taskState, Occurrence open) {
    TaskRef task = new TaskRef.ById(taskState.task().id());
    List<MemberId> owing = taskState.task().owing(open);
    MemberId member = owing.isEmpty() ? anyone() : owing.get(random.nextInt(owing.size()));
    // members differ in how soon they act: from 14 to 53 per cent of the times that they look
    int eagerness = 8 + (int) (member.value() % 6) * 4;
    int chance = random.nextInt(60);
    if (guild.isAway(member) || chance >= eagerness + 6) {
      return;
    }
    if (chance == 0) {
      guild.person(
          member, new TaskCommand.Skip(task, open.ordinal(), "no time", random.nextBoolean()));
    } else if (chance == 1) {
      guild.person(member, new TaskCommand.Claim(task, open.ordinal()));
    } else if (chance == 2) {
      guild.person(
          member,
          new TaskCommand.Snooze(task, open.ordinal(), guild.now().plus(Duration.ofHours(3))));
    } else if (chance == 3 && random.nextInt(6) == 0) {
      LocalDateTime later =
          LocalDateTime.ofInstant(guild.now().plus(Duration.ofHours(30)), ZoneOffset.UTC);
      guild.person(
          guild.admin(),
          new TaskCommand.Reschedule(
              task, open.ordinal(), new RequestedSchedule.OnceAtTime(later, null, true)));
    } else {
      complete(taskState, open, member);
    }
  }

  private void complete(TaskState taskState, Occurrence open, MemberId member) {
    TaskRef task = new TaskRef.ById(taskState.task().id());
    int items = taskState.task().effectivePolicy().checklist().size();
    for (int item = 0; item < items; item++) {
      guild.person(member, new TaskCommand.Tick(task, open.ordinal(), item, true));
    }
    boolean logged = random.nextInt(30) == 0;
    boolean completed =
        guild.person(
            logged ? guild.admin() : member,
            new TaskCommand.Complete(
                task, open.ordinal(), member, guild.now().minus(Duration.ofMinutes(20)), null));
    if (completed && random.nextInt(50) == 0) {
      guild.person(guild.admin(), new TaskCommand.Undo(task));
    }
  }
}
