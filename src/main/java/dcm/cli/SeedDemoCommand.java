package dcm.cli;

import dcm.demo.DemoClient;
import dcm.demo.DemoScenario;
import dcm.demo.DemoSeeder;
import dcm.view.ReadModels;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Seeds the demo guilds. */
@Command(
    name = "seed",
    description = {
      "Fills the demo guilds with categories, tasks, turns and the history of the last weeks.",
      "Existing data is not changed: a repeated run has no effect. Nodes may serve the guilds"
          + " meanwhile; no reminders of the past are sent."
    },
    mixinStandardHelpOptions = true)
final class SeedDemoCommand implements Callable<Integer> {
  @Override
  public Integer call() throws Exception {
    return StandaloneSystem.runWith(
        DemoCommand.SEPARATE_SYSTEM,
        DemoCommand::checkLocal,
        system -> {
          var guilds = DemoCommand.openGuilds(system);
          var readModels = ReadModels.open(system);
          for (var scenario : DemoScenario.all()) {
            var client = new DemoClient(scenario, guilds);
            var result = new DemoSeeder(scenario, client, readModels, Clock.systemUTC()).seed();
            System.out.println(DemoCommand.describe(scenario, result));
          }
          return 0;
        });
  }
}
