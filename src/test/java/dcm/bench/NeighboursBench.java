package dcm.bench;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dcm.Neighbourhood;
import dcm.guild.GuildId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What quiet guilds notice of one that is in trouble on the same node. */
@Command(
    name = "neighbours",
    description = "quiet guilds beside one that is in trouble",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class NeighboursBench implements Callable<Integer> {
  private static final String DATABASE = "neighbours";
  private static final String HEAD =
      """
      | the other guild is | requests | errors | p50 ms alone | beside it | p99 ms alone | beside it | ratio of p99 (least–most) | it served, refused, recovered |
      |---|---|---|---|---|---|---|---|---|
      """;

  @Option(
      names = "--rounds",
      description = "each alone and then beside; default ${DEFAULT-VALUE}",
      defaultValue = "5")
  private int rounds;

  @Option(
      names = "--seconds",
      description = "alone, and again beside; default ${DEFAULT-VALUE}",
      defaultValue = "10")
  private int seconds;

  @Option(
      names = "--guilds",
      description = "quiet ones; default ${DEFAULT-VALUE}",
      defaultValue = "40")
  private int guilds;

  @Option(
      names = "--rate",
      description = "their requests in a second together; default ${DEFAULT-VALUE}",
      defaultValue = "100")
  private int rate;

  @Option(names = "--only", description = "LOCKED, RENAMED, REPLAYING or POISONED", split = ",")
  private List<Trouble> troubles = List.of(Trouble.values());

  @Option(names = "--data", description = "default ${DEFAULT-VALUE}", defaultValue = "target/bench")
  private Path data;

  /** One round's figures. */
  private record Round(Figures alone, Figures beside, Figures sick) {
    double ratio() {
      return beside.get("p99") / alone.get("p99");
    }
  }

  @Override
  public Integer call() throws Exception {
    var report = new StringBuilder(HEAD);
    try (var server = Server.measured(data)) {
      server.migrate("dcm");
      create(server);
      // a poisoned guild is tried all the time
      try (var neighbourhood = new Neighbourhood(config(server), "dcm.entity.degraded-rest = 1s")) {
        for (var trouble : troubles) {
          found(neighbourhood, trouble.guild());
          try (var owner = server.owner(DATABASE)) {
            trouble.prepare(owner);
          }
        }
        IntStream.range(0, guilds).forEach(i -> found(neighbourhood, Neighbourhood.guild(i)));
        try (var quiet = new QuietGuilds(neighbourhood, guilds, rate)) {
          // the first seconds of a JVM belong to its compiler
          quiet.watch(Duration.ofSeconds(20));
          for (var trouble : troubles) {
            report.append(line(trouble, play(server, neighbourhood, quiet, trouble)));
            System.out.println(report);
          }
        }
      }
    }
    Files.writeString(data.resolve("neighbours.md"), report.toString());
    return 0;
  }

  /** On a busy machine the first answers may come too late. */
  private static void found(Neighbourhood neighbourhood, GuildId guild) {
    var there =
        Crowd.until(
            Duration.ofMinutes(1),
            () -> {
              try {
                neighbourhood.found(guild);
                return true;
              } catch (CompletionException late) {
                return false;
              }
            });
    if (!there) {
      throw new IllegalStateException("Guild " + guild + " cannot be founded");
    }
  }

  private List<Round> play(
      Server server, Neighbourhood neighbourhood, QuietGuilds quiet, Trouble trouble)
      throws SQLException {
    var played = new ArrayList<Round>();
    // what is done beside this trouble only is compiled now
    try (var owner = server.owner(DATABASE);
        var _ = new SickGuild(neighbourhood, trouble, owner)) {
      quiet.watch(Duration.ofSeconds(15));
    }
    for (var round = 0; round < rounds; round++) {
      quiet.watch(Duration.ofSeconds(3));
      var alone = quiet.watch(Duration.ofSeconds(seconds));
      try (var owner = server.owner(DATABASE);
          var sick = new SickGuild(neighbourhood, trouble, owner)) {
        var beside = quiet.watch(Duration.ofSeconds(seconds));
        played.add(new Round(alone, beside, sick.figures()));
      }
      System.out.println(trouble + " " + played.getLast());
    }
    return played;
  }

  private static String line(Trouble trouble, List<Round> rounds) {
    var ratios = rounds.stream().mapToDouble(Round::ratio).summaryStatistics();
    return String.format(
        Locale.ROOT,
        "| %s | %,.0f | %.0f | %.1f | %.1f | %.1f | %.1f | %.2f (%.2f–%.2f) | %.0f, %.0f, %.0f |%n",
        trouble.name().toLowerCase(Locale.ROOT),
        rounds.stream().mapToDouble(round -> round.beside().get("requests")).sum(),
        rounds.stream()
            .mapToDouble(round -> round.beside().get("errors") + round.alone().get("errors"))
            .sum(),
        median(rounds, round -> round.alone().get("p50")),
        median(rounds, round -> round.beside().get("p50")),
        median(rounds, round -> round.alone().get("p99")),
        median(rounds, round -> round.beside().get("p99")),
        median(rounds, Round::ratio),
        ratios.getMin(),
        ratios.getMax(),
        median(rounds, round -> round.sick().get("served")),
        median(rounds, round -> round.sick().get("refused")),
        median(rounds, round -> round.sick().get("recovered")));
  }

  private static double median(List<Round> rounds, Function<Round, Double> figure) {
    return Tally.median(rounds.stream().map(figure).toList());
  }

  private static void create(Server server) throws Exception {
    try (var superuser = server.superuser("postgres");
        var statement = superuser.createStatement()) {
      statement.execute("drop database if exists " + DATABASE + " with (force)");
      statement.execute(
          "create database %s template dcm owner %s".formatted(DATABASE, server.owner().user()));
    }
  }

  private static Config config(Server server) {
    return ConfigFactory.parseMap(
            Map.ofEntries(
                Map.entry("dcm.journal.db.url", server.url(DATABASE)),
                Map.entry("dcm.journal.db.user", server.program().user()),
                Map.entry("dcm.journal.db.password", server.program().password()),
                Map.entry("dcm.journal.db.owner.user", server.owner().user()),
                Map.entry("dcm.journal.db.owner.password", server.owner().password()),
                Map.entry("pekko.coordinated-shutdown.exit-jvm", "off"),
                Map.entry("pekko.loglevel", "ERROR")))
        .withFallback(ConfigFactory.load());
  }
}
