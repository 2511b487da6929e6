package dcm.guild.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;

/** A Discord user, as a member of the guild, or the pseudonym of one who was forgotten. */
public record MemberId(long value) implements Comparable<MemberId> {
  /** Discord's ids begin with the milliseconds since 2015; these are of the last one, in 2084. */
  private static final long PSEUDONYMS = Long.MAX_VALUE - ((1L << 22) - 1);

  public MemberId {
    Snowflake.check(value);
  }

  /**
   * @param text decimal digits of a positive 64-bit number
   * @throws IllegalArgumentException when it is anything else
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static MemberId of(String text) {
    return new MemberId(Snowflake.parse(text));
  }

  /**
   * The id under which a guild keeps the history of a former member; no Discord user has it.
   *
   * @param number counts the forgotten members of the guild from 1
   */
  public static MemberId pseudonym(long number) {
    if (number <= 0 || number > Long.MAX_VALUE - PSEUDONYMS) {
      throw new IllegalArgumentException("a guild has 1 to 4,194,303 pseudonyms");
    }
    return new MemberId(PSEUDONYMS + number);
  }

  /** Whether this is no Discord user but a former member without a name. */
  @JsonIgnore
  public boolean isPseudonym() {
    return value >= PSEUDONYMS;
  }

  /** The number of a pseudonym, from 1. */
  public long pseudonymNumber() {
    if (!isPseudonym()) {
      throw new IllegalStateException("the id of a Discord user");
    }
    return value - PSEUDONYMS;
  }

  @Override
  public int compareTo(MemberId other) {
    return Long.compare(value, other.value);
  }

  @JsonValue
  @Override
  public String toString() {
    return Long.toString(value);
  }
}
