package dcm.entity;

import dcm.guild.value.GuildId;
import java.util.concurrent.CompletionStage;

/** Where it is written which desk, of all nodes, owns a guild: the last one that recovered it. */
@FunctionalInterface
public interface Ownership {
  /**
   * Whether nobody has recovered the guild since this node did. Never blocks; fails when nobody can
   * tell just now.
   */
  CompletionStage<Boolean> isOwner(GuildId guild);
}
