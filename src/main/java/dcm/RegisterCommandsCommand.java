package dcm;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Registers our commands where they differ. */
@Command(
    name = "register",
    description =
        "Registers the commands of this version for all guilds, in place of those that are there; nothing is sent when they are the same. A node does so by itself when it logs in.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:done", "1:Discord refused or cannot be asked"},
    mixinStandardHelpOptions = true)
final class RegisterCommandsCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    return AtDiscord.work(
        menu -> menu.register(),
        differences -> {
          System.out.print(AtDiscord.text(differences));
          System.out.println(differences.isEmpty() ? "Nothing to register" : "Registered");
          return 0;
        });
  }
}
