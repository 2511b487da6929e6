package dcm.guild.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The identity of a message: occurrence, stage, recipient and route as text. A message with one id
 * is sent once.
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
