package dcm.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Resource usage of PostgreSQL's processes from Linux's /proc: the postmaster, its child processes
 * and those that have terminated.
 */
record PostgresProcessUsage(long postmaster) {
  private static final double MICROS_PER_TICK = 10_000;
  private static final Path PROC = Path.of("/proc");

  /**
   * @param ticks used by the process
   * @param childTicks used by its terminated children
   */
  private record Stat(long id, long parent, long ticks, long childTicks) {
    static Stat parse(String line) {
      var afterName = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
      return new Stat(
          Long.parseLong(line.substring(0, line.indexOf(' '))),
          Long.parseLong(afterName[1]),
          Long.parseLong(afterName[11]) + Long.parseLong(afterName[12]),
          Long.parseLong(afterName[13]) + Long.parseLong(afterName[14]));
    }
  }

  static PostgresProcessUsage of(Path cluster) throws IOException {
    var lines = Files.readAllLines(cluster.resolve("postmaster.pid"));
    return new PostgresProcessUsage(Long.parseLong(lines.getFirst().strip()));
  }

  /** Processor time; Linux counts it in ticks of 10 ms. */
  double cpuMicros() {
    long ticks = 0;
    for (var stat : stats()) {
      ticks += stat.ticks() + (stat.id() == postmaster ? stat.childTicks() : 0);
    }
    return ticks * MICROS_PER_TICK;
  }

  /** Private memory of a database's connections, in MB. */
  double privateMegabytes(String database) {
    double sum = 0;
    for (var stat : stats()) {
      if (isConnectedTo(database, stat.id())) {
        sum += megabytes(stat.id(), "RssAnon:");
      }
    }
    return sum;
  }

  /** The process title of a backend: {@code postgres: login database …}. */
  private static boolean isConnectedTo(String database, long process) {
    try {
      var title = Files.readString(PROC.resolve(Long.toString(process)).resolve("cmdline"));
      return title.contains(" " + database + " ");
    } catch (IOException ended) {
      return false;
    }
  }

  /** A line of {@code /proc/…/status}; 0 for a process that has ended. */
  static double megabytes(long process, String line) {
    try (var lines = Files.lines(PROC.resolve(Long.toString(process)).resolve("status"))) {
      return lines
              .filter(text -> text.startsWith(line))
              .mapToLong(text -> Long.parseLong(text.replaceAll("\\D", "")))
              .sum()
          / 1024.0;
    } catch (IOException | UncheckedIOException ended) {
      return 0;
    }
  }

  private List<Stat> stats() {
    var found = new ArrayList<Stat>();
    try (var all = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (var process : all) {
        try {
          var stat = Stat.parse(Files.readString(process.resolve("stat")));
          if (stat.id() == postmaster || stat.parent() == postmaster) {
            found.add(stat);
          }
        } catch (IOException ended) {
          // "no such file" or "no such process": it terminated in the meantime
        }
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return found;
  }
}
