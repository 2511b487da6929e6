package dcm.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** The rounds of one case, per journal and in order. */
public final class Rounds {
  private final Map<JournalVariant, List<MetricLine>> rounds = new EnumMap<>(JournalVariant.class);

  void add(JournalVariant variant, MetricLine round) {
    rounds.computeIfAbsent(variant, key -> new ArrayList<>()).add(round);
  }

  boolean has(JournalVariant variant) {
    return rounds.containsKey(variant);
  }

  double median(JournalVariant variant, String name) {
    return median(all(variant, name));
  }

  double min(JournalVariant variant, String name) {
    return all(variant, name).min().orElse(Double.NaN);
  }

  double max(JournalVariant variant, String name) {
    return all(variant, name).max().orElse(Double.NaN);
  }

  /**
   * Ratio to the peer: the median of the ratios of adjacent rounds, so that a temporary slowdown of
   * the machine affects both.
   */
  double ratio(JournalVariant variant, String name) {
    var ownValues = all(variant, name).toArray();
    var peerValues = all(JournalVariant.PEER, name).toArray();
    return median(
        DoubleStream.iterate(0, i -> i < Math.min(ownValues.length, peerValues.length), i -> i + 1)
            .map(i -> ownValues[(int) i] / peerValues[(int) i]));
  }

  public static double median(List<Double> values) {
    return median(values.stream().mapToDouble(value -> value));
  }

  private DoubleStream all(JournalVariant variant, String name) {
    return rounds.getOrDefault(variant, List.of()).stream().mapToDouble(round -> round.get(name));
  }

  private static double median(DoubleStream values) {
    var sorted = values.sorted().toArray();
    return sorted.length == 0
        ? Double.NaN
        : (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }
}
