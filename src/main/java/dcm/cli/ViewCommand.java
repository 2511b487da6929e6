package dcm.cli;

import dcm.guild.value.GuildId;
import dcm.view.ReadModels;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code dcm view …}: administration of the read models. */
@Command(
    name = "view",
    description = "The tables of the read model.",
    mixinStandardHelpOptions = true,
    subcommands = ViewCommand.RebuildCommand.class)
public final class ViewCommand {

  @Command(
      name = "rebuild",
      description =
          "Rebuilds the read model of a guild from its journal, in one transaction;"
              + " the guild may be served meanwhile.",
      mixinStandardHelpOptions = true)
  static final class RebuildCommand implements Callable<Integer> {
    @Parameters(
        paramLabel = "GUILD",
        description = "The guild's Discord id.",
        converter = GuildIdConverter.class)
    private GuildId guild;

    @Override
    public Integer call() throws Exception {
      return StandaloneSystem.run(system -> {
        var events = ReadModels.open(system).rebuild().rebuild(guild).toCompletableFuture().get();
        System.out.println("Projected " + events + " events of guild " + guild);
        return 0;
      });
    }
  }
}
