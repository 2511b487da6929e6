package dcm.journal.schema;

/**
 * The name of a guild's schema. This is the only type from which a schema name gets into SQL, and a
 * positive number is the only thing that it can be built from.
 *
 * @param snowflake the guild's Discord id, 1 to 2^63 - 1
 */
public record SchemaName(long snowflake) {
  /** Stands for the name in SQL that is written once for all guilds. */
  private static final String PLACE = "${guild}";

  public SchemaName {
    if (snowflake <= 0) {
      throw new IllegalArgumentException("A snowflake must be positive, not " + snowflake);
    }
  }

  /**
   * SQL for this guild.
   *
   * @param template a constant in which {@code ${guild}} stands before the name of each table
   */
  public String in(String template) {
    return template.replace(PLACE, toString());
  }

  @Override
  public String toString() {
    return "guild_" + snowflake;
  }
}
