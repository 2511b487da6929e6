package dcm.guild.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A role of the guild in Discord. The role {@code @everyone} has the guild's own id. */
public record RoleId(long value) implements Comparable<RoleId> {
  public RoleId {
    Snowflake.check(value);
  }

  /**
   * @param text decimal digits of a positive 64-bit number
   * @throws IllegalArgumentException when it is anything else
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static RoleId of(String text) {
    return new RoleId(Snowflake.parse(text));
  }

  @Override
  public int compareTo(RoleId other) {
    return Long.compare(value, other.value);
  }

  @JsonValue
  @Override
  public String toString() {
    return Long.toString(value);
  }
}
