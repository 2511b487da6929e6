package dcm.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Registers the commands of this version. */
@Command(
    name = "register",
    description =
        "Registers the commands of this version for all guilds, replacing those registered; sends nothing when there is no difference. A node does the same when it logs in.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:done", "1:rejected by Discord, or Discord unavailable"},
    mixinStandardHelpOptions = true)
final class RegisterCommandsCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    return DiscordCommandRunner.run(
        administration -> administration.register(),
        differences -> {
          System.out.print(DiscordCommandRunner.describe(differences));
          System.out.println(differences.isEmpty() ? "Nothing to register" : "Registered");
          return 0;
        });
  }
}
