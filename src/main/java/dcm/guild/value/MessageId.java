package dcm.guild.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A message in Discord. */
public record MessageId(long value) implements Comparable<MessageId> {
  public MessageId {
    Snowflake.check(value);
  }

  /**
   * @param text decimal digits of a positive 64-bit number
   * @throws IllegalArgumentException when it is anything else
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static MessageId of(String text) {
    return new MessageId(Snowflake.parse(text));
  }

  @Override
  public int compareTo(MessageId other) {
    return Long.compare(value, other.value);
  }

  @JsonValue
  @Override
  public String toString() {
    return Long.toString(value);
  }
}
