package dcm.guild.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** The id of a photo on a task: a UUIDv7 (RFC 9562) made by the edge. */
public record AttachmentId(UUID value) implements Comparable<AttachmentId> {
  /**
   * @throws IllegalArgumentException unless the text is a UUID in its 36 characters
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static AttachmentId of(String text) {
    if (text.length() != 36) {
      throw new IllegalArgumentException("a UUID has 36 characters");
    }
    return new AttachmentId(UUID.fromString(text));
  }

  @Override
  public int compareTo(AttachmentId other) {
    return value.compareTo(other.value);
  }

  @JsonValue
  @Override
  public String toString() {
    return value.toString();
  }
}
