package dcm.http.live;

import dcm.guild.GuildId;
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
 * How many pages of the past are read at one time: of each guild and of all. Who waits is served in
 * the order of coming, and the guilds in turn, so that one with many sockets does not hold up the
 * others. A socket waits with one page at most, so their number bounds who waits.
 */
final class CatchUpLimiter {
  private final int perGuild;
  private final int perNode;
  private final Map<GuildId, Integer> reading = new HashMap<>();
  private final LinkedHashMap<GuildId, Queue<Runnable>> waiting = new LinkedHashMap<>();
  private int all;

  CatchUpLimiter(int perGuild, int perNode) {
    this.perGuild = perGuild;
    this.perNode = perNode;
  }

  /** Reads once it is its turn; fails as the reading does. */
  <T> CompletionStage<T> read(GuildId guild, Supplier<CompletionStage<T>> page) {
    var done = new CompletableFuture<T>();
    enqueue(guild, () -> start(guild, page, done));
    serve();
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
          finished(guild);
          if (failure == null) {
            done.complete(value);
          } else {
            done.completeExceptionally(failure);
          }
          serve();
        });
  }

  private void serve() {
    for (var next = next(); next != null; next = next()) {
      next.run();
    }
  }

  private synchronized void enqueue(GuildId guild, Runnable read) {
    waiting.computeIfAbsent(guild, _ -> new ArrayDeque<>()).add(read);
  }

  private synchronized void finished(GuildId guild) {
    all--;
    reading.computeIfPresent(guild, (_, count) -> count == 1 ? null : count - 1);
  }

  private synchronized @Nullable Runnable next() {
    if (all >= perNode) {
      return null;
    }
    for (var guild : waiting.keySet()) {
      if (reading.getOrDefault(guild, 0) < perGuild) {
        return take(guild);
      }
    }
    return null;
  }

  /** The guild goes to the end of the line. */
  private Runnable take(GuildId guild) {
    var line = waiting.remove(guild);
    var read = line.remove();
    if (!line.isEmpty()) {
      waiting.put(guild, line);
    }
    all++;
    reading.merge(guild, 1, Integer::sum);
    return read;
  }
}
