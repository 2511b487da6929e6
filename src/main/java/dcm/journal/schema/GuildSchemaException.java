package dcm.journal.schema;

import dcm.journal.jdbc.JournalException;

/** A guild's schema is not in the state that the operation requires; nothing was changed. */
public final class GuildSchemaException extends JournalException {
  private static final long serialVersionUID = 1;

  private final boolean newer;

  private GuildSchemaException(SchemaName schema, String message, boolean newer) {
    super(schema + ": " + message, null, true);
    this.newer = newer;
  }

  public static GuildSchemaException absent(SchemaName schema) {
    return new GuildSchemaException(schema, "the guild has no schema", false);
  }

  public static GuildSchemaException changedDuringExport(SchemaName schema) {
    return new GuildSchemaException(
        schema, "the guild's tables changed during the export; run it again", false);
  }

  static GuildSchemaException unregistered(SchemaName schema) {
    return new GuildSchemaException(schema, "the schema exists, but was not created by DCM", false);
  }

  static GuildSchemaException missing(SchemaName schema) {
    return new GuildSchemaException(schema, tablesMissing(schema.toString()), false);
  }

  static GuildSchemaException newer(SchemaName schema, int version, int latestVersion) {
    return new GuildSchemaException(
        schema,
        "schema version %d is newer than this program's version %d; start a newer program"
            .formatted(version, latestVersion),
        true);
  }

  /** True when a newer program migrated the tables: a node that runs it can serve the guild. */
  public boolean isNewer() {
    return newer;
  }
}
