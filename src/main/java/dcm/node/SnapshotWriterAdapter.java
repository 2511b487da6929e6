package dcm.node;

import dcm.entity.SnapshotWriter;
import dcm.guild.Guild;
import dcm.guild.value.GuildId;
import dcm.journal.GuildPersistenceId;
import dcm.journal.SnapshotSaving;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ClassicActorSystemProvider;

/** Adapts the snapshots of {@code journal} to the port of {@code entity}. */
public record SnapshotWriterAdapter(SnapshotSaving saving) implements SnapshotWriter {
  public static SnapshotWriterAdapter of(ClassicActorSystemProvider system) {
    return new SnapshotWriterAdapter(SnapshotSaving.of(system));
  }

  @Override
  public CompletionStage<Integer> save(GuildId id, Guild guild) {
    // a guild's revision is the sequence number of its last event
    return saving.save(GuildPersistenceId.of(id.value()), guild.revision(), guild::snapshot);
  }
}
