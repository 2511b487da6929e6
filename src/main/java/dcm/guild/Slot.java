package dcm.guild;

import java.time.Instant;

/** An entry of the agenda: at this instant something has to be looked at. */
record Slot<K extends Comparable<K>>(Instant at, K what) implements Comparable<Slot<K>> {
  @Override
  public int compareTo(Slot<K> other) {
    int byTime = at.compareTo(other.at);
    return byTime != 0 ? byTime : what.compareTo(other.what);
  }
}
