package dcm.journal.write;

import dcm.journal.fencing.WriterEpoch;
import dcm.journal.schema.SchemaName;
import org.jspecify.annotations.Nullable;

/**
 * What this process knows about one guild's journal: order of its operations, epoch, tables and
 * quarantine. One look-up in {@link GuildWriteContexts} gives a write all of it.
 */
public final class GuildWriteContext {
  private static final int SCHEMA_UNKNOWN = -2;
  private static final int NO_PARTITION = -1;

  private final SchemaName schema;
  private final String persistenceId;
  private final TaskSequencer sequencer = new TaskSequencer();
  private final WriterEpoch epoch = new WriterEpoch();

  private volatile int partition = SCHEMA_UNKNOWN;
  private volatile boolean readAhead;
  private volatile @Nullable Quarantine quarantine;

  GuildWriteContext(SchemaName schema, String persistenceId) {
    this.schema = schema;
    this.persistenceId = persistenceId;
  }

  public SchemaName schema() {
    return schema;
  }

  public String persistenceId() {
    return persistenceId;
  }

  /** Order of all operations on the persistence id; journal and snapshot store share it. */
  public TaskSequencer sequencer() {
    return sequencer;
  }

  public WriterEpoch epoch() {
    return epoch;
  }

  /** Whether the tables are known to exist and to be of the latest version. */
  public boolean isSchemaReady() {
    return partition != SCHEMA_UNKNOWN;
  }

  /**
   * The tables exist and are of the latest version.
   *
   * @param attachedTo the partition to which the journal is attached; null: none
   */
  public void schemaReady(@Nullable Integer attachedTo) {
    partition = attachedTo == null ? NO_PARTITION : attachedTo;
  }

  /** The tables are missing or of another version. */
  public void schemaMissing() {
    partition = SCHEMA_UNKNOWN;
  }

  /** The partition to which the journal is attached; null when it is detached or unknown. */
  public @Nullable Integer partition() {
    var current = partition;
    return current < 0 ? null : current;
  }

  /** Whether a recovery may have left events that were read ahead. */
  public boolean hasReadAhead() {
    return readAhead;
  }

  public void setReadAhead(boolean present) {
    readAhead = present;
  }

  /** Why the guild is written in transactions of its own; null: it is not. */
  @Nullable Quarantine quarantine() {
    return quarantine;
  }

  void setQuarantine(@Nullable Quarantine changed) {
    quarantine = changed;
  }
}
