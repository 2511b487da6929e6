package dcm.journal;

import java.time.Instant;

/** An event as the journal keeps it. */
public record StoredEvent(long sequenceNr, Instant writtenAt, Object payload) {}
