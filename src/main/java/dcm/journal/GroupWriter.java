package dcm.journal;

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
 * Writes groups, one transaction each, and sees to it that everybody in a group that failed gets an
 * answer or another try. A group that PostgreSQL refused has written nothing. Only a broken
 * connection is final: nobody knows what became of the group, and writing it again could write it
 * twice.
 */
final class GroupWriter {
  private static final Logger LOG = LoggerFactory.getLogger(GroupWriter.class);

  /** Whoever asked has long been told that the outcome is unknown. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final DataSource connections;
  private final LockBudget locks;
  private final Apart apart;
  private final Outage outage;
  private final JournalCounts counts;

  GroupWriter(
      DataSource connections, LockBudget locks, Apart apart, Outage outage, JournalCounts counts) {
    this.connections = connections;
    this.locks = locks;
    this.apart = apart;
    this.outage = outage;
    this.counts = counts;
  }

  /**
   * Has the connection of a lane learn what its first groups would wait for; with thousands of
   * guilds that is some tenths of a second. Without it they wait, and that is all.
   */
  void meet(int lane, int lanes) {
    try (var connection = connections.getConnection()) {
      GroupRows.meet(connection, lane, lanes);
    } catch (SQLException | RuntimeException failed) {
      LOG.info("The first writes of lane {} will take longer: {}", lane + 1, failed.getMessage());
    }
  }

  int guildsAtMost() {
    return locks.guilds();
  }

  /**
   * Whom PostgreSQL names is taken out, and the others are tried again at once.
   *
   * @return those among whom somebody breaks the statement, nobody says who; mostly none
   */
  List<PendingWrite> write(List<PendingWrite> all) {
    var group = inTime(all);
    while (!group.isEmpty()) {
      var away = outage.refusal();
      if (away != null) {
        group.forEach(write -> write.failed(JournalFailure.away(write.schema(), away)));
        return List.of();
      }
      var connected = false;
      var began = System.nanoTime();
      try (var connection = connections.getConnection()) {
        connected = true;
        locks.read(connection);
        GroupRows.write(connection, group);
        counts.wrote(group.size(), System.nanoTime() - began);
        outage.isOver();
        apart.wentWell(group);
        group.forEach(PendingWrite::succeeded);
        return List.of();
      } catch (SQLException failed) {
        counts.broke();
        switch (Blame.of(failed)) {
          case Blame.Server _ -> {
            outage.met(failed);
            fail(group, failed, connected);
            return List.of();
          }
          case Blame.Size _ -> {
            locks.halve();
            return group;
          }
          case Blame.Fenced(var guilds) -> {
            var left =
                without(
                    group, write -> guilds.contains(write.schema()), write -> write.failed(failed));
            if (left.size() == group.size()) {
              return group;
            }
            group = left;
          }
          case Blame.Guild(var schema) -> {
            var left =
                without(group, write -> write.schema().toString().equals(schema), apart::broke);
            if (left.size() == group.size()) {
              return group;
            }
            group = left;
          }
          case Blame.Somebody _ -> {
            return group;
          }
        }
      } catch (RuntimeException | Error failed) {
        LOG.error("A group of {} writes failed", group.size(), failed);
        group.forEach(write -> write.failed(failed));
        return List.of();
      }
    }
    return List.of();
  }

  private static void fail(List<PendingWrite> group, SQLException failed, boolean connected) {
    for (var write : group) {
      if (!connected) {
        write.failed(JournalFailure.unreached(write.schema(), failed));
      } else if (Blame.mayHaveTakenEffect(failed)) {
        write.failed(JournalFailure.unknown(write.schema(), failed));
      } else {
        // whatever the server itself refused, it undid
        write.failed(failed);
      }
    }
  }

  private static List<PendingWrite> without(
      List<PendingWrite> group, Predicate<PendingWrite> chosen, Consumer<PendingWrite> fate) {
    var left = new ArrayList<PendingWrite>(group.size());
    for (var write : group) {
      if (chosen.test(write)) {
        fate.accept(write);
      } else {
        left.add(write);
      }
    }
    return left;
  }

  private static List<PendingWrite> inTime(List<PendingWrite> group) {
    var now = System.nanoTime();
    return without(
        group,
        write -> now - write.since() > LONGEST_WAIT.toNanos(),
        write ->
            write.failed(
                new RejectedExecutionException(
                    "%s waited longer than %s to be written; nothing was written"
                        .formatted(write.schema(), LONGEST_WAIT))));
  }
}
