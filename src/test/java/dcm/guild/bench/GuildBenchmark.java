package dcm.guild.bench;

import dcm.guild.Guild;
import dcm.guild.GuildFixture;
import dcm.guild.command.CommandEnvelope;
import dcm.guild.command.GuildCommand;
import dcm.guild.command.TaskCommand;
import dcm.guild.command.TaskPatch;
import dcm.guild.event.RecordedEvent;
import dcm.guild.rules.Decision;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskRef;
import java.time.Duration;
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

  @Setup
  public void setUp() {
    GuildFixture fixture = GuildFixture.withMembers();
    for (int i = 0; i < tasks; i++) {
      fixture.create(
          GuildFixture.ANNA,
          GuildFixture.once("task " + i, "2026-12-%02dT%02d:00".formatted(1 + i % 28, i % 24)));
    }
    // two days later, so that both guilds retain equally few commands
    fixture.advance(Duration.ofDays(2));
    fixture.create(GuildFixture.ANNA, GuildFixture.once("last"));
    guild = fixture.guild;
    TaskRef middle = new TaskRef.ByNumber(tasks / 2);
    claim = envelope(fixture, new TaskCommand.Claim(middle, null));
    complete = envelope(fixture, new TaskCommand.Complete(middle, null, null, null, "done"));
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
}
