package dcm.guild.bench;

import dcm.guild.Guild;
import dcm.guild.GuildFixture;
import dcm.guild.command.TaskCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryEnvelope;
import dcm.guild.query.TaskFilter;
import dcm.guild.reply.GuildReply;
import dcm.guild.value.TaskId;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

/** Lists of 50 tasks and suggestions, in guilds of different sizes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TaskListBenchmark {
  private static final int PAGE = 50;

  /** A tenth of them is claimed, a tenth is done, the others are open. */
  @Param({"200", "20000"})
  public int tasks;

  private Guild guild;
  private GuildFixture fixture;

  @Setup
  public void setUp() {
    fixture = GuildFixture.withMembers();
    for (int i = 0; i < tasks; i++) {
      TaskId task =
          fixture.create(
              GuildFixture.ANNA,
              GuildFixture.once("Task " + i, "2026-12-%02dT%02d:00".formatted(1 + i % 28, i % 24)));
      if (i % 10 == 0) {
        fixture.execute(GuildFixture.BEN, new TaskCommand.Claim(GuildFixture.ref(task), null));
      } else if (i % 10 == 1) {
        fixture.execute(
            GuildFixture.BEN,
            new TaskCommand.Complete(GuildFixture.ref(task), null, null, null, null));
      }
    }
    fixture.now = GuildFixture.instant("2026-12-15T12:00");
    guild = fixture.guild;
  }

  private GuildReply list(
      TaskFilter.@Nullable Status status, TaskFilter.Sort sort, int offset, @Nullable String text) {
    TaskFilter filter = new TaskFilter(status, null, null, null, null, null, text);
    return answer(new GuildQuery.Tasks(filter, sort, offset, PAGE));
  }

  private GuildReply answer(GuildQuery query) {
    return guild.answer(
        new QueryEnvelope(
            GuildFixture.GUILD, fixture.now, fixture.person(GuildFixture.CAS), query));
  }

  @Benchmark
  public GuildReply open() {
    return list(TaskFilter.Status.OPEN, TaskFilter.Sort.DUE, 0, null);
  }

  @Benchmark
  public GuildReply openInTheMiddle() {
    return list(TaskFilter.Status.OPEN, TaskFilter.Sort.DUE, tasks / 2, null);
  }

  @Benchmark
  public GuildReply overdue() {
    return list(TaskFilter.Status.OVERDUE, TaskFilter.Sort.DUE, 0, null);
  }

  @Benchmark
  public GuildReply recentlyDone() {
    return list(TaskFilter.Status.DONE, TaskFilter.Sort.CHANGED, 0, null);
  }

  @Benchmark
  public GuildReply byTitle() {
    return list(TaskFilter.Status.OPEN, TaskFilter.Sort.TITLE, 0, null);
  }

  @Benchmark
  public GuildReply withText() {
    return list(null, TaskFilter.Sort.DUE, 0, "k 19");
  }

  @Benchmark
  public GuildReply mine() {
    return answer(
        new GuildQuery.Tasks(
            new TaskFilter(
                TaskFilter.Status.ACTIVE, GuildFixture.BEN, null, null, null, null, null),
            TaskFilter.Sort.DUE,
            0,
            PAGE));
  }

  @Benchmark
  public GuildReply suggestion() {
    return answer(new GuildQuery.SuggestTasks("k 19"));
  }
}
