package dcm.journal;

import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.Tagged;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.OptionConverters;

/**
 * One row of {@code event_journal}.
 *
 * @param writtenAt milliseconds since 1970
 * @param adapterManifest what an event adapter called it; empty without one
 */
record EventRow(
    String persistenceId,
    long sequenceNr,
    String writer,
    long writtenAt,
    String adapterManifest,
    Payload event,
    @Nullable Payload metadata) {

  static EventRow of(PersistentRepr message, long writtenAt, Payloads payloads) {
    var metadata = OptionConverters.toJava(message.metadata());
    return new EventRow(
        message.persistenceId(),
        message.sequenceNr(),
        message.writerUuid(),
        writtenAt,
        message.manifest(),
        payloads.write(eventOf(message)),
        metadata.map(payloads::write).orElse(null));
  }

  /** Tags have no table here: a guild is one stream, read as a whole. */
  static Object eventOf(PersistentRepr message) {
    return message.payload() instanceof Tagged tagged ? tagged.payload() : message.payload();
  }

  PersistentRepr toMessage(Payloads payloads) {
    var message =
        PersistentRepr.apply(
                payloads.read(event),
                sequenceNr,
                persistenceId,
                adapterManifest,
                false,
                ActorRef.noSender(),
                writer)
            .withTimestamp(writtenAt);
    return metadata == null ? message : message.withMetadata(payloads.read(metadata));
  }
}
