package dcm.guild.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/**
 * One knock on the guild's door. The same knock twice has one effect: Discord's interaction or the
 * caller's Idempotency-Key names it, and it lives in the events it led to.
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
   * Whether it was made from a name, such as an Idempotency-Key or Discord's interaction, and so
   * may come again (RFC 9562, section 5.3); one that was made afresh does not.
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
