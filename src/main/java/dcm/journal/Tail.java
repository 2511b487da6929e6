package dcm.journal;

import java.util.List;

/**
 * The first page of what follows a snapshot.
 *
 * @param highest the guild's last sequence number, 0 when it has none
 * @param from where the page begins; no event from here to its last row is left out
 * @param rows in order
 * @param next where the next page begins; {@link Long#MAX_VALUE} when nothing follows
 */
record Tail(long highest, long from, List<EventRow> rows, long next) {
  /** What the rows carry; what else they cost is some 200 bytes each. */
  long bytes() {
    return rows.stream().mapToLong(row -> 200 + row.event().bytes().length).sum();
  }

  Tail withoutRows() {
    return new Tail(highest, highest + 1, List.of(), Long.MAX_VALUE);
  }

  /** Those of the rows, at most {@code max}. */
  List<EventRow> between(long first, long last, long max) {
    return rows.stream()
        .filter(row -> row.sequenceNr() >= first && row.sequenceNr() <= last)
        .limit(max)
        .toList();
  }
}
