package dcm;

import com.typesafe.config.Config;
import dcm.journal.JournalFailure;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/** Opens a node and keeps it open until the process is told to stop. */
@Command(
    name = "node",
    description = "Opens a node: everything that is not named elsewhere is embedded.",
    mixinStandardHelpOptions = true,
    subcommands = NodeCertificatesCommand.class)
final class NodeCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(NodeCommand.class);

  @Override
  public Integer call() {
    try {
      return run(Main.configuration());
    } catch (WrongSettings | IOException | JournalFailure e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }

  private static int run(Config operator) throws WrongSettings, IOException {
    // whoever is first: the node that ends by itself, or somebody who tells it to
    var ending = new AtomicBoolean();
    try (var node = Node.open(operator)) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node, ending), "stop"));
      welcome(operator, node.welcome());
      node.untilClosed();
      ending.set(true);
      return 1; // nobody asked it to stop: its supervisor starts it again
    }
  }

  /** Whoever reads JSON reads nothing else. */
  private static void welcome(Config operator, String text) {
    if (operator.getString("dcm.management.log-format").equals("json")) {
      LOG.info("{}", text);
    } else {
      System.out.println(text);
    }
  }

  /** A stop that was asked for ends with code 0; the signal alone would make it 143. */
  private static void stop(Node node, AtomicBoolean ending) {
    var asked = ending.compareAndSet(false, true);
    node.close();
    if (asked) {
      Runtime.getRuntime().halt(0);
    }
  }
}
