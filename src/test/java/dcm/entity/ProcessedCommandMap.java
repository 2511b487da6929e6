package dcm.entity;

import dcm.guild.CommandId;
import dcm.guild.GuildId;
import dcm.guild.Memory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The store of processed commands for tests without a database; it can be away. */
public final class ProcessedCommandMap implements ProcessedCommandStore {
  public final Map<CommandId, Memory.Remembered> answers = new ConcurrentHashMap<>();
  public final AtomicInteger lookUps = new AtomicInteger();
  public volatile boolean away;

  @Override
  public CompletionStage<?> save(GuildId guild, List<Memory.Remembered> more) {
    if (away) {
      return CompletableFuture.failedFuture(new IllegalStateException("the store is away"));
    }
    more.forEach(answer -> answers.putIfAbsent(answer.command(), answer));
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Optional<Memory.Remembered>> find(GuildId guild, CommandId command) {
    lookUps.incrementAndGet();
    return away
        ? CompletableFuture.failedFuture(new IllegalStateException("the store is away"))
        : CompletableFuture.completedFuture(Optional.ofNullable(answers.get(command)));
  }
}
