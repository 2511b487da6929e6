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

/** Opens a node and keeps it open until the process is told to stop. */
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
    // whoever is first: the node that ends by itself, or somebody who tells it to
    var stopping = new AtomicBoolean();
    try (var node = Node.open(operatorConfig)) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node, stopping), "shutdown"));
      printBanner(operatorConfig, node.startupBanner());
      node.awaitTermination();
      stopping.set(true);
      return 1; // nobody asked it to stop: its supervisor starts it again
    }
  }

  /** Whoever reads JSON reads nothing else. */
  private static void printBanner(Config operatorConfig, String text) {
    if (operatorConfig.getString("dcm.management.log-format").equals("json")) {
      LOG.info("{}", text);
    } else {
      System.out.println(text);
    }
  }

  /** A stop that was asked for ends with code 0; the signal alone would make it 143. */
  private static void stop(Node node, AtomicBoolean stopping) {
    var requested = stopping.compareAndSet(false, true);
    node.close();
    if (requested) {
      Runtime.getRuntime().halt(0);
    }
  }
}
