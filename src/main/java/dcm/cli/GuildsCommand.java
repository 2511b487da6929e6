package dcm.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dcm guild …}: administration of guilds' schemas. */
@Command(
    name = "guild",
    description = "Guilds and their schemas. Nodes may serve them meanwhile.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    subcommands = {
      CreateSchemaCommand.class,
      ListGuildsCommand.class,
      MigrateGuildsCommand.class,
      DropGuildCommand.class,
      ExportGuildCommand.class,
      RestoreGuildCommand.class,
      PoisonCommand.class
    })
public final class GuildsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Missing subcommand");
  }
}
