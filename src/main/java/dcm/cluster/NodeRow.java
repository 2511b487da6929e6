package dcm.cluster;

import java.time.Instant;

/**
 * A node as its row in {@code dcm.cluster_node} shows it.
 *
 * @param cluster the number of the cluster it belongs to, 0 for none yet
 * @param heartbeat by the database's clock
 * @param secretFingerprint names the secret it works with; empty: it does not say
 * @param alive whether the heartbeat is young enough, by the same clock
 */
record NodeRow(
    String address,
    long incarnation,
    long cluster,
    String secretFingerprint,
    Instant heartbeat,
    boolean alive) {
  /** Whether what this node signs would be refused by one with that secret. */
  boolean hasOtherSecretThan(String fingerprint) {
    return !secretFingerprint.isEmpty()
        && !fingerprint.isEmpty()
        && !secretFingerprint.equals(fingerprint);
  }
}
