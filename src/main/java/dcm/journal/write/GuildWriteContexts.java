package dcm.journal.write;

import dcm.journal.schema.SchemaName;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The contexts of all guilds that this process wrote, recovered or read. They are never removed: a
 * process that forgot a lost epoch would acquire it again with the next write. 50,000 guilds take
 * some 12 MB.
 */
public final class GuildWriteContexts {
  private final ConcurrentMap<SchemaName, GuildWriteContext> contexts = new ConcurrentHashMap<>();

  /** The guild's context, created if it is missing. */
  public GuildWriteContext get(SchemaName schema, String persistenceId) {
    var known = contexts.get(schema);
    return known != null
        ? known
        : contexts.computeIfAbsent(schema, key -> new GuildWriteContext(key, persistenceId));
  }

  /** The guild's context if there is one; creates none for guilds that may not exist. */
  public @Nullable GuildWriteContext find(SchemaName schema) {
    return contexts.get(schema);
  }
}
