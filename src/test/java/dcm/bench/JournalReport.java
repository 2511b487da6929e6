package dcm.bench;

import java.util.Locale;

/** The tables of docs/performance.md. */
final class JournalReport {
  private static final String WRITES =
      """

      | entities, schemas | journal | events/s (least–most) | ratio | p50 ms | p99 ms | JVM µs/event | PostgreSQL µs/event | garbage KB/event | GC %% | JVM MB | PostgreSQL MB | lost |
      |---|---|---|---|---|---|---|---|---|---|---|---|---|
      """
          .formatted();
  private static final String REPLAYS =
      """

      | entities, schemas | journal | replayed events/s (least–most) | ratio | seconds | JVM µs/event | PostgreSQL µs/event | lost |
      |---|---|---|---|---|---|---|---|
      """;

  private final StringBuilder writes = new StringBuilder();
  private final StringBuilder replays = new StringBuilder();
  private boolean emptied = true;

  void pageCacheEmptied(boolean wasEmptied) {
    emptied &= wasEmptied;
  }

  void add(Game game, Tally replay, Tally write) {
    for (var contestant : game.contestants()) {
      if (write.has(contestant)) {
        writes.append(
            line(
                game,
                contestant,
                write,
                "%.1f | %.1f | %.1f | %.1f | %.1f | %.1f | %.0f | %.0f"
                    .formatted(
                        write.median(contestant, "p50"),
                        write.median(contestant, "p99"),
                        write.median(contestant, "jvm"),
                        write.median(contestant, "server"),
                        write.median(contestant, "allocated"),
                        write.median(contestant, "gc"),
                        write.median(contestant, "rss"),
                        write.median(contestant, "serverRss"))));
      }
      if (replay.has(contestant)) {
        replays.append(
            line(
                game,
                contestant,
                replay,
                "%.2f | %.1f | %.1f"
                    .formatted(
                        replay.median(contestant, "seconds"),
                        replay.median(contestant, "jvm"),
                        replay.median(contestant, "server"))));
      }
    }
  }

  private static String line(Game game, Contestant contestant, Tally tally, String figures) {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %,.0f (%,.0f–%,.0f) | %s | %s | %.0f |%n",
        game,
        contestant.name().toLowerCase(Locale.ROOT),
        tally.median(contestant, "rate"),
        tally.least(contestant, "rate"),
        tally.most(contestant, "rate"),
        tally.has(Contestant.PEER) ? "%.2f".formatted(tally.ratio(contestant, "rate")) : "–",
        figures,
        tally.most(contestant, "lost"));
  }

  @Override
  public String toString() {
    return WRITES
        + writes
        + REPLAYS
        + replays
        + (emptied ? "" : "\nThe system's cache of files could not be emptied.\n");
  }
}
