package dcm.journal;

import java.time.Instant;

/**
 * An event or a snapshot as its row has it, whether or not it can be read.
 *
 * @param manifest the stable name under which it was written
 */
// arrays compare by identity; nobody compares rows
@SuppressWarnings("ArrayRecordComponent")
public record RawRow(
    long sequenceNr, Instant writtenAt, int serializerId, String manifest, byte[] bytes) {
  static RawRow of(long sequenceNr, long writtenAt, Payload payload) {
    return new RawRow(
        sequenceNr,
        Instant.ofEpochMilli(writtenAt),
        payload.serializerId(),
        payload.manifest(),
        payload.bytes());
  }
}
