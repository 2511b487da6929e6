package dcm;

import com.typesafe.config.Config;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/** Opens a node and keeps it open until the process is told to stop. */
@Command(
    name = "node",
    description = "Opens a node: everything that is not named elsewhere is embedded.",
    mixinStandardHelpOptions = true)
final class NodeCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(NodeCommand.class);

  @Override
  public Integer call() {
    try {
      return run(Main.configuration());
    } catch (WrongSettings | IOException e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }

  private static int run(Config operator) throws WrongSettings, IOException {
    try (var node = Node.open(operator)) {
      var stop = new Thread(node::close, "stop");
      Runtime.getRuntime().addShutdownHook(stop);
      welcome(operator, node.welcome());
      node.untilClosed();
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
}
