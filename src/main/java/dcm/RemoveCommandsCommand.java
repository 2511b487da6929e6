package dcm;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Takes the commands away. */
@Command(
    name = "remove",
    description =
        "Takes all commands away from Discord, those of other versions too, so that nobody sees them any more. The next login of a node, or register, brings them back.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:done", "1:Discord refused or cannot be asked"},
    mixinStandardHelpOptions = true)
final class RemoveCommandsCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    return AtDiscord.work(
        menu -> menu.remove(),
        differences -> {
          System.out.print(AtDiscord.text(differences));
          System.out.println(differences.isEmpty() ? "There were none" : "Removed");
          return 0;
        });
  }
}
