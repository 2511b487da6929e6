package dcm.cluster;

import java.time.Instant;

/**
 * Who had our address before us. It is dead when its heartbeat stands still for a while by our own
 * clock, and alive when it moves.
 *
 * @param heartbeat as it was when we first saw it
 * @param since when that was, by {@code System.nanoTime()}
 */
record Occupant(long incarnation, Instant heartbeat, long since) {
  boolean moved(NodeRow row) {
    return row.incarnation() != incarnation || !row.heartbeat().equals(heartbeat);
  }
}
