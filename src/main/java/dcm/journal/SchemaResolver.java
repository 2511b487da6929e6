package dcm.journal;

import dcm.journal.schema.SchemaName;

/**
 * Maps persistence ids to schemas, one to one. {@code dcm.journal.schema-resolver} names the class.
 */
public interface SchemaResolver {
  /**
   * The schema of this persistence id; called for every write and read.
   *
   * @throws IllegalArgumentException when the journal does not support the persistence id
   */
  SchemaName schemaOf(String persistenceId);
}
