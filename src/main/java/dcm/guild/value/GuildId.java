package dcm.guild.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The id of a Discord server, which is a tenant. */
public record GuildId(long value) implements Comparable<GuildId> {
  public GuildId {
    Snowflake.check(value);
  }

  /**
   * @param text decimal digits of a positive 64-bit number
   * @throws IllegalArgumentException when it is anything else
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static GuildId of(String text) {
    return new GuildId(Snowflake.parse(text));
  }

  @Override
  public int compareTo(GuildId other) {
    return Long.compare(value, other.value);
  }

  @JsonValue
  @Override
  public String toString() {
    return Long.toString(value);
  }
}
