package dcm.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Prints the differences between the registered commands and those of this version. */
@Command(
    name = "diff",
    description = "Shows how the commands registered at Discord differ from those of this version.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:no differences", "1:Discord unavailable", "3:differences found"},
    mixinStandardHelpOptions = true)
final class DiffCommandsCommand implements Callable<Integer> {
  private static final int DIFFERENT = 3;

  @Override
  public Integer call() {
    return DiscordCommandRunner.run(
        administration -> administration.compare(),
        differences -> {
          System.out.print(DiscordCommandRunner.describe(differences));
          if (differences.isEmpty()) {
            System.out.println("No differences");
          }
          return differences.isEmpty() ? 0 : DIFFERENT;
        });
  }
}
