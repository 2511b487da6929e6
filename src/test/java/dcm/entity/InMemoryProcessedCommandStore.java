package dcm.entity;

import dcm.guild.state.ProcessedCommands;
import dcm.guild.value.CommandId;
import dcm.guild.value.GuildId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Store of processed commands for tests without a database; it can be made unavailable. */
public final class InMemoryProcessedCommandStore implements ProcessedCommandStore {
  public final Map<CommandId, ProcessedCommands.ProcessedCommand> answers =
      new ConcurrentHashMap<>();
  public final AtomicInteger lookUps = new AtomicInteger();
  public volatile boolean unavailable;

  @Override
  public CompletionStage<?> save(GuildId guild, List<ProcessedCommands.ProcessedCommand> more) {
    if (unavailable) {
      return CompletableFuture.failedFuture(new IllegalStateException("store unavailable"));
    }
    more.forEach(answer -> answers.putIfAbsent(answer.command(), answer));
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Optional<ProcessedCommands.ProcessedCommand>> find(
      GuildId guild, CommandId command) {
    lookUps.incrementAndGet();
    return unavailable
        ? CompletableFuture.failedFuture(new IllegalStateException("store unavailable"))
        : CompletableFuture.completedFuture(Optional.ofNullable(answers.get(command)));
  }
}
