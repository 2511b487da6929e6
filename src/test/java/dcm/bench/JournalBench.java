package dcm.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Our journal and pekko-persistence-jdbc in turn on one server. */
@Command(
    name = "journal",
    description = "beside pekko-persistence-jdbc on one server",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class JournalBench implements Callable<Integer> {
  // a JVM's first seconds of anything belong to its compiler: both journals get better for so long
  private static final int UNMEASURED_REPLAYS = 10;
  private static final int UNMEASURED_MILLIS = 20_000;

  @Option(names = "--quick", description = "two small cases in half a minute")
  private boolean quick;

  @Option(names = "--schemas", description = "how many schemas exist, with --entities")
  private int schemas;

  @Option(
      names = "--entities",
      description = "only these cases: how many write, each time other ones",
      split = ",")
  private List<Integer> entities = List.of();

  @Option(
      names = "--rounds",
      description = "of each contestant, in turn; usually 5",
      defaultValue = "0")
  private int rounds;

  @Option(names = "--seconds", description = "per round; usually 5", defaultValue = "0")
  private int seconds;

  @Option(names = "--only", description = "OURS or PEER")
  private Contestant only;

  @Option(names = "--cold", description = "only what follows a restart of the server")
  private boolean cold;

  @Option(names = "--as-is", description = "with what the last run left in the databases")
  private boolean asIs;

  @Option(names = "--replay", description = "only replay")
  private boolean replay;

  @Option(names = "--ours", description = "key=value of our configuration, may be repeated")
  private List<String> ours = new ArrayList<>();

  @Option(names = "--peer", description = "key=value of the peer's configuration, the same")
  private List<String> peer = new ArrayList<>();

  @Option(
      names = "--data",
      description = "kept between runs; default ${DEFAULT-VALUE}",
      defaultValue = "target/bench")
  private Path data;

  @Override
  public Integer call() throws Exception {
    rounds = rounds > 0 ? rounds : quick ? 2 : 5;
    seconds = seconds > 0 ? seconds : quick ? 2 : 5;
    var plan = plan();
    if (!asIs) {
      furnish(plan);
    }
    var report = new JournalReport();
    try (var server = Server.measured(data)) {
      for (var game : plan) {
        server.migrate(game.town().database());
        play(server, game, report);
      }
    }
    Files.writeString(data.resolve("journal.md"), report.toString());
    return 0;
  }

  private void furnish(List<Game> plan) throws IOException, SQLException {
    try (var server = Server.furnishing(data)) {
      server.migrate("dcm");
      for (var game : plan) {
        new Furnisher(server).furnish(game.town());
      }
    }
  }

  private List<Game> plan() {
    if (!entities.isEmpty()) {
      var all = entities.stream().mapToInt(Integer::intValue).sum();
      var town = new Town(Math.max(schemas, all));
      var plan = new ArrayList<Game>();
      var first = 0;
      for (var writing : entities) {
        plan.add(new Game(town, first, writing, contestants(), cold));
        first += writing;
      }
      return plan;
    }
    return quick ? Game.quick(contestants()) : Game.all(contestants());
  }

  private List<Contestant> contestants() {
    return only == null ? List.of(Contestant.values()) : List.of(only);
  }

  private void play(Server server, Game game, JournalReport report)
      throws IOException, InterruptedException {
    var replays = new Tally();
    var writes = new Tally();
    System.out.println(game);
    if (game.cold()) {
      for (var round = 0; round < Math.min(rounds, 3); round++) {
        for (var contestant : game.contestants()) {
          var emptied = server.restartCold();
          report.pageCacheEmptied(emptied);
          try (var player = player(contestant, game, server)) {
            show(contestant, replays, player.start(game.town(), game.first(), game.entities()));
            show(contestant, writes, player.write(0, seconds * 1000L));
          }
        }
      }
    } else {
      var players = new EnumMap<Contestant, Player>(Contestant.class);
      try {
        for (var contestant : game.contestants()) {
          players.put(contestant, player(contestant, game, server));
        }
        warm(game, players, replays, writes);
      } finally {
        for (var player : players.values()) {
          player.close();
        }
      }
    }
    report.add(game, replays, writes);
    System.out.println(report);
  }

  private void warm(Game game, Map<Contestant, Player> players, Tally replays, Tally writes) {
    var unmeasured = quick ? 1 : UNMEASURED_REPLAYS;
    for (var round = 0; round < unmeasured + rounds; round++) {
      for (var entry : players.entrySet()) {
        var player = entry.getValue();
        var replay = player.start(game.town(), game.first(), game.entities());
        if (round >= unmeasured) {
          show(entry.getKey(), replays, replay);
        }
        player.stop();
      }
    }
    if (replay) {
      return;
    }
    for (var player : players.values()) {
      player.start(game.town(), game.first(), game.entities());
      player.write(0, quick ? 2000 : UNMEASURED_MILLIS);
    }
    for (var round = 0; round < rounds; round++) {
      for (var entry : players.entrySet()) {
        show(entry.getKey(), writes, entry.getValue().write(1000, seconds * 1000L));
      }
    }
    for (var entry : players.entrySet()) {
      var player = entry.getValue();
      var acknowledged = player.stop().get("events");
      var replayed = player.start(game.town(), game.first(), game.entities()).get("events");
      if (acknowledged == 0) {
        throw new IllegalStateException(entry.getKey() + " wrote nothing; see its log");
      }
      if (replayed < acknowledged) {
        throw new IllegalStateException(
            "%s lost %,.0f acknowledged events".formatted(entry.getKey(), acknowledged - replayed));
      }
    }
  }

  private Player player(Contestant contestant, Game game, Server server) throws IOException {
    return new Player(contestant, game.town(), server, contestant == Contestant.OURS ? ours : peer);
  }

  private static void show(Contestant contestant, Tally tally, Figures figures) {
    System.out.println(contestant + " " + figures);
    tally.add(contestant, figures);
  }
}
