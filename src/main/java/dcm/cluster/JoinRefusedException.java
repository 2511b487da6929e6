package dcm.cluster;

/** This node may not take part in the cluster; the message says what the operator can do. */
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
