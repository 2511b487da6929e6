package dcm.node;

import dcm.entity.FailureClassifier;
import dcm.journal.jdbc.SqlFailures;

/** Classifies failures of PostgreSQL for {@code entity}, which does not depend on SQL. */
public record JournalFailureClassifier() implements FailureClassifier {
  @Override
  public boolean isTransient(Throwable failure) {
    return SqlFailures.isTransient(failure);
  }

  @Override
  public boolean isCertainlyNotWritten(Throwable failure) {
    return SqlFailures.isCertainlyNotWritten(failure);
  }
}
