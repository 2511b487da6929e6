package dcm.entity;

/** What a failure of the journal means for the guild that waited for it. */
public interface FailureClassifier {
  /**
   * Whether a failure to read passes by itself: the database is unavailable or too busy, or
   * somebody holds a lock. Any other is the guild's own and stays until somebody mends it.
   */
  boolean isTransient(Throwable failure);

  /** Whether a failure to write certainly had no effect. Of any other the outcome is unknown. */
  boolean isCertainlyNotWritten(Throwable failure);
}
