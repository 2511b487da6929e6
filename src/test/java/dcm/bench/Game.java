package dcm.bench;

import java.util.List;

/**
 * One case: some guilds of a town write.
 *
 * @param first the first of them; each game of a town has others, so that none begins with the
 *     events of another
 * @param cold right after a restart of the server, each round in a new process
 */
record Game(Town town, int first, int entities, List<Contestant> contestants, boolean cold) {
  static final Town CITY = new Town(12_200);

  static List<Game> quick(List<Contestant> contestants) {
    var town = new Town(2_200);
    return List.of(
        new Game(town, 0, 200, contestants, false), new Game(town, 200, 2_000, contestants, false));
  }

  static List<Game> all(List<Contestant> contestants) {
    var ours = contestants.stream().filter(Contestant.OURS::equals).toList();
    return List.of(
        new Game(CITY, 0, 200, contestants, false),
        new Game(CITY, 200, 2_000, contestants, false),
        new Game(CITY, 2_200, 10_000, contestants, false),
        new Game(new Town(100), 0, 100, ours, false),
        new Game(new Town(1_000), 0, 100, ours, false),
        new Game(CITY, 0, 100, ours, false),
        new Game(CITY, 200, 2_000, contestants, true),
        new Game(CITY, 2_200, 10_000, contestants, true));
  }

  @Override
  public String toString() {
    return "%,d, %,d%s".formatted(entities, town.guilds(), cold ? ", cold" : "");
  }
}
