package dcm;

import com.typesafe.config.ConfigFactory;
import dcm.guild.GuildId;
import dcm.view.View;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
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
    @Parameters(paramLabel = "GUILD", description = "The guild's Discord id.")
    private String guild;

    @Override
    public Integer call() throws Exception {
      GuildId id;
      try {
        id = GuildId.of(guild);
      } catch (IllegalArgumentException e) {
        System.err.println(guild + " is no Discord id: " + e.getMessage());
        return 2;
      }
      try (var surroundings = Surroundings.open(Main.configuration())) {
        // no member of the cluster: it only reads a journal and writes tables
        var alone =
            ConfigFactory.parseString("pekko.actor.provider = local")
                .withFallback(surroundings.config());
        var system = ActorSystem.create(Behaviors.empty(), "dcm", alone);
        try {
          var events = View.open(system).rebuild().of(id).toCompletableFuture().get();
          System.out.println("Noted " + events + " events of guild " + id);
          return 0;
        } finally {
          system.terminate();
          system.getWhenTerminated().toCompletableFuture().get();
        }
      } catch (WrongSettings | IOException e) {
        System.err.println(e.getMessage());
        return 1;
      }
    }
  }
}
