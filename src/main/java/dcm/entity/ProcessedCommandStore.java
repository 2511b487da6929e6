package dcm.entity;

import dcm.guild.state.ProcessedCommands;
import dcm.guild.value.CommandId;
import dcm.guild.value.GuildId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Store of the answers that guilds no longer hold in memory, until a day has passed. Never blocks.
 */
public interface ProcessedCommandStore {
  /** Saves answers, oldest first; existing ones stay unchanged. */
  CompletionStage<?> save(GuildId guild, List<ProcessedCommands.ProcessedCommand> answers);

  /** The answer to a command within the last day; empty when there is none or it is not saved. */
  CompletionStage<Optional<ProcessedCommands.ProcessedCommand>> find(
      GuildId guild, CommandId command);
}
