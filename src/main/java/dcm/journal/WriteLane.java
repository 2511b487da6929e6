package dcm.journal;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that writes for many guilds at once: whatever has come while it was busy goes into the
 * next transaction. A write that comes alone waits for nothing; when many come, they share a
 * commit.
 *
 * <p>A group that fails has written nothing. Whom PostgreSQL names is taken out, and the others are
 * tried again together; when it names nobody, each is tried {@link Apart} from the others. Only a
 * broken connection is final: nobody knows what became of the group, and writing it again could
 * write it twice.
 */
final class WriteLane {
  private static final Logger LOG = LoggerFactory.getLogger(WriteLane.class);

  private static final int MOST_ROWS = 500;
  private static final int MOST_BYTES = 4 << 20;

  /** Whoever asked has long been told that the outcome is unknown. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final String name;
  private final DataSource connections;
  private final BlockingQueue<PendingWrite> waiting;
  private final LockBudget locks;
  private final Consumer<PendingWrite> apart;
  private final Thread thread;
  private volatile boolean closed;

  /** {@code apart} takes what shall be tried by itself. */
  WriteLane(
      String name,
      DataSource connections,
      int queue,
      LockBudget locks,
      Consumer<PendingWrite> apart) {
    this.name = name;
    this.connections = connections;
    this.waiting = new LinkedBlockingQueue<>(queue);
    this.locks = locks;
    this.apart = apart;
    this.thread = Thread.ofPlatform().daemon().name(name).start(this::work);
  }

  void add(PendingWrite write) {
    if (closed || !waiting.offer(write)) {
      write.failed(
          new RejectedExecutionException(
              "%s: %d writes are waiting already; nothing was written"
                  .formatted(name, waiting.size())));
    }
  }

  private void work() {
    while (true) {
      try {
        var first = waiting.take();
        if (first.isLast()) {
          return;
        }
        write(together(first));
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Takes what waits already, as much as fits. */
  private List<PendingWrite> together(PendingWrite first) {
    var group = new ArrayList<PendingWrite>();
    var rows = 0;
    var bytes = 0L;
    for (var next = first; next != null; next = waiting.poll()) {
      group.add(next);
      rows += next.rows();
      bytes += next.batch().bytes();
      var after = waiting.peek();
      if (after == null
          || after.isLast()
          || group.size() >= locks.guilds()
          || rows + after.rows() > MOST_ROWS
          || bytes + after.batch().bytes() > MOST_BYTES) {
        break;
      }
    }
    return group;
  }

  private void write(List<PendingWrite> all) {
    var group = all;
    while (!group.isEmpty()) {
      group = inTime(group);
      if (group.isEmpty()) {
        return;
      }
      try (var connection = connections.getConnection()) {
        locks.read(connection);
        GroupRows.write(connection, group);
        group.forEach(PendingWrite::succeeded);
        return;
      } catch (SQLException failed) {
        group = withoutTheCulprits(group, failed);
      } catch (RuntimeException | Error failed) {
        LOG.error("{}: a group of {} writes failed", name, group.size(), failed);
        group.forEach(write -> write.failed(failed));
        return;
      }
    }
  }

  private List<PendingWrite> inTime(List<PendingWrite> group) {
    var now = System.nanoTime();
    var inTime = new ArrayList<PendingWrite>(group.size());
    for (var write : group) {
      if (now - write.since() > LONGEST_WAIT.toNanos()) {
        write.failed(
            new RejectedExecutionException(
                "%s: waited longer than %s; nothing was written".formatted(name, LONGEST_WAIT)));
      } else {
        inTime.add(write);
      }
    }
    return inTime;
  }

  /** Tells or hands over those whose fault it is or may be; who is left tries again. */
  private List<PendingWrite> withoutTheCulprits(List<PendingWrite> group, SQLException failed) {
    return switch (Blame.of(failed)) {
      case Blame.Nobody _ -> {
        group.forEach(write -> write.failed(failed));
        yield List.of();
      }
      case Blame.Fenced(var guilds) -> {
        var left = new ArrayList<PendingWrite>();
        for (var write : group) {
          if (guilds.contains(write.schema())) {
            write.failed(failed);
          } else {
            left.add(write);
          }
        }
        yield left.size() < group.size() ? left : each(group);
      }
      case Blame.Guild(var schema) -> {
        var left = new ArrayList<PendingWrite>();
        for (var write : group) {
          if (write.schema().toString().equals(schema)) {
            apart.accept(write);
          } else {
            left.add(write);
          }
        }
        yield left.size() < group.size() ? left : each(group);
      }
      case Blame.Somebody _ -> each(group);
    };
  }

  private List<PendingWrite> each(List<PendingWrite> group) {
    group.forEach(apart);
    return List.of();
  }

  /** Takes nothing more; returns when all that waits is written. */
  void drain(Duration patience) {
    closed = true;
    try {
      if (!waiting.offer(PendingWrite.last(), patience.toMillis(), TimeUnit.MILLISECONDS)
          || !thread.join(patience)) {
        LOG.warn("{}: writes were still under way after {}; they are cut off", name, patience);
        thread.interrupt();
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}
