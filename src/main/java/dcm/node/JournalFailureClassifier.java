package dcm.node;

import dcm.entity.FailureClassifier;
import dcm.journal.jdbc.TransientSqlFailures;
import dcm.journal.jdbc.UnwrittenSqlFailures;

/** Classifies failures of PostgreSQL for {@code entity}, which does not depend on SQL. */
public record JournalFailureClassifier() implements FailureClassifier {
  @Override
  public boolean isTransient(Throwable failure) {
    return TransientSqlFailures.isTransient(failure);
  }

  @Override
  public boolean isCertainlyNotWritten(Throwable failure) {
    return UnwrittenSqlFailures.isCertainlyNotWritten(failure);
  }
}
