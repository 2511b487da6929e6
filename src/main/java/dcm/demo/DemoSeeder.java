package dcm.demo;

import dcm.guild.command.GroupingCommand;
import dcm.guild.command.TaskCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.GuildReply;
import dcm.guild.reply.Outcome;
import dcm.guild.reply.Refusal;
import dcm.guild.value.Caller;
import dcm.guild.value.Due;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Task;
import dcm.guild.value.TaskRef;
import dcm.node.Await;
import dcm.view.ReadModels;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Seeds a scenario into its guild, action by action in chronological order, each at its instant in
 * the past. Existing data is not changed and deleted tasks are not created again, so an interrupted
 * seeding can be continued.
 *
 * <p>The guild sends no reminders meanwhile, because they would be about the past.
 */
public final class DemoSeeder {
  private final DemoScenario scenario;
  private final DemoClient client;
  private final ReadModels readModels;
  private final Instant now;
  private final PriorityQueue<Step> pending = new PriorityQueue<>(Comparator.comparing(Step::at));
  private int created;
  private int completed;

  /**
   * The next action on a task.
   *
   * @param open null: the task is created
   */
  private record Step(Instant at, DemoScenario.ScriptedTask scripted, @Nullable Occurrence open) {}

  /** The numbers of created tasks and of completed or skipped occurrences. */
  public record Result(int created, int completed) {}

  public DemoSeeder(DemoScenario scenario, DemoClient client, ReadModels readModels, Clock clock) {
    this.scenario = scenario;
    this.client = client;
    this.readModels = readModels;
    this.now = clock.instant();
  }

  public Result seed() {
    client.observeGuild(now);
    var begun = scheduleRemaining();
    if (pending.isEmpty()) {
      return new Result(0, 0);
    }
    var suspension = ReminderSuspension.start(client, now, begun ? null : scenario.zone());
    createGroupings();
    while (!pending.isEmpty()) {
      seed(pending.poll());
    }
    suspension.end(now);
    return new Result(created, completed);
  }

  /** Schedules the remaining actions; returns whether the scenario was seeded partly before. */
  private boolean scheduleRemaining() {
    var begun = false;
    for (var scripted : scenario.tasks()) {
      var reply =
          client.query(
              new Caller.SystemCaller(),
              new GuildQuery.OneTask(new TaskRef.ById(scenario.id(scripted))),
              now);
      switch (reply) {
        case GuildReply.Answered(QueryResult.OneTask(var task, _, _), _) -> {
          begun = true;
          scheduleNext(scripted, task);
        }
        default -> {
          if (isDeleted(scripted)) {
            begun = true;
          } else {
            pending.add(new Step(scenario.createdAt(scripted, now), scripted, null));
          }
        }
      }
    }
    return begun;
  }

  private boolean isDeleted(DemoScenario.ScriptedTask scripted) {
    return !Await.result(
            readModels
                .occurrenceHistory()
                .findByTask(scenario.guild(), scenario.id(scripted), Integer.MAX_VALUE, 1))
        .isEmpty();
  }

  private void createGroupings() {
    for (var group : scenario.groupings()) {
      var create =
          new GroupingCommand.Create(
              scenario.id(group.kind(), group.name()), group.kind(), group.name(), group.colour());
      client.execute(
          scenario.founder(),
          group.kind() + "/" + group.name(),
          create,
          now,
          // it exists already, or a member created one with the same name
          refusal -> refusal instanceof Refusal.Invalid || refusal instanceof Refusal.NameTaken);
    }
  }

  private void seed(Step step) {
    var scripted = step.scripted();
    var open = step.open();
    if (open == null) {
      var create =
          new TaskCommand.Create(scenario.id(scripted), scenario.taskFields(scripted, now));
      created++;
      scheduleNext(
          scripted,
          client.execute(scenario.founder(), scripted.title(), create, step.at(), _ -> false));
      return;
    }
    var action = scripted.done().get(open.ordinal() - 1);
    var assigneeName = action.by() == null ? holder(open) : action.by();
    var ref = new TaskRef.ById(scenario.id(scripted));
    TaskCommand command =
        action.skip() == null
            ? new TaskCommand.Complete(
                ref, open.ordinal(), scenario.person(assigneeName).id(), null, action.note())
            : new TaskCommand.Skip(ref, open.ordinal(), action.skip(), true);
    // for another member than the assignee the founder reports it, who has permission to do so
    var callerName =
        open.holders().isEmpty() || action.by() == null ? assigneeName : scenario.founder();
    completed++;
    scheduleNext(
        scripted,
        client.execute(
            callerName,
            scripted.title() + "/" + open.ordinal(),
            command,
            step.at(),
            // a member was faster
            refusal ->
                refusal instanceof Refusal.WrongState
                    || refusal instanceof Refusal.UnknownOccurrence));
  }

  private void scheduleNext(DemoScenario.ScriptedTask scripted, @Nullable Outcome outcome) {
    if (outcome != null && outcome.subject() instanceof Outcome.TaskSubject(var task, _, _)) {
      scheduleNext(scripted, task);
    }
  }

  private void scheduleNext(DemoScenario.ScriptedTask scripted, Task task) {
    var open = task.open();
    if (open == null || open.ordinal() > scripted.done().size()) {
      return;
    }
    var action = scripted.done().get(open.ordinal() - 1);
    var due = baseInstant(open.due(), task.createdAt(), scenario.zone());
    var at = action.offset() == null ? due : due.plus(action.offset());
    if (!at.isAfter(scenario.endsAt(scripted, task.createdAt())) && !at.isAfter(now)) {
      pending.add(new Step(at, scripted, open));
    }
  }

  /** The instant from which offsets count; for a whole day its end. */
  private static Instant baseInstant(Due due, Instant createdAt, ZoneId zone) {
    return switch (due) {
      case Due.Never _ -> createdAt;
      case Due.AtTime time -> time.instant();
      case Due.AllDay day -> day.date().plusDays(1).atStartOfDay(zone).toInstant();
    };
  }

  private String holder(Occurrence open) {
    return scenario.people().entrySet().stream()
        .filter(person -> open.holders().contains(person.getValue().id()))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(scenario.founder());
  }
}
