package dcm.http.live;

import dcm.guild.value.GuildId;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits the pages of the journal that are read at one time, per guild and in total. Waiting reads
 * run in the order of arrival, guilds in turn, so that a guild with many sockets does not delay the
 * others. A socket waits with one page at most, so the number of sockets bounds the queue.
 */
final class CatchUpLimiter {
  private final int maxPerGuild;
  private final int maxPerNode;
  private final Map<GuildId, Integer> activeByGuild = new HashMap<>();
  private final LinkedHashMap<GuildId, Queue<Runnable>> waiting = new LinkedHashMap<>();
  private int active;

  CatchUpLimiter(int maxPerGuild, int maxPerNode) {
    this.maxPerGuild = maxPerGuild;
    this.maxPerNode = maxPerNode;
  }

  /** Reads a page when the limits allow it; fails as the read does. */
  <T> CompletionStage<T> read(GuildId guild, Supplier<CompletionStage<T>> page) {
    var done = new CompletableFuture<T>();
    enqueue(guild, () -> start(guild, page, done));
    startWaiting();
    return done;
  }

  private <T> void start(
      GuildId guild, Supplier<CompletionStage<T>> page, CompletableFuture<T> done) {
    CompletionStage<T> read;
    try {
      read = page.get();
    } catch (RuntimeException failed) {
      read = CompletableFuture.failedFuture(failed);
    }
    var _ =
        read.whenComplete((value, failure) -> {
          release(guild);
          if (failure == null) {
            done.complete(value);
          } else {
            done.completeExceptionally(failure);
          }
          startWaiting();
        });
  }

  private void startWaiting() {
    for (var next = next(); next != null; next = next()) {
      next.run();
    }
  }

  private synchronized void enqueue(GuildId guild, Runnable read) {
    waiting.computeIfAbsent(guild, _ -> new ArrayDeque<>()).add(read);
  }

  private synchronized void release(GuildId guild) {
    active--;
    activeByGuild.computeIfPresent(guild, (_, count) -> count == 1 ? null : count - 1);
  }

  private synchronized @Nullable Runnable next() {
    if (active >= maxPerNode) {
      return null;
    }
    for (var guild : waiting.keySet()) {
      if (activeByGuild.getOrDefault(guild, 0) < maxPerGuild) {
        return dequeue(guild);
      }
    }
    return null;
  }

  /** Removes a guild's next read; the guild moves to the end of the queue. */
  private Runnable dequeue(GuildId guild) {
    var queue = waiting.remove(guild);
    var read = queue.remove();
    if (!queue.isEmpty()) {
      waiting.put(guild, queue);
    }
    active++;
    activeByGuild.merge(guild, 1, Integer::sum);
    return read;
  }
}
