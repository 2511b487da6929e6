package dcm.journal.write;

import dcm.journal.JournalMetrics;
import dcm.journal.jdbc.JournalException;
import dcm.journal.jdbc.ServerCircuitBreaker;
import dcm.journal.jdbc.SqlFailures;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes groups, one transaction each; every write of a failed group is completed or attempted
 * again. A group that PostgreSQL rejected has written nothing. After a broken connection the
 * outcome is unknown and the group is not written again, because that could write it twice.
 */
final class GroupWriter {
  private static final Logger LOG = LoggerFactory.getLogger(GroupWriter.class);

  /** The caller's timeout has passed long before. */
  private static final Duration MAX_QUEUE_TIME = Duration.ofSeconds(30);

  private final DataSource connections;
  private final LockBudget lockBudget;
  private final IsolatedWriter isolatedWriter;
  private final ServerCircuitBreaker serverBreaker;
  private final JournalMetrics metrics;

  GroupWriter(
      DataSource connections,
      LockBudget lockBudget,
      IsolatedWriter isolatedWriter,
      ServerCircuitBreaker serverBreaker,
      JournalMetrics metrics) {
    this.connections = connections;
    this.lockBudget = lockBudget;
    this.isolatedWriter = isolatedWriter;
    this.serverBreaker = serverBreaker;
    this.metrics = metrics;
  }

  /**
   * Loads into a lane's connection what its first groups would wait for: some tenths of a second
   * with thousands of guilds. A failure only makes the first writes slower.
   */
  void warmUp(int lane, int lanes) {
    try (var connection = connections.getConnection()) {
      GroupAppendDao.warmUp(connection, lane, lanes);
    } catch (SQLException | RuntimeException failed) {
      LOG.info(
          "Write lane {}: warm-up failed, first writes will be slower: {}",
          lane + 1,
          failed.getMessage());
    }
  }

  int maxGuilds() {
    return lockBudget.maxGuilds();
  }

  /**
   * Writes a group. A guild that PostgreSQL names in its error is removed, and the others are
   * written again at once.
   *
   * @return the writes among which an unknown one breaks the statement; usually none
   */
  List<PendingWrite> write(List<PendingWrite> writes) {
    var group = withoutExpired(writes);
    while (!group.isEmpty()) {
      var serverFailure = serverBreaker.openReason();
      if (serverFailure != null) {
        group.forEach(
            write -> write.fail(JournalException.serverBreakerOpen(write.schema(), serverFailure)));
        return List.of();
      }
      var connected = false;
      var startedAt = System.nanoTime();
      try (var connection = connections.getConnection()) {
        connected = true;
        lockBudget.initialize(connection);
        GroupAppendDao.write(connection, group);
        metrics.recordGroup(group.size(), System.nanoTime() - startedAt);
        serverBreaker.recordSuccess();
        isolatedWriter.groupSucceeded(group);
        group.forEach(PendingWrite::succeed);
        return List.of();
      } catch (SQLException failed) {
        metrics.recordGroupFailure();
        switch (GroupFailure.of(failed)) {
          case GroupFailure.ServerFailure _ -> {
            serverBreaker.recordFailure(failed);
            fail(group, failed, connected);
            return List.of();
          }
          case GroupFailure.TooManyLocks _ -> {
            lockBudget.halve();
            return group;
          }
          case GroupFailure.FencedGuilds(var guilds) -> {
            var remaining =
                remove(
                    group, write -> guilds.contains(write.schema()), write -> write.fail(failed));
            if (remaining.size() == group.size()) {
              return group;
            }
            group = remaining;
          }
          case GroupFailure.SingleGuild(var schema) -> {
            var remaining =
                remove(
                    group,
                    write -> write.schema().toString().equals(schema),
                    isolatedWriter::isolate);
            if (remaining.size() == group.size()) {
              return group;
            }
            group = remaining;
          }
          case GroupFailure.UnknownGuild _ -> {
            return group;
          }
        }
      } catch (RuntimeException | Error failed) {
        LOG.error("Group of {} writes failed", group.size(), failed);
        group.forEach(write -> write.fail(failed));
        return List.of();
      }
    }
    return List.of();
  }

  private static void fail(List<PendingWrite> group, SQLException failed, boolean connected) {
    for (var write : group) {
      if (!connected) {
        write.fail(JournalException.unreachable(write.schema(), failed));
      } else if (SqlFailures.mayHaveTakenEffect(failed)) {
        write.fail(JournalException.outcomeUnknown(write.schema(), failed));
      } else {
        // what the server rejected was rolled back
        write.fail(failed);
      }
    }
  }

  private static List<PendingWrite> remove(
      List<PendingWrite> group, Predicate<PendingWrite> predicate, Consumer<PendingWrite> handler) {
    var remaining = new ArrayList<PendingWrite>(group.size());
    for (var write : group) {
      if (predicate.test(write)) {
        handler.accept(write);
      } else {
        remaining.add(write);
      }
    }
    return remaining;
  }

  private static List<PendingWrite> withoutExpired(List<PendingWrite> group) {
    var now = System.nanoTime();
    return remove(
        group,
        write -> now - write.enqueuedAt() > MAX_QUEUE_TIME.toNanos(),
        write ->
            write.fail(
                new RejectedExecutionException(
                    "%s: write queued for more than %s; nothing was written"
                        .formatted(write.schema(), MAX_QUEUE_TIME))));
  }
}
