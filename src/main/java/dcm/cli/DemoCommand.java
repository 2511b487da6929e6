package dcm.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dcm.demo.DemoScenario;
import dcm.demo.DemoSeeder;
import dcm.entity.EntitySettings;
import dcm.entity.Guilds;
import dcm.journal.Database;
import dcm.journal.fencing.OwnershipCheck;
import dcm.journal.schema.SharedSchema;
import dcm.node.EmbeddedServices;
import dcm.node.InvalidSettingsException;
import dcm.node.JournalFailureClassifier;
import dcm.node.ProcessedCommandStoreAdapter;
import dcm.node.SnapshotWriterAdapter;
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

/** {@code dcm demo …}: demo data of the two guilds of the local Discord. */
@Command(
    name = "demo",
    description = "The two demo guilds of the local Discord. Nodes may serve them meanwhile.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    subcommands = {SeedDemoCommand.class, ResetDemoCommand.class})
public final class DemoCommand implements Callable<Integer> {
  /**
   * A cluster of its own, separate from that of the nodes. Fencing makes this process the guild's
   * writer.
   */
  public static final Config SEPARATE_SYSTEM =
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
    throw new ParameterException(spec.commandLine(), "Missing subcommand");
  }

  /**
   * Rejects installations that use the real Discord, which has no demo guilds.
   *
   * @throws InvalidSettingsException when the configured Discord is the real one
   */
  public static void checkLocal(Config config) throws InvalidSettingsException {
    var problems = new ArrayList<String>();
    if (!EmbeddedServices.embedsDiscord(config)
        && "discord.com".equals(URI.create(config.getString("dcm.discord.url")).getHost())) {
      problems.add(
          "The demo guilds exist in the local Discord only, but DCM_DISCORD_TOKEN belongs to the real"
              + " Discord");
    }
    InvalidSettingsException.throwIfAny(problems);
  }

  /** Opens the guild entities in this process, without wake-ups and without deliveries. */
  public static Guilds openGuilds(ActorSystem<Void> system) {
    SharedSchema.migrate(Database.get(system).settings());
    var cluster = Cluster.get(system);
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    var ownershipCheck = OwnershipCheck.of(system);
    return Guilds.open(
        system,
        EntitySettings.from(system.settings().config(), new ArrayList<>()),
        _ -> {},
        guild -> ownershipCheck.isOwner(guild.value()),
        new JournalFailureClassifier(),
        ProcessedCommandStoreAdapter.of(system),
        SnapshotWriterAdapter.of(system));
  }

  static String describe(DemoScenario scenario, DemoSeeder.Result result) {
    return result.created() + result.completed() == 0
        ? "%s (%s): seeded already".formatted(scenario.name(), scenario.guild())
        : "%s (%s): %d tasks created, %d occurrences completed or skipped"
            .formatted(scenario.name(), scenario.guild(), result.created(), result.completed());
  }
}
