package dcm.entity;

import dcm.guild.Guild;
import dcm.guild.GuildSnapshot;
import dcm.guild.value.GuildId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.persistence.typed.SnapshotAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When a guild's snapshot is saved: after a number of events, and not before these have the size of
 * the last snapshot. So a large guild's snapshots are at most as many bytes as its events, and a
 * recovery reads at most about twice its snapshot. One snapshot is saved at a time. Confined to its
 * actor's thread.
 */
final class SnapshotSchedule implements SnapshotAdapter<Guild> {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotSchedule.class);

  private final GuildId id;
  private final SnapshotWriter writer;
  private final int minEvents;
  private final ActorContext<GuildMessage> context;

  /** Of the last snapshot that was loaded, saved or attempted. */
  private long revision;

  /** Size of the last saved snapshot; 0: unknown. */
  private int snapshotBytes;

  /** Approximate size of the events since. */
  private long eventBytes;

  private boolean saving;

  /**
   * Creates the schedule of a guild without a snapshot.
   *
   * @param minEvents smallest number of events between two snapshots
   */
  SnapshotSchedule(
      GuildId id, SnapshotWriter writer, int minEvents, ActorContext<GuildMessage> context) {
    this.id = id;
    this.writer = writer;
    this.minEvents = minEvents;
    this.context = context;
  }

  /** Counts written events; saves a snapshot when it is due. */
  void written(Guild after, long bytes) {
    eventBytes += bytes;
    if (!saving && after.revision() - revision >= minEvents && eventBytes >= snapshotBytes) {
      saving = true;
      revision = after.revision();
      eventBytes = 0;
      context.pipeToSelf(
          save(after),
          (size, failure) -> {
            if (failure != null) {
              LOG.atWarn()
                  .addKeyValue("guild", id.toString())
                  .log("Guild {}: saving a snapshot failed: {}", id, FailureSummary.of(failure));
            }
            return new GuildMessage.Internal.SnapshotSaved(failure == null ? size : 0);
          });
    }
  }

  private CompletionStage<Integer> save(Guild guild) {
    try {
      return writer.save(id, guild);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** A snapshot was saved, or failed to be; the next one is due in the same interval again. */
  void saved(GuildMessage.Internal.SnapshotSaved saved) {
    saving = false;
    if (saved.bytes() > 0) {
      snapshotBytes = saved.bytes();
    }
  }

  /** The guild is recovered again, from an older snapshot perhaps, or from none. */
  void recovering() {
    revision = 0;
  }

  /** Called by Pekko when a snapshot was loaded. */
  @Override
  public Guild fromJournal(Object snapshot) {
    Guild guild = Guild.restored((GuildSnapshot) snapshot);
    revision = guild.revision();
    return guild;
  }

  /** Not called: Pekko saves no snapshots. */
  @Override
  public Object toJournal(Guild guild) {
    return guild.snapshot();
  }
}
