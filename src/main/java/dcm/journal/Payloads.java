package dcm.journal;

import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializers;

/** To bytes and back, by whatever serializer the configuration binds. */
final class Payloads {
  private final Serialization serialization;

  Payloads(ActorSystem system) {
    serialization = SerializationExtension.get(system);
  }

  /** Throws what the serializer throws, checked or not. */
  Payload write(Object object) {
    var serializer = serialization.findSerializerFor(object);
    return new Payload(
        serializer.identifier(),
        Serializers.manifestFor(serializer, object),
        serialization.serialize(object).get());
  }

  Object read(Payload payload) {
    return serialization
        .deserialize(payload.bytes(), payload.serializerId(), payload.manifest())
        .get();
  }
}
