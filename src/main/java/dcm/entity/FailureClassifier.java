package dcm.entity;

/** Classification of journal failures. */
public interface FailureClassifier {
  /**
   * Whether a read failure is transient: the database is unavailable or overloaded, or a lock is
   * held. Any other failure is specific to the guild and lasts until it is repaired.
   */
  boolean isTransient(Throwable failure);

  /** Whether a write failure certainly had no effect. The outcome of any other is unknown. */
  boolean isCertainlyNotWritten(Throwable failure);
}
