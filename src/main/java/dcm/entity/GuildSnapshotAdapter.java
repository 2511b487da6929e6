package dcm.entity;

import dcm.guild.Guild;
import dcm.guild.GuildSnapshot;
import org.apache.pekko.persistence.typed.SnapshotAdapter;

/** A guild and what is kept of it. */
final class GuildSnapshotAdapter implements SnapshotAdapter<Guild> {
  @Override
  public Object toJournal(Guild guild) {
    return guild.snapshot();
  }

  @Override
  public Guild fromJournal(Object snapshot) {
    return Guild.restored((GuildSnapshot) snapshot);
  }
}
