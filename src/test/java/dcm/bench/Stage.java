package dcm.bench;

import dcm.journal.Login;
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
 * A process in which one journal plays, so that its processor time, memory and garbage are its own.
 * It does what the lines on its standard input say and answers each with a line of {@link Figures}.
 */
public final class Stage {
  /** What an answer begins with; anything else on standard output is a log line. */
  static final String ANSWER = "=> ";

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final ActorSystem<Guardian.Order> system;
  private final ServerProcesses server;
  private final String database;
  private Crowd crowd = new Crowd();

  private Stage(ActorSystem<Guardian.Order> system, ServerProcesses server, String database) {
    this.system = system;
    this.server = server;
    this.database = database;
  }

  /**
   * The first line: contestant, URL, the program's login and password, the owner's, number of
   * PostgreSQL's first process, database, and lines of configuration without spaces.
   */
  public static void main(String[] args) throws IOException {
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var words = List.of(input.readLine().split(" ", -1));
    var config =
        Contestant.valueOf(words.getFirst())
            .config(
                words.get(1),
                new Login(words.get(2), words.get(3)),
                new Login(words.get(4), words.get(5)),
                words.subList(8, words.size()));
    var stage =
        new Stage(
            ActorSystem.create(Guardian.create(), "stage", config),
            new ServerProcesses(Long.parseLong(words.get(6))),
            words.get(7));
    for (String line; (line = input.readLine()) != null; ) {
      System.out.println(ANSWER + stage.answer(List.of(line.split(" ", -1))));
    }
    stage.system.terminate();
    stage.system.getWhenTerminated().toCompletableFuture().join();
    System.exit(0);
  }

  private Figures answer(List<String> words) {
    return switch (words.getFirst()) {
      case "start" -> start(new Town(number(words, 1)), number(words, 2), number(words, 3));
      case "write" ->
          write(Duration.ofMillis(number(words, 1)), Duration.ofMillis(number(words, 2)));
      case "stop" -> stop();
      default -> throw new IllegalArgumentException(words.getFirst());
    };
  }

  private static int number(List<String> words, int place) {
    return Integer.parseInt(words.get(place));
  }

  /** All recover at once. */
  private Figures start(Town town, int first, int guilds) {
    crowd = new Crowd();
    var ids = List.of(town.persistenceIds()).subList(first, first + guilds);
    var before = Usage.now(server);
    system.tell(new Guardian.Order.Start(ids, crowd));
    Crowd.until(PATIENCE, () -> crowd.recovered() + crowd.stopped() >= guilds);
    var used = Usage.now(server).since(before);
    double events = Math.max(1, crowd.replayed());
    return new Figures(
        Map.of(
            "events",
            (double) crowd.replayed(),
            "seconds",
            used.seconds(),
            "rate",
            events / used.seconds(),
            "jvm",
            used.jvmMicros() / events,
            "server",
            used.serverMicros() / events,
            "lost",
            (double) guilds - crowd.recovered()));
  }

  /** Everybody writes for a while; only what is acknowledged in the second part counts. */
  private Figures write(Duration before, Duration measured) {
    crowd.go();
    LockSupport.parkNanos(before.toNanos());
    crowd.countAnew();
    var acknowledged = crowd.acknowledged();
    var usage = Usage.now(server);
    LockSupport.parkNanos(measured.toNanos());
    double events = Math.max(1, crowd.acknowledged() - acknowledged);
    var used = Usage.now(server).since(usage);
    var latencies = crowd.countAnew();
    crowd.rest();
    return new Figures(
        Map.of(
            "rate", events / used.seconds(),
            "p50", latencies.percentile(50) / 1e6,
            "p99", latencies.percentile(99) / 1e6,
            "jvm", used.jvmMicros() / events,
            "server", used.serverMicros() / events,
            "gc", used.gcMillis() / used.seconds() / 10,
            "allocated", used.allocated() / events / 1024,
            "rss", ServerProcesses.megabytes(ProcessHandle.current().pid(), "VmRSS:"),
            "serverRss", server.privateMegabytes(database),
            "lost", (double) crowd.stopped()));
  }

  /** Says how many events were acknowledged: as many must be replayed. */
  private Figures stop() {
    var alive = crowd.recovered() - crowd.stopped();
    var gone = crowd.stopped() + alive;
    system.tell(new Guardian.Order.StopAll());
    Crowd.until(PATIENCE, () -> crowd.stopped() >= gone);
    return new Figures(Map.of("events", (double) crowd.replayed() + crowd.acknowledged()));
  }
}
