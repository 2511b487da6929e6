package dcm.journal;

import java.time.Instant;

/** An event that the transaction at hand is writing; the instant is that of its row, to the ms. */
public record WrittenEvent(
    String persistenceId, long sequenceNr, Instant writtenAt, Object payload) {}
