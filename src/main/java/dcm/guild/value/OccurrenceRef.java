package dcm.guild.value;

import java.util.Comparator;

/** An occurrence of a task. */
public record OccurrenceRef(TaskId task, int ordinal) implements Comparable<OccurrenceRef> {
  private static final Comparator<OccurrenceRef> ORDER =
      Comparator.comparing(OccurrenceRef::task).thenComparingInt(OccurrenceRef::ordinal);

  @Override
  public int compareTo(OccurrenceRef other) {
    return ORDER.compare(this, other);
  }
}
