package dcm.journal.schema;

import dcm.journal.SchemaResolver;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Maps any persistence id to a schema of its own. */
public final class SchemaPerId implements SchemaResolver {
  @Override
  public SchemaName schemaOf(String persistenceId) {
    var hash = UUID.nameUUIDFromBytes(persistenceId.getBytes(StandardCharsets.UTF_8));
    return new SchemaName((hash.getMostSignificantBits() & Long.MAX_VALUE) | 1);
  }
}
