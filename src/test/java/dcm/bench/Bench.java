package dcm.bench;

import dcm.HttpBench;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** All benchmarks by name; Maven passes the whole command line as one argument. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    subcommands = {
      JournalBench.class,
      SqlBench.class,
      SmallGroupBench.class,
      SchemaMigrationBench.class,
      NoisyNeighbourBench.class,
      SingleGuildBench.class,
      JmhBench.class,
      RateLimitBench.class,
      YearBench.class,
      HttpBench.class,
      CommandLine.HelpCommand.class
    })
public final class Bench {
  private Bench() {}

  public static void main(String[] args) {
    var words =
        Arrays.stream(args)
            .flatMap(line -> Arrays.stream(line.strip().split("\\s+", -1)))
            .toArray(String[]::new);
    System.exit(new CommandLine(new Bench()).execute(words));
  }
}
