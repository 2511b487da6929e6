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

  void add(BenchmarkCase benchmarkCase, Rounds replay, Rounds write) {
    for (var variant : benchmarkCase.variants()) {
      if (write.has(variant)) {
        writes.append(
            line(
                benchmarkCase,
                variant,
                write,
                "%.1f | %.1f | %.1f | %.1f | %.1f | %.1f | %.0f | %.0f"
                    .formatted(
                        write.median(variant, "p50"),
                        write.median(variant, "p99"),
                        write.median(variant, "jvm"),
                        write.median(variant, "server"),
                        write.median(variant, "allocated"),
                        write.median(variant, "gc"),
                        write.median(variant, "rss"),
                        write.median(variant, "serverRss"))));
      }
      if (replay.has(variant)) {
        replays.append(
            line(
                benchmarkCase,
                variant,
                replay,
                "%.2f | %.1f | %.1f"
                    .formatted(
                        replay.median(variant, "seconds"),
                        replay.median(variant, "jvm"),
                        replay.median(variant, "server"))));
      }
    }
  }

  private static String line(
      BenchmarkCase benchmarkCase, JournalVariant variant, Rounds rounds, String figures) {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %,.0f (%,.0f–%,.0f) | %s | %s | %.0f |%n",
        benchmarkCase,
        variant.name().toLowerCase(Locale.ROOT),
        rounds.median(variant, "rate"),
        rounds.min(variant, "rate"),
        rounds.max(variant, "rate"),
        rounds.has(JournalVariant.PEER) ? "%.2f".formatted(rounds.ratio(variant, "rate")) : "–",
        figures,
        rounds.max(variant, "lost"));
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
