package dcm.guild.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/**
 * The identity of a command. Commands with the same id have one effect: the id comes from Discord's
 * interaction or from the caller's Idempotency-Key, and is stored in the events of the command.
 */
public record CommandId(UUID value) implements Comparable<CommandId> {
  /**
   * @throws IllegalArgumentException unless the text is a UUID in its 36 characters
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static CommandId of(String text) {
    if (text.length() != 36) {
      throw new IllegalArgumentException("a UUID has 36 characters");
    }
    return new CommandId(UUID.fromString(text));
  }

  /**
   * Whether the id is derived from a name, such as an Idempotency-Key or Discord's interaction, so
   * that the command may be repeated (RFC 9562, section 5.3). Random ids are not repeated.
   */
  public boolean isNamed() {
    return value.version() == 3;
  }

  @Override
  public int compareTo(CommandId other) {
    return value.compareTo(other.value);
  }

  @JsonValue
  @Override
  public String toString() {
    return value.toString();
  }
}
