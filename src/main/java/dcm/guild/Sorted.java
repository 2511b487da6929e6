package dcm.guild;

import java.util.Collection;
import java.util.Collections;
import java.util.SequencedSet;
import java.util.TreeSet;

/** Small sets in one order, so that the same state always writes the same JSON. */
final class Sorted {
  private Sorted() {}

  static <T extends Comparable<T>> SequencedSet<T> copy(Collection<T> items) {
    return Collections.unmodifiableSequencedSet(new TreeSet<>(items));
  }
}
