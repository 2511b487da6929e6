package dcm.entity.wakeup;

import dcm.guild.value.GuildId;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where the planned instants of all guilds are written down, awake or not. */
@FunctionalInterface
public interface DueGuildSource {
  /**
   * At most {@code limit} guilds whose planned instant has come, the longest overdue first. A guild
   * stays among them until an event of its own plans another instant.
   */
  CompletionStage<List<GuildId>> due(Instant now, int limit);
}
