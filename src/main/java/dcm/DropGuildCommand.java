package dcm;

import dcm.guild.GuildId;
import dcm.journal.Upkeep;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes a guild away. */
@Command(
    name = "drop",
    description = {
      "Drops a guild's schema with all that the guild ever did; export it before.",
      "Other guilds go on. A node that serves the guild may write no more of it."
    },
    mixinStandardHelpOptions = true)
final class DropGuildCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "GUILD",
      description = "The guild's Discord id.",
      converter = GuildParameter.class)
  private GuildId guild;

  @Option(names = "--yes", description = "Says that it is meant.")
  private boolean yes;

  @Override
  public Integer call() throws Exception {
    if (!yes) {
      throw new ParameterException(spec.commandLine(), "This cannot be undone: say --yes");
    }
    return Alone.work(system -> {
      if (Upkeep.open(system).drop(guild.value())) {
        System.out.println("Dropped guild " + guild);
        return 0;
      }
      System.err.println("There is no guild " + guild + " here");
      return 1;
    });
  }
}
