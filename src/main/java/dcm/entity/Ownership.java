package dcm.entity;

import dcm.guild.value.GuildId;
import java.util.concurrent.CompletionStage;

/** Record of the entity that owns a guild: the last one that recovered it. */
@FunctionalInterface
public interface Ownership {
  /**
   * Whether this node was the last to recover the guild. Never blocks; fails when the record is
   * unavailable.
   */
  CompletionStage<Boolean> isOwner(GuildId guild);
}
