package dcm.guild.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** The id of an import: a UUIDv7 (RFC 9562) made by the edge. */
public record ImportId(UUID value) implements Comparable<ImportId> {
  /**
   * @throws IllegalArgumentException unless the text is a UUID in its 36 characters
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static ImportId of(String text) {
    if (text.length() != 36) {
      throw new IllegalArgumentException("a UUID has 36 characters");
    }
    return new ImportId(UUID.fromString(text));
  }

  @Override
  public int compareTo(ImportId other) {
    return value.compareTo(other.value);
  }

  @JsonValue
  @Override
  public String toString() {
    return value.toString();
  }
}
