package dcm;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dcm commands …}: the slash commands as Discord knows them. */
@Command(
    name = "commands",
    description = "The slash commands, as they are registered at Discord for all guilds.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    subcommands = {
      DiffCommandsCommand.class,
      RegisterCommandsCommand.class,
      RemoveCommandsCommand.class
    })
final class CommandsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Say what to do with them");
  }
}
