package dcm.cluster;

import java.util.List;
import java.util.Optional;

/**
 * What one look at the database saw.
 *
 * @param registered whether our row was there and got its heartbeat
 * @param founded the number of the cluster that was founded last, 0 when there was none
 */
record Sight(boolean registered, long founded, List<NodeRow> rows) {
  Sight {
    rows = List.copyOf(rows);
  }

  Optional<NodeRow> at(String address) {
    return rows.stream().filter(row -> row.address().equals(address)).findAny();
  }

  /** Who is in the cluster besides ourselves, dead or alive. */
  List<NodeRow> othersInCluster(String ourAddress) {
    return rows.stream()
        .filter(row -> founded > 0 && row.cluster() == founded)
        .filter(row -> !row.address().equals(ourAddress))
        .toList();
  }
}
