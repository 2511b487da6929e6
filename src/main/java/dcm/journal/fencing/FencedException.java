package dcm.journal.fencing;

/**
 * Another process recovered the guild later than this one. Nothing was written, and nothing can be
 * written until this process recovers the guild again.
 */
public final class FencedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public FencedException(String persistenceId) {
    super(persistenceId + ": another process took ownership; only a recovery can take it back");
  }
}
