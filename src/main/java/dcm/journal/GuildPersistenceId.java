package dcm.journal;

import dcm.journal.schema.SchemaName;
import java.util.regex.Pattern;

/** The persistence ids of guilds: {@code guild|<snowflake>}; rejects all others. */
public final class GuildPersistenceId implements SchemaResolver {
  private static final Pattern PATTERN = Pattern.compile("guild\\|([1-9][0-9]{0,18})");

  /** The persistence id of the guild with this snowflake. */
  public static String of(long snowflake) {
    return "guild|" + new SchemaName(snowflake).snowflake();
  }

  @Override
  public SchemaName schemaOf(String persistenceId) {
    var matcher = PATTERN.matcher(persistenceId);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("Not the persistence id of a guild: " + persistenceId);
    }
    try {
      return new SchemaName(Long.parseLong(matcher.group(1)));
    } catch (NumberFormatException tooLarge) {
      throw new IllegalArgumentException(
          "Not the persistence id of a guild: " + persistenceId, tooLarge);
    }
  }
}
