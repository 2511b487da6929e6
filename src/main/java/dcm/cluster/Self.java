package dcm.cluster;

import java.util.Set;
import java.util.stream.Stream;

/**
 * This node, as the others will find it.
 *
 * @param address {@code pekko://dcm@host:port}
 * @param incarnation Pekko's number for this run of it
 * @param version of this program
 * @param secretFingerprint names the secret it works with, and does not tell it
 */
record Self(
    String address, long incarnation, Set<Role> roles, String version, String secretFingerprint) {
  Self {
    roles = Set.copyOf(roles);
  }

  boolean is(NodeRow row) {
    return row.address().equals(address) && row.incarnation() == incarnation;
  }

  Stream<String> roleWords() {
    return roles.stream().map(Role::word).sorted();
  }
}
