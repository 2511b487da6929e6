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
 * Tells a story to its guild, deed by deed in the order in which it happened, each at its own
 * instant in the past. What the guild knows already is not told again, and a task that somebody
 * deleted stays away: a story that broke off goes on where it was.
 *
 * <p>Meanwhile the guild reminds nobody: what was due then is no news.
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
   * What happens next to a task.
   *
   * @param open null: it is made
   */
  private record Step(Instant at, DemoScenario.ScriptedTask scripted, @Nullable Occurrence open) {}

  /** How much was told. */
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

  /** Looks how far the story is; returns whether it had begun. */
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
          // it is there, or people made one of the same name
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
    // who swaps or helps out has it written down by the founder, who may do so for all
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
            // somebody was quicker
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

  /** A day's end is what its offsets count from. */
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
