package dcm.guild.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A channel of the guild in Discord. */
public record ChannelId(long value) implements Comparable<ChannelId> {
  public ChannelId {
    Snowflake.check(value);
  }

  /**
   * @param text decimal digits of a positive 64-bit number
   * @throws IllegalArgumentException when it is anything else
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static ChannelId of(String text) {
    return new ChannelId(Snowflake.parse(text));
  }

  @Override
  public int compareTo(ChannelId other) {
    return Long.compare(value, other.value);
  }

  @JsonValue
  @Override
  public String toString() {
    return Long.toString(value);
  }
}
