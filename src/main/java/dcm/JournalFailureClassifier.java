package dcm;

import dcm.entity.FailureClassifier;
import dcm.journal.Passing;
import dcm.journal.Unwritten;

/** What failures of PostgreSQL mean for guilds: {@code entity} knows no SQL. */
public record JournalFailureClassifier() implements FailureClassifier {
  @Override
  public boolean isTransient(Throwable failure) {
    return Passing.is(failure);
  }

  @Override
  public boolean isCertainlyNotWritten(Throwable failure) {
    return Unwritten.is(failure);
  }
}
