package dcm.entity;

import dcm.guild.state.ProcessedCommands;
import dcm.guild.value.CommandId;
import dcm.guild.value.GuildId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Where the answers to a guild's commands are kept that it does not hold in memory any more, until
 * their day is over. Never blocks.
 */
public interface ProcessedCommandStore {
  /** Saves answers, oldest first; those that are there already stay as they are. */
  CompletionStage<?> save(GuildId guild, List<ProcessedCommands.ProcessedCommand> answers);

  /** What a command was answered within a day; empty when it was not, or is not saved. */
  CompletionStage<Optional<ProcessedCommands.ProcessedCommand>> find(
      GuildId guild, CommandId command);
}
