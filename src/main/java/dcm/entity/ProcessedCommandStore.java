package dcm.entity;

import dcm.guild.CommandId;
import dcm.guild.GuildId;
import dcm.guild.Memory;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Where the answers to a guild's commands are kept that it does not hold in memory any more, until
 * their day is over. Never blocks.
 */
public interface ProcessedCommandStore {
  /** Saves answers, oldest first; those that are there already stay as they are. */
  CompletionStage<?> save(GuildId guild, List<Memory.Remembered> answers);

  /** What a command was answered within a day; empty when it was not, or is not saved. */
  CompletionStage<Optional<Memory.Remembered>> find(GuildId guild, CommandId command);
}
