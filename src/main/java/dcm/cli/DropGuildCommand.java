package dcm.cli;

import dcm.guild.value.GuildId;
import dcm.journal.schema.SchemaAdministration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Drops the schema of a guild. */
@Command(
    name = "drop",
    description = {
      "Drops a guild's schema with all its data; export it first.",
      "Other guilds are not affected. A node that serves this guild can no longer write to it."
    },
    mixinStandardHelpOptions = true)
final class DropGuildCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "GUILD",
      description = "The guild's Discord id.",
      converter = GuildIdConverter.class)
  private GuildId guild;

  @Option(names = "--yes", description = "Confirms the operation.")
  private boolean yes;

  @Override
  public Integer call() throws Exception {
    if (!yes) {
      throw new ParameterException(spec.commandLine(), "This cannot be undone: confirm with --yes");
    }
    return StandaloneSystem.run(system -> {
      if (SchemaAdministration.open(system).drop(guild.value())) {
        System.out.println("Dropped guild " + guild);
        return 0;
      }
      System.err.println("Guild " + guild + " has no schema here");
      return 1;
    });
  }
}
