package dcm;

import dcm.view.View;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Gives the demo guilds a past. */
@Command(
    name = "seed",
    description = {
      "Fills the demo guilds with categories, tasks, turns and what was done in the last weeks.",
      "What is there already stays as it is: once more changes nothing. Nodes may serve the guilds"
          + " meanwhile; they send no reminder of what is past."
    },
    mixinStandardHelpOptions = true)
final class SeedDemoCommand implements Callable<Integer> {
  @Override
  public Integer call() throws Exception {
    return Alone.workAt(
        DemoCommand.APART,
        DemoCommand::checkLocal,
        system -> {
          var guilds = DemoCommand.desk(system);
          var view = View.open(system);
          for (var story : DemoStory.all()) {
            var desk = new DemoDesk(story, guilds);
            var told = new DemoSeeding(story, desk, view, Clock.systemUTC()).tell();
            System.out.println(DemoCommand.sentence(story, told));
          }
          return 0;
        });
  }
}
