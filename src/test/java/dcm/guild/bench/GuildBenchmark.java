package dcm.guild.bench;

import dcm.guild.Guild;
import dcm.guild.GuildFixture;
import dcm.guild.command.CommandEnvelope;
import dcm.guild.command.GuildCommand;
import dcm.guild.command.NotificationCommand;
import dcm.guild.command.RequestedSchedule;
import dcm.guild.command.TaskCommand;
import dcm.guild.command.TaskPatch;
import dcm.guild.event.RecordedEvent;
import dcm.guild.rules.Decision;
import dcm.guild.value.Caller;
import dcm.guild.value.Permission;
import dcm.guild.value.TaskFields;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskPolicy;
import dcm.guild.value.TaskRef;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One command, decided and applied, in guilds of different sizes. Compare medians: they are stable
 * on a busy machine.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class GuildBenchmark {
  /** Open tasks. */
  @Param({"100", "10000"})
  public int tasks;

  private Guild guild;
  private CommandEnvelope claim;
  private CommandEnvelope complete;
  private CommandEnvelope create;
  private CommandEnvelope edit;
  private CommandEnvelope tick;
  private CommandEnvelope submit;
  private CommandEnvelope approve;
  private CommandEnvelope reject;
  private CommandEnvelope reschedule;
  private CommandEnvelope undo;
  private CommandEnvelope restore;
  private CommandEnvelope miss;

  @Setup
  public void setUp() {
    GuildFixture fixture = GuildFixture.withMembers();
    fixture.everybodyMay(Permission.values());
    for (int i = 0; i < tasks; i++) {
      fixture.create(
          GuildFixture.ANNA,
          GuildFixture.once("task " + i, "2026-12-%02dT%02d:00".formatted(1 + i % 28, i % 24)));
    }
    TaskPolicy policy = TaskPolicy.DEFAULT.withChecklist(List.of("floor", "window"));
    TaskFields approved =
        GuildFixture.once("approved", "2026-12-12T12:00")
            .withPolicy(policy.withRequirements(Set.of(TaskPolicy.Requirement.APPROVAL)));
    TaskRef open = GuildFixture.ref(fixture.create(GuildFixture.ANNA, approved));
    TaskRef submitted = GuildFixture.ref(fixture.create(GuildFixture.ANNA, approved));
    TaskRef done =
        GuildFixture.ref(
            fixture.create(GuildFixture.ANNA, GuildFixture.once("done", "2026-12-13T12:00")));
    TaskRef deleted =
        GuildFixture.ref(
            fixture.create(GuildFixture.ANNA, GuildFixture.once("deleted", "2026-12-14T12:00")));
    fixture.create(
        GuildFixture.ANNA,
        GuildFixture.once("missed", "2026-11-24T09:00")
            .withPolicy(
                policy.withDeadline(
                    new TaskPolicy.Deadline(
                        TaskPolicy.Deadline.Action.MISSED, Duration.ofDays(2)))));
    // a day later, so that both guilds retain equally few commands and nothing is due but the miss
    fixture.advance(Duration.ofDays(2));
    wakeUp(fixture);
    fixture.execute(GuildFixture.ANNA, complete(submitted));
    fixture.execute(GuildFixture.BEN, complete(done));
    fixture.execute(GuildFixture.ANNA, new TaskCommand.Delete(deleted, null));
    fixture.advance(Duration.ofDays(1));
    guild = fixture.guild;
    TaskRef middle = new TaskRef.ByNumber(tasks / 2);
    claim = envelope(fixture, new TaskCommand.Claim(middle, null));
    complete = envelope(fixture, complete(middle));
    create =
        envelope(
            fixture,
            new TaskCommand.Create(
                new TaskId(new UUID(1, 1)), GuildFixture.once("new", "2026-12-24T11:00")));
    edit =
        envelope(
            fixture,
            new TaskCommand.Edit(
                middle,
                null,
                new TaskPatch("other", null, null, false, null, null, null, null, null)));
    tick = envelope(fixture, new TaskCommand.Tick(open, null, 1, true));
    submit = envelope(fixture, complete(open));
    approve = envelope(fixture, new TaskCommand.Approve(submitted, null));
    reject = envelope(fixture, new TaskCommand.Reject(submitted, null, "again"));
    reschedule =
        envelope(
            fixture,
            new TaskCommand.Reschedule(
                middle,
                null,
                new RequestedSchedule.OnceAtTime(
                    LocalDateTime.parse("2026-12-20T10:00"), null, true)));
    undo = envelope(fixture, new TaskCommand.Undo(done));
    restore = envelope(fixture, new TaskCommand.Restore(deleted));
    miss = fixture.envelope(new Caller.SystemCaller(), new NotificationCommand.WakeUp());
  }

  private static TaskCommand complete(TaskRef task) {
    return new TaskCommand.Complete(task, null, null, null, "done");
  }

  private static void wakeUp(GuildFixture fixture) {
    while (fixture.planned() != null && !fixture.planned().isAfter(fixture.now)) {
      fixture.asSystem(new NotificationCommand.WakeUp());
      List.copyOf(fixture.guild.outbox())
          .forEach(
              delivery -> fixture.asSystem(new NotificationCommand.Deliver(delivery.id(), "sent")));
    }
  }

  private static CommandEnvelope envelope(GuildFixture fixture, GuildCommand command) {
    return fixture.envelope(fixture.person(GuildFixture.BEN), command);
  }

  private Guild decideAndApply(CommandEnvelope envelope) {
    Guild after = guild;
    if (guild.decide(envelope) instanceof Decision.Accepted accepted) {
      for (RecordedEvent recorded : accepted.events()) {
        after = after.apply(recorded);
      }
    }
    return after;
  }

  @Benchmark
  public Guild claim() {
    return decideAndApply(claim);
  }

  @Benchmark
  public Guild complete() {
    return decideAndApply(complete);
  }

  @Benchmark
  public Guild create() {
    return decideAndApply(create);
  }

  @Benchmark
  public Guild edit() {
    return decideAndApply(edit);
  }

  @Benchmark
  public Guild tick() {
    return decideAndApply(tick);
  }

  @Benchmark
  public Guild submit() {
    return decideAndApply(submit);
  }

  @Benchmark
  public Guild approve() {
    return decideAndApply(approve);
  }

  @Benchmark
  public Guild reject() {
    return decideAndApply(reject);
  }

  @Benchmark
  public Guild reschedule() {
    return decideAndApply(reschedule);
  }

  @Benchmark
  public Guild undo() {
    return decideAndApply(undo);
  }

  @Benchmark
  public Guild restore() {
    return decideAndApply(restore);
  }

  @Benchmark
  public Guild miss() {
    return decideAndApply(miss);
  }
}
