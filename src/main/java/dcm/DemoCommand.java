package dcm;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dcm.entity.EntitySettings;
import dcm.entity.Guilds;
import dcm.journal.Database;
import dcm.journal.Fence;
import dcm.journal.SharedSchema;
import java.net.URI;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dcm demo …}: the two guilds of the local Discord, with a past. */
@Command(
    name = "demo",
    description = "The two demo guilds of the local Discord, beside the nodes that serve them.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    subcommands = {SeedDemoCommand.class, ResetDemoCommand.class})
final class DemoCommand implements Callable<Integer> {
  /** No member of the nodes' cluster: a desk of its own, which the guild's fence lets decide. */
  static final Config APART =
      ConfigFactory.parseString(
          """
          pekko.actor.provider = cluster
          pekko.cluster.roles = [guild]
          pekko.cluster.downing-provider-class = ""
          pekko.remote.artery { transport = tcp, canonical { hostname = 127.0.0.1, port = 0 } }
          """);

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Say what to do with it");
  }

  /**
   * Refuses where the demo guilds do not live.
   *
   * @throws WrongSettings when the people of this installation use the real Discord
   */
  static void checkLocal(Config config) throws WrongSettings {
    var problems = new ArrayList<String>();
    if (!Surroundings.embedsDiscord(config)
        && "discord.com".equals(URI.create(config.getString("dcm.discord.url")).getHost())) {
      problems.add(
          "The demo guilds live in the local Discord, but DCM_DISCORD_TOKEN is one of the real"
              + " Discord");
    }
    WrongSettings.unlessNone(problems);
  }

  /** Opens the guilds' desk in this process; nothing wakes here, and nothing is sent. */
  static Guilds desk(ActorSystem<Void> system) {
    SharedSchema.migrate(Database.get(system).settings());
    var cluster = Cluster.get(system);
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    var fence = Fence.of(system);
    return Guilds.open(
        system,
        EntitySettings.from(system.settings().config(), new ArrayList<>()),
        _ -> {},
        guild -> fence.stillOurs(guild.value()),
        new JournalFailureClassifier(),
        ProcessedCommandTable.of(system));
  }

  static String sentence(DemoStory story, DemoSeeding.Told told) {
    return told.made() + told.closed() == 0
        ? "%s (%s): all of it was there".formatted(story.name(), story.guild())
        : "%s (%s): %d tasks made, %d done or skipped"
            .formatted(story.name(), story.guild(), told.made(), told.closed());
  }
}
