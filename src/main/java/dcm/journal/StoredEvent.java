package dcm.journal;

import java.time.Instant;

/**
 * An event as the journal keeps it.
 *
 * @param bytes of its payload in the journal
 */
public record StoredEvent(long sequenceNr, Instant writtenAt, Object payload, int bytes) {}
