package dcm.journal.write;

import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializers;

/** Serialization with the serializers bound in Pekko's configuration. */
public final class PayloadSerializer {
  private final Serialization serialization;

  public PayloadSerializer(ActorSystem system) {
    serialization = SerializationExtension.get(system);
  }

  /** Throws the serializer's exceptions, checked or not. */
  public SerializedPayload serialize(Object object) {
    var serializer = serialization.findSerializerFor(object);
    return new SerializedPayload(
        serializer.identifier(),
        Serializers.manifestFor(serializer, object),
        serialization.serialize(object).get());
  }

  public Object deserialize(SerializedPayload payload) {
    return serialization
        .deserialize(payload.bytes(), payload.serializerId(), payload.manifest())
        .get();
  }

  @SuppressWarnings("ArrayRecordComponent")
  public record SerializedPayload(int serializerId, String manifest, byte[] bytes) {}
}
