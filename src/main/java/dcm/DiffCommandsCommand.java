package dcm;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Shows in what the registered commands differ from ours. */
@Command(
    name = "diff",
    description =
        "Shows in what the commands that are registered at Discord differ from those of this version.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:they are the same", "1:Discord cannot be asked", "3:they differ"},
    mixinStandardHelpOptions = true)
final class DiffCommandsCommand implements Callable<Integer> {
  private static final int DIFFERENT = 3;

  @Override
  public Integer call() {
    return AtDiscord.work(
        menu -> menu.compare(),
        differences -> {
          System.out.print(AtDiscord.text(differences));
          if (differences.isEmpty()) {
            System.out.println("The commands at Discord are those of this version");
          }
          return differences.isEmpty() ? 0 : DIFFERENT;
        });
  }
}
