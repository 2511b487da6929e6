package dcm.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Removes the registered commands. */
@Command(
    name = "remove",
    description =
        "Removes all commands from Discord, including those of other versions, so that users no longer see them. The next login of a node, or register, restores them.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:done", "1:rejected by Discord, or Discord unavailable"},
    mixinStandardHelpOptions = true)
final class RemoveCommandsCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    return DiscordCommandRunner.run(
        administration -> administration.remove(),
        differences -> {
          System.out.print(DiscordCommandRunner.describe(differences));
          System.out.println(differences.isEmpty() ? "No commands were registered" : "Removed");
          return 0;
        });
  }
}
