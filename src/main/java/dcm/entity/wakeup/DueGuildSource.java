package dcm.entity.wakeup;

import dcm.guild.value.GuildId;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Record of the planned wake-ups of all guilds, whether or not their entities are in memory. */
@FunctionalInterface
public interface DueGuildSource {
  /**
   * At most {@code limit} guilds whose planned wake-up is due, the longest overdue first. A guild
   * stays due until one of its events plans another wake-up.
   */
  CompletionStage<List<GuildId>> due(Instant now, int limit);
}
