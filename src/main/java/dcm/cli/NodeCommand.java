package dcm.cli;

import com.typesafe.config.Config;
import dcm.journal.jdbc.JournalException;
import dcm.node.Environment;
import dcm.node.InvalidSettingsException;
import dcm.node.Node;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/** Runs a node until the process is stopped. */
@Command(
    name = "node",
    description = "Starts a node. Services that are not configured are embedded.",
    mixinStandardHelpOptions = true,
    subcommands = NodeCertificatesCommand.class)
public final class NodeCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(NodeCommand.class);

  @Override
  public Integer call() {
    try {
      return run(Environment.configuration());
    } catch (InvalidSettingsException | IOException | JournalException e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }

  private static int run(Config operatorConfig) throws InvalidSettingsException, IOException {
    // set by the first of: the node that stops by itself, the shutdown hook
    var stopping = new AtomicBoolean();
    try (var node = Node.open(operatorConfig)) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node, stopping), "shutdown"));
      printBanner(operatorConfig, node.startupBanner());
      node.awaitTermination();
      stopping.set(true);
      return 1; // stopped by itself: a supervisor restarts it
    }
  }

  /** Prints the banner; with JSON logs, as a log message, so that the output contains only JSON. */
  private static void printBanner(Config operatorConfig, String text) {
    if (operatorConfig.getString("dcm.management.log-format").equals("json")) {
      LOG.info("{}", text);
    } else {
      System.out.println(text);
    }
  }

  /** Exits with code 0 after a requested stop; without this the signal would make it 143. */
  private static void stop(Node node, AtomicBoolean stopping) {
    var requested = stopping.compareAndSet(false, true);
    node.close();
    if (requested) {
      Runtime.getRuntime().halt(0);
    }
  }
}
