package dcm.journal.fencing;

/**
 * Another process recovered this guild after we did: nothing was written, and nothing will be until
 * the guild is recovered here again.
 */
public final class FencedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public FencedException(String persistenceId) {
    super(persistenceId + ": another process took ownership; only a recovery can take it back");
  }
}
