package dcm;

import dcm.guild.GuildId;
import dcm.journal.Upkeep;
import dcm.journal.Upkeep.Outcome;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings guilds' tables up to date before the guilds are met. */
@Command(
    name = "migrate",
    description = {
      "Brings the tables of guilds up to this program's version, each guild in a transaction of its"
          + " own, hangs them on the tree and says the program's rights again.",
      "Goes on after a guild that fails, names it and ends with code 1; begun again it goes on"
          + " where it was."
    },
    mixinStandardHelpOptions = true)
final class MigrateGuildsCommand implements Callable<Integer> {
  @ArgGroup(multiplicity = "1")
  private Which which;

  @Option(
      names = "--connections",
      defaultValue = "4",
      description = "How many guilds are worked on at once; ${DEFAULT-VALUE} if not said.")
  private int connections;

  static final class Which {
    @Option(names = "--all", description = "Every guild that has a schema.")
    private boolean all;

    @Parameters(
        paramLabel = "GUILD",
        arity = "1..*",
        description = "The guilds' Discord ids.",
        converter = GuildParameter.class)
    private List<GuildId> guilds;
  }

  @Override
  public Integer call() throws Exception {
    return Alone.work(system -> {
      var upkeep = Upkeep.open(system);
      var guilds =
          which.all ? upkeep.all() : which.guilds.stream().map(GuildId::value).distinct().toList();
      var failed = 0;
      for (var outcome : upkeep.migrate(guilds, Math.max(1, connections))) {
        switch (outcome) {
          case Outcome.Done done -> System.out.println(sentence(done));
          case Outcome.Failed(var guild, var reason) -> {
            failed++;
            System.err.println("Guild %d: %s".formatted(guild, reason.getMessage()));
          }
        }
      }
      System.out.println("%d of %d guilds".formatted(guilds.size() - failed, guilds.size()));
      return failed == 0 ? 0 : 1;
    });
  }

  static String sentence(Outcome.Done done) {
    var version =
        done.before() == done.now()
            ? "was of version %d already".formatted(done.now())
            : "from version %d to %d".formatted(done.before(), done.now());
    return "Guild %d: %s%s".formatted(done.guild(), version, done.attached() ? "" : ", attached");
  }
}
