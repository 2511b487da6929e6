package dcm.journal;

/** An event, snapshot or metadata as it lies in a row: what Pekko's Serialization made of it. */
// arrays compare by identity; nobody compares payloads
@SuppressWarnings("ArrayRecordComponent")
record Payload(int serializerId, String manifest, byte[] bytes) {}
