package dcm;

import dcm.guild.GuildId;
import dcm.journal.Upkeep;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes the demo guilds' past away. */
@Command(
    name = "reset",
    description = {
      "Drops the demo guilds with all that they ever did, and opens them again with nothing but"
          + " their people. Any other guild is refused.",
      "Nodes may serve them meanwhile, and notice within some seconds."
    },
    mixinStandardHelpOptions = true)
final class ResetDemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "GUILD",
      arity = "0..*",
      description = "One of the two; both if not said.",
      converter = GuildParameter.class)
  private List<GuildId> guilds = List.of();

  @Option(names = "--yes", description = "Says that it is meant.")
  private boolean yes;

  @Override
  public Integer call() throws Exception {
    var stories = DemoStory.all();
    for (var guild : guilds) {
      if (stories.stream().noneMatch(story -> story.guild().equals(guild))) {
        throw new ParameterException(
            spec.commandLine(), guild + " is no demo guild: see guild drop");
      }
    }
    if (!yes) {
      throw new ParameterException(spec.commandLine(), "This cannot be undone: say --yes");
    }
    return Alone.workAt(
        DemoCommand.APART,
        DemoCommand::checkLocal,
        system -> {
          var desk = DemoCommand.desk(system);
          var upkeep = Upkeep.open(system);
          for (var story : stories) {
            if (guilds.isEmpty() || guilds.contains(story.guild())) {
              upkeep.drop(story.guild().value());
              new DemoDesk(story, desk).open(Instant.now());
              System.out.println(story.name() + " (" + story.guild() + ") begins anew");
            }
          }
          return 0;
        });
  }
}
