package dcm.cluster;

/** Thrown when another live process has registered the address of this node. */
public final class AddressInUseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AddressInUseException(String address) {
    super(
        "Another live node uses the address "
            + address
            + ": set DCM_CLUSTER_HOST to an address at which the other nodes reach this one, and on one"
            + " machine a different DCM_CLUSTER_PORT for each node");
  }
}
