package dcm.journal.schema;

/**
 * Name of a guild's schema. The only type that puts a schema name into SQL; it can be built from a
 * positive number only.
 *
 * @param snowflake the guild's Discord id, 1 to 2^63 - 1
 */
public record SchemaName(long snowflake) {
  /** Placeholder of the name in SQL templates. */
  private static final String PLACEHOLDER = "${guild}";

  public SchemaName {
    if (snowflake <= 0) {
      throw new IllegalArgumentException("A snowflake must be positive, not " + snowflake);
    }
  }

  /**
   * The SQL of a template for this guild.
   *
   * @param template a constant with {@code ${guild}} before the name of each table
   */
  public String in(String template) {
    return template.replace(PLACEHOLDER, toString());
  }

  @Override
  public String toString() {
    return "guild_" + snowflake;
  }
}
