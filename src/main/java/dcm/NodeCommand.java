package dcm;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Opens a node and keeps it open until the process is told to stop. */
@Command(
    name = "node",
    description = "Opens a node: everything that is not named elsewhere is embedded.",
    mixinStandardHelpOptions = true)
final class NodeCommand implements Callable<Integer> {
  @Override
  public Integer call() throws InterruptedException {
    try (var node = Node.open(Main.configuration())) {
      var stop = new Thread(node::close, "stop");
      Runtime.getRuntime().addShutdownHook(stop);
      System.out.println(node.welcome());
      node.untilClosed();
      return 1; // nobody asked it to stop: its supervisor starts it again
    } catch (WrongSettings | IOException e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }
}
