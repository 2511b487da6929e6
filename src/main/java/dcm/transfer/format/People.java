package dcm.transfer.format;

import dcm.guild.value.MemberId;
import dcm.guild.value.Snowflake;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The people of one file, each with an id by which its tasks name them. */
final class People {
  /** Stands for nobody in particular: whoever imports. */
  static final MemberId UNKNOWN = new MemberId(Long.MAX_VALUE);

  /** Snowflakes since 2015 have at least so many digits. */
  private static final int MIN_SNOWFLAKE_LENGTH = 17;

  private final Map<MemberId, ParsedFile.Person> byId = new LinkedHashMap<>();
  private final Map<String, MemberId> byName = new HashMap<>();

  /** The id of a person by name, or by the id of Discord. */
  MemberId named(String name) {
    String stripped = name.strip();
    if (stripped.length() >= MIN_SNOWFLAKE_LENGTH
        && stripped.chars().allMatch(Character::isDigit)) {
      return discord(new MemberId(Snowflake.parse(stripped)), stripped);
    }
    return byName.computeIfAbsent(
        stripped.toLowerCase(Locale.ROOT),
        _ -> {
          MemberId id = new MemberId(byName.size() + 1L);
          byId.put(id, new ParsedFile.Person(stripped, false));
          return id;
        });
  }

  /** The id of Discord itself. */
  MemberId discord(MemberId id, String name) {
    byId.putIfAbsent(id, new ParsedFile.Person(name, true));
    return id;
  }

  Map<MemberId, ParsedFile.Person> all() {
    return byId;
  }
}
