package dcm.guild.simulation;

import dcm.guild.command.TaskCommand;
import dcm.guild.event.OccurrenceEvent;
import dcm.guild.event.RecordedEvent;
import dcm.guild.state.TaskState;
import dcm.guild.value.Assignment.Strategy;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Task;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskRef;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * How even a strategy is when each holder does their work and members are away now and then.
 *
 * @param spread minutes (times difficulty) between who did most and who did least
 * @param deviation minutes at most between what a member has and their entitlement, which grows
 *     only while they are there
 * @param largest minutes of the largest task
 */
public record Fairness(Strategy strategy, long spread, double deviation, long largest) {
  private static final long THOUSANDTHS = 1_000;

  /** The same tasks, absences and members for every strategy of one seed. */
  public static Fairness of(Strategy strategy, long seed, int members, int tasks, int days) {
    Random random = new Random(seed);
    SimulatedGuild guild = new SimulatedGuild(members);
    SimulatedTasks.of(strategy, tasks, random).forEach(guild::create);
    for (int day = 0; day < days; day++) {
      guild.passUntil(guild.now().plus(Duration.ofDays(1)));
      for (MemberId member : guild.members) {
        boolean leaves = random.nextInt(60) == 0;
        int length = 1 + random.nextInt(20);
        if (leaves && !guild.isAway(member)) {
          guild.away(member, length);
        }
      }
      guild.tasks.forEach(task -> complete(guild, task));
    }
    return measured(strategy, guild);
  }

  private static void complete(SimulatedGuild guild, TaskId task) {
    Task now = guild.state().catalog().tasks().get(task).task();
    Occurrence open = now.open();
    if (open != null && !open.assignees().isEmpty() && open.due().isOverdue(guild.now())) {
      guild.person(
          open.assignees().getFirst(),
          new TaskCommand.Complete(new TaskRef.ById(task), open.ordinal(), null, null, null));
    }
  }

  private static Fairness measured(Strategy strategy, SimulatedGuild guild) {
    Map<TaskId, Long> efforts = new TreeMap<>();
    for (TaskState taskState : guild.state().catalog().tasks().values()) {
      Task.Effort effort = taskState.task().effort();
      efforts.put(taskState.task().id(), (long) effort.minutes() * effort.difficulty());
    }
    Map<MemberId, Long> done = new TreeMap<>();
    guild.members.forEach(member -> done.put(member, 0L));
    for (RecordedEvent recorded : guild.journal) {
      if (recorded.event() instanceof OccurrenceEvent.Completed completed) {
        done.merge(completed.by(), efforts.get(completed.task()), Long::sum);
      }
    }
    long most = done.values().stream().mapToLong(Long::longValue).max().orElse(0);
    long least = done.values().stream().mapToLong(Long::longValue).min().orElse(0);
    long deviation =
        guild.state().workload().balances(guild.members).values().stream()
            .mapToLong(Math::abs)
            .max()
            .orElse(0);
    long largest = efforts.values().stream().mapToLong(Long::longValue).max().orElse(0);
    return new Fairness(strategy, most - least, (double) deviation / THOUSANDTHS, largest);
  }
}
