package dcm.cli;

import dcm.demo.DemoClient;
import dcm.demo.DemoScenario;
import dcm.guild.value.GuildId;
import dcm.journal.schema.SchemaAdministration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Resets the demo guilds to their members. */
@Command(
    name = "reset",
    description = {
      "Drops the demo guilds with all their data, and creates them again with nothing but"
          + " their members. Any other guild is rejected.",
      "Nodes may serve them meanwhile and notice it within seconds."
    },
    mixinStandardHelpOptions = true)
public final class ResetDemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "GUILD",
      arity = "0..*",
      description = "One of the two demo guilds; default: both.",
      converter = GuildIdConverter.class)
  private List<GuildId> guilds = List.of();

  @Option(names = "--yes", description = "Confirms the operation.")
  private boolean yes;

  @Override
  public Integer call() throws Exception {
    var scenarios = DemoScenario.all();
    for (var guild : guilds) {
      if (scenarios.stream().noneMatch(scenario -> scenario.guild().equals(guild))) {
        throw new ParameterException(
            spec.commandLine(), guild + " is not a demo guild: see guild drop");
      }
    }
    if (!yes) {
      throw new ParameterException(spec.commandLine(), "This cannot be undone: confirm with --yes");
    }
    return StandaloneSystem.runWith(
        DemoCommand.SEPARATE_SYSTEM,
        DemoCommand::checkLocal,
        system -> {
          var demoGuilds = DemoCommand.openGuilds(system);
          var administration = SchemaAdministration.open(system);
          for (var scenario : scenarios) {
            if (guilds.isEmpty() || guilds.contains(scenario.guild())) {
              administration.drop(scenario.guild().value());
              new DemoClient(scenario, demoGuilds).observeGuild(Instant.now());
              System.out.println(scenario.name() + " (" + scenario.guild() + ") reset");
            }
          }
          return 0;
        });
  }
}
