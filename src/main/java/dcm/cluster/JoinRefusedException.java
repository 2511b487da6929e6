package dcm.cluster;

/** Thrown when this node may not join the cluster; the message tells the operator what to do. */
public final class JoinRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private JoinRefusedException(String message) {
    super(message);
  }

  static JoinRefusedException otherSecret(String address) {
    return new JoinRefusedException(
        "The node at "
            + address
            + " is alive with another DCM_SECRET: tokens signed by one of them would be rejected by the"
            + " other. Use the same secret on all nodes; to change it, stop all nodes first");
  }
}
