package dcm.guild.value;

import java.util.Collection;
import java.util.Collections;
import java.util.SequencedSet;
import java.util.TreeSet;

/** Unmodifiable sorted copies of small sets, so that equal states give equal JSON. */
public final class SortedSets {
  private static final SequencedSet<?> EMPTY =
      Collections.unmodifiableSequencedSet(new TreeSet<>());

  private SortedSets() {}

  @SuppressWarnings("unchecked")
  public static <T extends Comparable<? super T>> SequencedSet<T> copy(Collection<T> items) {
    return items.isEmpty()
        ? (SequencedSet<T>) EMPTY
        : Collections.unmodifiableSequencedSet(new TreeSet<>(items));
  }
}
