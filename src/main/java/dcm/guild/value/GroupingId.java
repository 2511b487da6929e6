package dcm.guild.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** A category or a label, by a UUIDv7 (RFC 9562) that the edge made. */
public record GroupingId(UUID value) implements Comparable<GroupingId> {
  /**
   * @throws IllegalArgumentException unless the text is a UUID in its 36 characters
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static GroupingId of(String text) {
    if (text.length() != 36) {
      throw new IllegalArgumentException("a UUID has 36 characters");
    }
    return new GroupingId(UUID.fromString(text));
  }

  @Override
  public int compareTo(GroupingId other) {
    return value.compareTo(other.value);
  }

  @JsonValue
  @Override
  public String toString() {
    return value.toString();
  }
}
