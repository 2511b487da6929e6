package dcm.journal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ClassicActorSystemProvider;

/**
 * Says whether a guild is still this process's: whoever answers from memory, and has not written
 * for a while, asks here first. A process that was stopped and goes on knows nothing of who took
 * over in the meantime.
 *
 * <p>While one query is under way the next questions gather, and go together: 10,000 guilds that
 * ask every few seconds are some queries per second.
 */
public final class Fence {
  /** Beyond it one query would keep the others waiting. */
  private static final int AT_ONCE = 1_000;

  private final Database database;
  private final Epochs epochs;
  private final Map<SchemaName, CompletableFuture<Boolean>> waiting = new LinkedHashMap<>();
  private boolean asking;

  Fence(Database database, Epochs epochs) {
    this.database = database;
    this.epochs = epochs;
  }

  public static Fence of(ClassicActorSystemProvider system) {
    return Database.get(system).fence();
  }

  /**
   * Whether nobody has recovered the guild since this process did; false also for a guild that it
   * never recovered. The answer is of a moment after the question. Never blocks; fails when
   * PostgreSQL cannot say.
   *
   * @param snowflake the guild's Discord id
   */
  public CompletionStage<Boolean> stillOurs(long snowflake) {
    var schema = new SchemaName(snowflake);
    return switch (epochs.of(GuildPersistenceId.of(snowflake))) {
      case Standing.Unknown _, Standing.Lost _ -> CompletableFuture.completedFuture(false);
      case Standing.Empty _, Standing.Held _ -> {
        var answer = gather(schema);
        askNext();
        // whoever cancels or completes it must not do so for the others
        yield answer.thenApply(ours -> ours);
      }
    };
  }

  private synchronized CompletableFuture<Boolean> gather(SchemaName schema) {
    return waiting.computeIfAbsent(schema, first -> new CompletableFuture<>());
  }

  private void askNext() {
    var next = next();
    if (next.isEmpty()) {
      return;
    }
    var askedAt = System.nanoTime();
    database
        .read(connection -> FenceRows.current(connection, next.keySet()))
        .whenComplete((current, failed) -> {
          answered();
          // before anybody is told: one who asks again at once finds the next query open
          askNext();
          next.forEach((schema, answer) -> {
            if (failed != null) {
              answer.completeExceptionally(JournalFailure.explaining(schema, failed));
            } else {
              answer.complete(isOurs(schema, current.getOrDefault(schema, 0L), askedAt));
            }
          });
        });
  }

  private synchronized Map<SchemaName, CompletableFuture<Boolean>> next() {
    var next = new LinkedHashMap<SchemaName, CompletableFuture<Boolean>>();
    if (!asking) {
      var questions = waiting.entrySet().iterator();
      while (questions.hasNext() && next.size() < AT_ONCE) {
        var question = questions.next();
        next.put(question.getKey(), question.getValue());
        questions.remove();
      }
      asking = !next.isEmpty();
    }
    return next;
  }

  private synchronized void answered() {
    asking = false;
  }

  private boolean isOurs(SchemaName schema, long current, long askedAt) {
    var persistenceId = GuildPersistenceId.of(schema.snowflake());
    return switch (epochs.of(persistenceId)) {
      case Standing.Unknown _, Standing.Lost _ -> false;
      case Standing.Empty empty -> empty.seen() == current;
      case Standing.Held held when held.epoch() == current -> {
        epochs.confirmed(persistenceId, current, askedAt);
        yield true;
      }
      case Standing.Held held -> {
        // not when a recovery of ours came in between, which is the later one then
        if (held.epoch() < current) {
          epochs.fenced(persistenceId, held.epoch());
        }
        yield false;
      }
    };
  }
}
