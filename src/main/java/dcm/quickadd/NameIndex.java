package dcm.quickadd;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What names refer to, found without regard to case. A first name counts where nobody has it. */
final class NameIndex<V> {
  private static final int MAX_SIMILAR = 5;
  private final Map<String, Set<V>> exact = new HashMap<>();
  private final Map<String, Set<V>> first = new HashMap<>();
  private final Map<V, String> names = new HashMap<>();
  private int maxTokens = 1;

  void add(String name, V value) {
    List<Token> tokens = Tokenizer.tokenize(name);
    if (tokens.isEmpty()) {
      return;
    }
    maxTokens = Math.max(maxTokens, tokens.size());
    exact.computeIfAbsent(key(tokens), _ -> new LinkedHashSet<>()).add(value);
    if (tokens.size() > 1 && tokens.get(1).spaceBefore()) {
      first.computeIfAbsent(tokens.getFirst().text(), _ -> new LinkedHashSet<>()).add(value);
    }
    names.put(value, name.strip());
  }

  private static String key(List<Token> tokens) {
    return tokens.stream()
        .map(token -> (token.spaceBefore() ? " " : "") + token.text())
        .collect(Collectors.joining())
        .strip();
  }

  /** Those with the longest name that begins at a token; null: none. */
  Tokens.@Nullable Entry<Set<V>> find(Tokens tokens, int i) {
    var found = tokens.longest(exact, i, maxTokens);
    return found != null ? found : tokens.longest(first, i, 1);
  }

  String name(V value) {
    return names.getOrDefault(value, "");
  }

  /** Those with a similar name, the most similar first. */
  List<V> similar(String typed, int maxDistance) {
    var similar = new ArrayList<V>();
    for (int distance = 0; distance <= Math.min(maxDistance, typed.length() / 3); distance++) {
      for (var each : List.of(exact, first)) {
        for (var entry : each.entrySet()) {
          if (Math.abs(entry.getKey().length() - typed.length()) <= distance
              && distance(entry.getKey(), typed) == distance) {
            entry.getValue().stream()
                .filter(value -> !similar.contains(value))
                .forEach(similar::add);
          }
        }
      }
    }
    if (similar.isEmpty() && maxDistance > 1 && typed.length() > 1) {
      exact.forEach((name, values) -> {
        if (name.startsWith(typed)) {
          similar.addAll(values);
        }
      });
    }
    return similar.stream()
        .sorted(java.util.Comparator.comparing(this::name))
        .limit(MAX_SIMILAR)
        .toList();
  }

  /** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
  private static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        cost[i][j] = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
