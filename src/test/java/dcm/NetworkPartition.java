package dcm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Partitions loopback addresses of this machine with iptables, where that is permitted. */
final class NetworkPartition implements AutoCloseable {
  private final List<List<String>> rules = new ArrayList<>();

  /** Whether iptables is available and permitted. */
  static boolean isPermitted() {
    return succeeds(List.of("iptables", "-w", "-n", "-L", "INPUT"));
  }

  /** Drops all packets between the two groups. */
  void part(List<String> one, List<String> others) {
    for (var from : one) {
      for (var to : others) {
        drop(from, to);
        drop(to, from);
      }
    }
  }

  private void drop(String from, String to) {
    var rule = List.of("INPUT", "-i", "lo", "-s", from, "-d", to, "-j", "DROP");
    run("-I", rule);
    rules.add(rule);
  }

  /** Removes the partition. */
  void heal() {
    rules.forEach(rule -> run("-D", rule));
    rules.clear();
  }

  private static void run(String verb, List<String> rule) {
    var command = new ArrayList<>(List.of("iptables", "-w", verb));
    command.addAll(rule);
    if (!succeeds(command)) {
      throw new IllegalStateException(command + " failed");
    }
  }

  private static boolean succeeds(List<String> command) {
    try {
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException notInstalled) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(e));
    }
  }

  @Override
  public void close() {
    heal();
  }
}
