package dcm.guild.bench;

import dcm.guild.Decision;
import dcm.guild.Guild;
import dcm.guild.GuildCommand;
import dcm.guild.GuildFixture;
import dcm.guild.Recorded;
import dcm.guild.Request;
import dcm.guild.TaskCommand;
import dcm.guild.TaskId;
import dcm.guild.TaskPatch;
import dcm.guild.TaskRef;
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
 * One command, decided and applied, in guilds of different sizes. The median is what counts: it is
 * the same on a busy machine.
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
  private Request claim;
  private Request complete;
  private Request create;
  private Request edit;

  @Setup
  public void furnish() {
    GuildFixture house = GuildFixture.house();
    for (int i = 0; i < tasks; i++) {
      house.create(
          GuildFixture.ANNA,
          GuildFixture.once("task " + i, "2026-12-%02dT%02d:00".formatted(1 + i % 28, i % 24)));
    }
    // two days later, so that both guilds remember as few knocks
    house.later(Duration.ofDays(2));
    house.create(GuildFixture.ANNA, GuildFixture.once("last"));
    guild = house.guild;
    TaskRef middle = new TaskRef.ByNumber(tasks / 2);
    claim = request(house, new TaskCommand.Claim(middle, null));
    complete = request(house, new TaskCommand.Complete(middle, null, null, null, "done"));
    create =
        request(
            house,
            new TaskCommand.Create(
                new TaskId(new UUID(1, 1)), GuildFixture.once("new", "2026-12-24T11:00")));
    edit =
        request(
            house,
            new TaskCommand.Edit(
                middle,
                null,
                new TaskPatch("other", null, null, false, null, null, null, null, null)));
  }

  private static Request request(GuildFixture house, GuildCommand command) {
    return house.request(house.person(GuildFixture.BEN), command);
  }

  private Guild serve(Request request) {
    Guild after = guild;
    if (guild.decide(request) instanceof Decision.Accepted(var events)) {
      for (Recorded recorded : events) {
        after = after.apply(recorded);
      }
    }
    return after;
  }

  @Benchmark
  public Guild claim() {
    return serve(claim);
  }

  @Benchmark
  public Guild complete() {
    return serve(complete);
  }

  @Benchmark
  public Guild create() {
    return serve(create);
  }

  @Benchmark
  public Guild edit() {
    return serve(edit);
  }
}
