package dcm.bench;

import dcm.journal.jdbc.DatabaseSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * A process that runs one journal, so that processor time, memory and garbage collection are
 * measured separately. It executes the commands on its standard input and replies with a {@link
 * MetricLine} to each.
 */
public final class Worker {
  /** Prefix of a reply; all other lines on standard output are log lines. */
  static final String ANSWER = "=> ";

  private static final Duration TIMEOUT = Duration.ofMinutes(3);

  private final ActorSystem<EntityGuardian.Command> system;
  private final PostgresProcessUsage server;
  private final String database;
  private EntityPool pool = new EntityPool();

  private Worker(
      ActorSystem<EntityGuardian.Command> system, PostgresProcessUsage server, String database) {
    this.system = system;
    this.server = server;
    this.database = database;
  }

  /**
   * The first line: variant, URL, login and password of the program and of the owner, process id of
   * the postmaster, database, and lines of configuration without spaces.
   */
  public static void main(String[] args) throws IOException {
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var words = List.of(input.readLine().split(" ", -1));
    var config =
        JournalVariant.valueOf(words.getFirst())
            .config(
                words.get(1),
                new DatabaseSettings.Credentials(words.get(2), words.get(3)),
                new DatabaseSettings.Credentials(words.get(4), words.get(5)),
                words.subList(8, words.size()));
    var worker =
        new Worker(
            ActorSystem.create(EntityGuardian.create(), "worker", config),
            new PostgresProcessUsage(Long.parseLong(words.get(6))),
            words.get(7));
    for (String line; (line = input.readLine()) != null; ) {
      System.out.println(ANSWER + worker.execute(List.of(line.split(" ", -1))));
    }
    worker.system.terminate();
    worker.system.getWhenTerminated().toCompletableFuture().join();
    System.exit(0);
  }

  private MetricLine execute(List<String> words) {
    return switch (words.getFirst()) {
      case "start" -> start(new DataSet(number(words, 1)), number(words, 2), number(words, 3));
      case "write" ->
          write(Duration.ofMillis(number(words, 1)), Duration.ofMillis(number(words, 2)));
      case "stop" -> stop();
      default -> throw new IllegalArgumentException(words.getFirst());
    };
  }

  private static int number(List<String> words, int index) {
    return Integer.parseInt(words.get(index));
  }

  /** Recovers all entities at once. */
  private MetricLine start(DataSet dataSet, int first, int guilds) {
    pool = new EntityPool();
    var ids = List.of(dataSet.persistenceIds()).subList(first, first + guilds);
    var before = ResourceUsage.now(server);
    system.tell(new EntityGuardian.Command.Start(ids, pool));
    EntityPool.awaitCondition(TIMEOUT, () -> pool.recovered() + pool.stopped() >= guilds);
    var used = ResourceUsage.now(server).since(before);
    double events = Math.max(1, pool.replayed());
    return new MetricLine(
        Map.of(
            "events",
            (double) pool.replayed(),
            "seconds",
            used.seconds(),
            "rate",
            events / used.seconds(),
            "jvm",
            used.jvmMicros() / events,
            "server",
            used.serverMicros() / events,
            "lost",
            (double) guilds - pool.recovered()));
  }

  /** All entities write for a while; only events acknowledged in the second part count. */
  private MetricLine write(Duration before, Duration measured) {
    pool.startWriting();
    LockSupport.parkNanos(before.toNanos());
    pool.resetLatencies();
    var acknowledged = pool.acknowledged();
    var usage = ResourceUsage.now(server);
    LockSupport.parkNanos(measured.toNanos());
    double events = Math.max(1, pool.acknowledged() - acknowledged);
    var used = ResourceUsage.now(server).since(usage);
    var latencies = pool.resetLatencies();
    pool.stopWriting();
    return new MetricLine(
        Map.of(
            "rate", events / used.seconds(),
            "p50", latencies.percentile(50) / 1e6,
            "p99", latencies.percentile(99) / 1e6,
            "jvm", used.jvmMicros() / events,
            "server", used.serverMicros() / events,
            "gc", used.gcMillis() / used.seconds() / 10,
            "allocated", used.allocated() / events / 1024,
            "rss", PostgresProcessUsage.megabytes(ProcessHandle.current().pid(), "VmRSS:"),
            "serverRss", server.privateMegabytes(database),
            "lost", (double) pool.stopped()));
  }

  /** Replies with the number of acknowledged events, all of which must be replayed. */
  private MetricLine stop() {
    var alive = pool.recovered() - pool.stopped();
    var expected = pool.stopped() + alive;
    system.tell(new EntityGuardian.Command.StopAll());
    EntityPool.awaitCondition(TIMEOUT, () -> pool.stopped() >= expected);
    return new MetricLine(Map.of("events", (double) pool.replayed() + pool.acknowledged()));
  }
}
