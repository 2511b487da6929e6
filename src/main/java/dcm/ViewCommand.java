package dcm;

import dcm.guild.GuildId;
import dcm.view.View;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What can be made again from the journals. */
@Command(
    name = "view",
    description = "The read tables.",
    mixinStandardHelpOptions = true,
    subcommands = ViewCommand.RebuildCommand.class)
final class ViewCommand {

  @Command(
      name = "rebuild",
      description =
          "Empties a guild's read tables and fills them again from its journal, in one transaction;"
              + " the guild may be served meanwhile.",
      mixinStandardHelpOptions = true)
  static final class RebuildCommand implements Callable<Integer> {
    @Parameters(
        paramLabel = "GUILD",
        description = "The guild's Discord id.",
        converter = GuildParameter.class)
    private GuildId guild;

    @Override
    public Integer call() throws Exception {
      return Alone.work(system -> {
        var events = View.open(system).rebuild().of(guild).toCompletableFuture().get();
        System.out.println("Noted " + events + " events of guild " + guild);
        return 0;
      });
    }
  }
}
