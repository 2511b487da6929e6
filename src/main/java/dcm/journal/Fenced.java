package dcm.journal;

/**
 * Another process recovered this guild after we did: nothing was written, and nothing will be until
 * the guild is recovered here again.
 */
public final class Fenced extends RuntimeException {
  private static final long serialVersionUID = 1;

  Fenced(String persistenceId) {
    super(persistenceId + ": another process has taken over; only a recovery may take it back");
  }
}
