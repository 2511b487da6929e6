package dcm.cli;

import dcm.guild.value.GuildId;
import dcm.journal.schema.SchemaAdministration;
import dcm.journal.schema.SchemaAdministration.MigrationResult;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Migrates guilds' tables ahead of their first use. */
@Command(
    name = "migrate",
    description = {
      "Migrates the tables of guilds to this program's version, one transaction per guild,"
          + " attaches them to the partition tree and renews the program's privileges.",
      "Continues after a guild that fails, reports it and exits with code 1; a repeated run"
          + " continues where it stopped."
    },
    mixinStandardHelpOptions = true)
final class MigrateGuildsCommand implements Callable<Integer> {
  @ArgGroup(multiplicity = "1")
  private Selection selection;

  @Option(
      names = "--connections",
      defaultValue = "4",
      description = "How many guilds are migrated in parallel; default ${DEFAULT-VALUE}.")
  private int connections;

  static final class Selection {
    @Option(names = "--all", description = "Every guild that has a schema.")
    private boolean all;

    @Parameters(
        paramLabel = "GUILD",
        arity = "1..*",
        description = "The guilds' Discord ids.",
        converter = GuildIdConverter.class)
    private List<GuildId> guilds;
  }

  @Override
  public Integer call() throws Exception {
    return StandaloneSystem.run(system -> {
      var administration = SchemaAdministration.open(system);
      var guilds =
          selection.all
              ? administration.guildIds()
              : selection.guilds.stream().map(GuildId::value).distinct().toList();
      var failed = 0;
      for (var outcome : administration.migrate(guilds, Math.max(1, connections))) {
        switch (outcome) {
          case MigrationResult.Migrated done -> System.out.println(describe(done));
          case MigrationResult.Failed(var guild, var reason) -> {
            failed++;
            System.err.println("Guild %d: %s".formatted(guild, reason.getMessage()));
          }
        }
      }
      System.out.println("%d of %d guilds".formatted(guilds.size() - failed, guilds.size()));
      return failed == 0 ? 0 : 1;
    });
  }

  static String describe(MigrationResult.Migrated done) {
    var version =
        done.oldVersion() == done.newVersion()
            ? "already at version %d".formatted(done.newVersion())
            : "migrated from version %d to %d".formatted(done.oldVersion(), done.newVersion());
    return "Guild %d: %s%s"
        .formatted(done.guild(), version, done.wasAttached() ? "" : ", attached");
  }
}
