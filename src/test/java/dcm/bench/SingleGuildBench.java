package dcm.bench;

import dcm.InProcessGuilds;
import dcm.guild.reply.GuildReply;
import dcm.guild.value.GuildId;
import dcm.journal.jdbc.TestDatabase;
import java.util.ArrayList;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** New tasks and queries of one guild, through its entity and into PostgreSQL, without HTTP. */
@Command(
    name = "single-guild",
    description = "new tasks and queries of one guild, small and with many tasks",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class SingleGuildBench implements Callable<Integer> {
  private static final int TITLES_PER_ROUND = 1_000_000;

  @Option(
      names = "--callers",
      description = "callers that wait for each reply; default ${DEFAULT-VALUE}",
      defaultValue = "64")
  private int callers;

  @Option(names = "--rounds", description = "default ${DEFAULT-VALUE}", defaultValue = "3")
  private int rounds;

  @Option(
      names = "--creates",
      description = "new tasks of a round; default ${DEFAULT-VALUE}",
      defaultValue = "5000")
  private int creates;

  @Option(
      names = "--tasks",
      description = "tasks of the large guild before it is measured; default ${DEFAULT-VALUE}",
      defaultValue = "17000")
  private int tasks;

  @Override
  public Integer call() throws Exception {
    System.out.println(
        "| guild | callers | new tasks/s | p50 ms | p99 ms | max ms | query p50 ms | p99 ms | max ms |");
    System.out.println("|---|---|---|---|---|---|---|---|---|");
    try (var guilds = new InProcessGuilds(TestDatabase.fresh().config())) {
      var warmUp = InProcessGuilds.guild(0);
      guilds.createGuild(warmUp);
      create(guilds, warmUp, callers, creates, 0, new LatencyHistogram());
      for (var round = 1; round <= rounds; round++) {
        var guild = InProcessGuilds.guild(round);
        guilds.createGuild(guild);
        measure(guilds, guild, "small", callers, creates, round);
      }
      var large = InProcessGuilds.guild(rounds + 1);
      guilds.createGuild(large);
      create(guilds, large, callers, tasks, rounds + 1, new LatencyHistogram());
      measure(guilds, large, "large", callers, (20_000 - tasks) / 2, rounds + 2);
      measure(guilds, large, "large", 1, (20_000 - tasks) / 2, rounds + 3);
    }
    return 0;
  }

  private static void measure(
      InProcessGuilds guilds, GuildId guild, String name, int callers, int creates, int round)
      throws InterruptedException, ExecutionException {
    var latencies = new LatencyHistogram();
    var queries = new LatencyHistogram();
    var running = new AtomicBoolean(true);
    try (var thread = Executors.newVirtualThreadPerTaskExecutor()) {
      var observer = thread.submit(() -> observe(guilds, guild, running, queries));
      var seconds = create(guilds, guild, callers, creates, round, latencies);
      running.set(false);
      observer.get();
      System.out.printf(
          Locale.ROOT,
          "| %s | %d | %,.0f | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f |%n",
          name,
          callers,
          creates / seconds,
          latencies.percentile(50) / 1e6,
          latencies.percentile(99) / 1e6,
          latencies.percentile(100) / 1e6,
          queries.percentile(50) / 1e6,
          queries.percentile(99) / 1e6,
          queries.percentile(100) / 1e6);
    }
  }

  /** Asks the guild something small about every 2 ms. */
  private static void observe(
      InProcessGuilds guilds, GuildId guild, AtomicBoolean running, LatencyHistogram latencies) {
    while (running.get()) {
      var start = System.nanoTime();
      InProcessGuilds.join(guilds.settings(guild));
      latencies.record(System.nanoTime() - start);
      try {
        TimeUnit.MILLISECONDS.sleep(2);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Returns the duration in seconds. */
  private static double create(
      InProcessGuilds guilds,
      GuildId guild,
      int callers,
      int creates,
      int round,
      LatencyHistogram latencies)
      throws InterruptedException, ExecutionException {
    var next = new AtomicInteger();
    var start = System.nanoTime();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<Future<?>>();
      for (var i = 0; i < callers; i++) {
        all.add(
            threads.submit(() -> {
              for (var n = next.getAndIncrement(); n < creates; n = next.getAndIncrement()) {
                var request =
                    InProcessGuilds.CreateTaskRequest.create(
                        guild, "task %d".formatted(round * TITLES_PER_ROUND + n));
                var sentAt = System.nanoTime();
                var reply = InProcessGuilds.join(guilds.send(request));
                latencies.record(System.nanoTime() - sentAt);
                if (!(reply instanceof GuildReply.Done)) {
                  throw new IllegalStateException(reply.toString());
                }
              }
            }));
      }
      for (var one : all) {
        one.get();
      }
    }
    return (System.nanoTime() - start) / 1e9;
  }
}
