package dcm;

import dcm.guild.GuildId;
import dcm.journal.Upkeep;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes schemas ahead of the guilds' first events. */
@Command(
    name = "create-schema",
    description =
        "Makes the schemas of these guilds, ahead of their first event; changes nothing where one"
            + " is there.",
    mixinStandardHelpOptions = true)
final class CreateSchemaCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "GUILD",
      arity = "1..*",
      description = "The guilds' Discord ids.",
      converter = GuildParameter.class)
  private List<GuildId> guilds;

  @Override
  public Integer call() throws Exception {
    return Alone.work(system -> {
      var upkeep = Upkeep.open(system);
      for (var guild : guilds) {
        var done = upkeep.create(guild.value());
        System.out.println(
            done.before() == 0
                ? "Guild %s: made, version %d".formatted(guild, done.now())
                : MigrateGuildsCommand.sentence(done));
      }
      return 0;
    });
  }
}
