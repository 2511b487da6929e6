package dcm.journal;

/** Puts whatever persistence id a test thinks of in one schema. */
public final class OneSchema implements SchemaResolver {
  @Override
  public SchemaName schemaOf(String persistenceId) {
    return new SchemaName(1);
  }
}
