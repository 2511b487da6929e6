package dcm.guild.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * One message that somebody is owed: (occurrence, stage, recipient, route) as text. The same id is
 * never sent twice.
 */
public record DeliveryId(@JsonValue String value) implements Comparable<DeliveryId> {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static DeliveryId of(String value) {
    return new DeliveryId(value);
  }

  @Override
  public int compareTo(DeliveryId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
