package dcm.bench;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Named numbers in one line, exchanged between processes. */
record MetricLine(Map<String, Double> values) {
  MetricLine {
    values = Map.copyOf(values);
  }

  static MetricLine parse(String line) {
    return new MetricLine(
        Arrays.stream(line.split(" ", -1))
            .filter(word -> !word.isEmpty())
            .map(word -> word.split("=", -1))
            .collect(Collectors.toMap(pair -> pair[0], pair -> Double.valueOf(pair[1]))));
  }

  double get(String name) {
    return values.getOrDefault(name, Double.NaN);
  }

  @Override
  public String toString() {
    return new TreeMap<>(values)
        .entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(" "));
  }
}
