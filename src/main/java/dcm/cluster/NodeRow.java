package dcm.cluster;

import java.time.Instant;

/**
 * A node as its row in {@code dcm.cluster_node} shows it.
 *
 * @param cluster the number of the cluster it belongs to, 0 for none yet
 * @param heartbeat by the database's clock
 * @param alive whether the heartbeat is young enough, by the same clock
 */
record NodeRow(String address, long incarnation, long cluster, Instant heartbeat, boolean alive) {}
