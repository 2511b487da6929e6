package dcm.journal;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets a guild rest that fails again and again for a reason of its own, so that it does not use up
 * what all share: after three failures it is refused at once, for a second, then for two, at most
 * for half a minute; in between one try is let through. A guild costs nothing here while it is
 * well. That the whole database is away is nobody's own reason: then all are refused ({@link
 * Outage}).
 */
final class Breakers {
  private static final int PATIENCE = 3;
  private static final Duration FIRST_REST = Duration.ofSeconds(1);
  private static final Duration LONGEST_REST = Duration.ofSeconds(30);

  private final String doing;
  private final Outage outage = new Outage();
  private final ConcurrentMap<SchemaName, Ailing> ailing = new ConcurrentHashMap<>();

  /**
   * @param until {@link System#nanoTime} before which nothing is tried
   */
  private record Ailing(int failures, long until, Throwable reason) {
    boolean rests() {
      return failures >= PATIENCE && until - System.nanoTime() > 0;
    }

    static Ailing after(@Nullable Ailing before, Throwable reason) {
      var failures = before == null ? 1 : before.failures + 1;
      var doubled = FIRST_REST.multipliedBy(1L << Math.clamp(failures - PATIENCE, 0, 5));
      var rest = doubled.compareTo(LONGEST_REST) < 0 ? doubled : LONGEST_REST;
      return new Ailing(failures, System.nanoTime() + rest.toNanos(), reason);
    }

    /** Others wait while somebody tries whether it is well again. */
    Ailing tried() {
      return new Ailing(failures, System.nanoTime() + FIRST_REST.toNanos(), reason);
    }
  }

  /** {@code doing}: the word for what is refused, as "writing". */
  Breakers(String doing) {
    this.doing = doing;
  }

  /** Whether the server is there; whoever speaks to it for many guilds at once asks and tells. */
  Outage outage() {
    return outage;
  }

  <T> CompletionStage<T> guarding(SchemaName schema, Supplier<? extends CompletionStage<T>> work) {
    var away = outage.refusal();
    if (away != null) {
      return CompletableFuture.failedFuture(JournalFailure.away(schema, away));
    }
    var before = ailing.get(schema);
    if (before != null && before.rests()) {
      return CompletableFuture.failedFuture(
          JournalFailure.resting(schema, doing, before.failures, before.reason));
    }
    if (before != null && before.failures >= PATIENCE) {
      ailing.replace(schema, before, before.tried());
    }
    return work.get()
        .whenComplete((done, failed) -> {
          if (failed == null) {
            ailing.remove(schema);
            outage.isOver();
          } else if (isItsOwn(failed)) {
            ailing.compute(
                schema, (guild, known) -> Ailing.after(known, ScalaFutures.reasonOf(failed)));
            outage.isOver();
          } else if (isTheServers(failed)) {
            outage.met(ScalaFutures.reasonOf(failed));
          }
        });
  }

  /** How many guilds are refused at the moment, or were and have not been well since. */
  int ailing() {
    return (int) ailing.values().stream().filter(guild -> guild.failures >= PATIENCE).count();
  }

  private static boolean isTheServers(Throwable failed) {
    return ScalaFutures.reasonOf(failed) instanceof SQLException sql
        && Blame.isTheServers(sql.getSQLState());
  }

  static boolean isItsOwn(Throwable failed) {
    return ScalaFutures.reasonOf(failed) instanceof SQLException sql
        && !Blame.isTheServers(sql.getSQLState())
        && !FenceRows.refused(sql);
  }
}
