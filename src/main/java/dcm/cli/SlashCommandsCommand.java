package dcm.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dcm commands …}: the slash commands registered at Discord. */
@Command(
    name = "commands",
    description = "The slash commands that are registered at Discord for all guilds.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    subcommands = {
      DiffCommandsCommand.class,
      RegisterCommandsCommand.class,
      RemoveCommandsCommand.class
    })
public final class SlashCommandsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Missing subcommand");
  }
}
