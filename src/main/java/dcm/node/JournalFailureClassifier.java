package dcm.node;

import dcm.entity.FailureClassifier;
import dcm.journal.jdbc.TransientSqlFailures;
import dcm.journal.jdbc.UnwrittenSqlFailures;

/** What failures of PostgreSQL mean for guilds: {@code entity} knows no SQL. */
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
