package dcm.journal;

import dcm.journal.recovery.SnapshotDao;
import dcm.journal.write.PayloadSerializer;
import java.util.ArrayList;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ClassicActorSystemProvider;

/**
 * Saves snapshots without the entity that they are of. They are created, serialized and written on
 * {@code dcm.journal.db.snapshot-threads}, so that no more than these occupy processors and memory.
 */
public final class SnapshotSaving {
  /** Two: the older one is read when the newer one cannot be. */
  private static final int SNAPSHOTS_KEPT = 2;

  private final Database database;
  private final SchemaResolver resolver;
  private final PayloadSerializer serializer;

  private SnapshotSaving(ActorSystem system) {
    database = Database.get(system);
    resolver = JournalSettings.from(system.settings().config(), new ArrayList<>()).resolver(system);
    serializer = new PayloadSerializer(system);
  }

  public static SnapshotSaving of(ClassicActorSystemProvider system) {
    return new SnapshotSaving(system.classicSystem());
  }

  /**
   * Saves a snapshot and deletes all but the two newest, if this process owns the guild now and
   * still does when the snapshot is written.
   *
   * @param sequenceNr of the last event in the snapshot
   * @param snapshot called on the thread that serializes it
   * @return its size in bytes
   */
  public CompletionStage<Integer> save(
      String persistenceId, long sequenceNr, Supplier<?> snapshot) {
    var guild = database.contexts().get(resolver.schemaOf(persistenceId), persistenceId);
    return database.saveSnapshot(
        guild,
        (connection, epoch) -> {
          var row =
              new SnapshotDao.Row(
                  sequenceNr,
                  System.currentTimeMillis(),
                  serializer.serialize(snapshot.get()),
                  null);
          SnapshotDao.save(connection, guild.schema(), persistenceId, row, epoch);
          SnapshotDao.deleteAllButNewest(connection, guild.schema(), persistenceId, SNAPSHOTS_KEPT);
          return row.snapshot().bytes().length;
        });
  }
}
