package dcm.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** The rounds of one case, for each contestant in the order in which they were played. */
public final class Tally {
  private final Map<Contestant, List<Figures>> rounds = new EnumMap<>(Contestant.class);

  void add(Contestant contestant, Figures round) {
    rounds.computeIfAbsent(contestant, new_ -> new ArrayList<>()).add(round);
  }

  boolean has(Contestant contestant) {
    return rounds.containsKey(contestant);
  }

  double median(Contestant contestant, String name) {
    return median(all(contestant, name));
  }

  double least(Contestant contestant, String name) {
    return all(contestant, name).min().orElse(Double.NaN);
  }

  double most(Contestant contestant, String name) {
    return all(contestant, name).max().orElse(Double.NaN);
  }

  /**
   * What a contestant has of the peer's: the median over rounds that were played one directly after
   * the other, so that a machine that is slow for a while is slow for both.
   */
  double ratio(Contestant contestant, String name) {
    var own = all(contestant, name).toArray();
    var peer = all(Contestant.PEER, name).toArray();
    return median(
        DoubleStream.iterate(0, i -> i < Math.min(own.length, peer.length), i -> i + 1)
            .map(i -> own[(int) i] / peer[(int) i]));
  }

  public static double median(List<Double> values) {
    return median(values.stream().mapToDouble(value -> value));
  }

  private DoubleStream all(Contestant contestant, String name) {
    return rounds.getOrDefault(contestant, List.of()).stream()
        .mapToDouble(round -> round.get(name));
  }

  private static double median(DoubleStream values) {
    var sorted = values.sorted().toArray();
    return sorted.length == 0
        ? Double.NaN
        : (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }
}
