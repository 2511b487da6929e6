package dcm.entity;

import dcm.guild.Guild;
import dcm.guild.value.GuildId;
import java.util.concurrent.CompletionStage;

/**
 * Saves snapshots beside the entities. Pekko's own snapshots would stop a guild until they are
 * encoded and written.
 */
@FunctionalInterface
public interface SnapshotWriter {
  /**
   * Saves the guild's state as the snapshot of its last event, and keeps one older snapshot. Never
   * blocks; the state is encoded elsewhere.
   *
   * @param guild as it is in the journal
   * @return the snapshot's size in bytes
   */
  CompletionStage<Integer> save(GuildId id, Guild guild);
}
