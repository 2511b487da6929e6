package dcm.cli;

import dcm.guild.value.GuildId;
import dcm.journal.schema.SchemaAdministration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Creates schemas ahead of the guilds' first events. */
@Command(
    name = "create-schema",
    description =
        "Creates the schemas of these guilds ahead of their first event; existing schemas are not"
            + " changed.",
    mixinStandardHelpOptions = true)
final class CreateSchemaCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "GUILD",
      arity = "1..*",
      description = "The guilds' Discord ids.",
      converter = GuildIdConverter.class)
  private List<GuildId> guilds;

  @Override
  public Integer call() throws Exception {
    return StandaloneSystem.run(system -> {
      var administration = SchemaAdministration.open(system);
      for (var guild : guilds) {
        var done = administration.create(guild.value());
        System.out.println(
            done.oldVersion() == 0
                ? "Guild %s: schema created, version %d".formatted(guild, done.newVersion())
                : MigrateGuildsCommand.describe(done));
      }
      return 0;
    });
  }
}
