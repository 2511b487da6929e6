package dcm.journal;

import dcm.journal.schema.SchemaName;

/**
 * Says in whose schema the events of a persistence id are kept: {@code
 * dcm.journal.schema-resolver}.
 */
public interface SchemaResolver {
  /**
   * The schema of this persistence id; asked at every write and read.
   *
   * @throws IllegalArgumentException when this journal has no place for such a persistence id
   */
  SchemaName schemaOf(String persistenceId);
}
