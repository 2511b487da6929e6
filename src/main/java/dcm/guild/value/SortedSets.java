package dcm.guild.value;

import java.util.Collection;
import java.util.Collections;
import java.util.SequencedSet;
import java.util.TreeSet;

/** Unmodifiable sorted copies of small sets, so that equal states give equal JSON. */
public final class SortedSets {
  private SortedSets() {}

  public static <T extends Comparable<? super T>> SequencedSet<T> copy(Collection<T> items) {
    return Collections.unmodifiableSequencedSet(new TreeSet<>(items));
  }
}
