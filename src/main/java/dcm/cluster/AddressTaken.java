package dcm.cluster;

/** Another process that lives says in the database that it has our address. */
public final class AddressTaken extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AddressTaken(String address) {
    super(
        "Another node that is alive uses the address "
            + address
            + ": give each node a DCM_CLUSTER_HOST at which the others reach it, and on one machine"
            + " a DCM_CLUSTER_PORT of its own");
  }
}
