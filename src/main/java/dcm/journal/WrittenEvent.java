package dcm.journal;

import java.time.Instant;

/** An event that the current transaction writes; {@code writtenAt} as in its row, to the ms. */
public record WrittenEvent(
    String persistenceId, long sequenceNr, Instant writtenAt, Object payload) {}
