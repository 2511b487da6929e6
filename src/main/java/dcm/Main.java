package dcm;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_FOOTER;

import dcm.cli.AotTrainCommand;
import dcm.cli.DemoCommand;
import dcm.cli.GuildsCommand;
import dcm.cli.NodeCommand;
import dcm.cli.SlashCommandsCommand;
import dcm.cli.ViewCommand;
import dcm.node.EnvironmentVariables;
import dcm.node.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;

/** The root of the command line: {@code dcm} starts a node, its subcommands are for operators. */
@Command(
    name = "dcm",
    description = "The Discord Cleaning Manager. Without a command it starts a node.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.VersionProvider.class,
    subcommands = {
      NodeCommand.class,
      ViewCommand.class,
      GuildsCommand.class,
      SlashCommandsCommand.class,
      DemoCommand.class,
      AotTrainCommand.class
    })
public final class Main implements Callable<Integer> {
  private Main() {}

  public static void main(String[] args) {
    initialiseLogging(args);
    System.exit(commandLine().execute(args));
  }

  /**
   * Initialises logging. The standard output of an operator's command is its result, so its log
   * goes to the standard error. SLF4J is initialised before a second thread exists: log calls
   * during its initialisation make it print lines of its own.
   */
  private static void initialiseLogging(String[] args) {
    if (args.length > 0 && !args[0].equals("node")) {
      System.setProperty("dcm.log.target", "System.err");
    }
    LoggerFactory.getILoggerFactory();
  }

  public static CommandLine commandLine() {
    var dcm = new CommandLine(new Main());
    dcm.getSubcommands().get("node").getHelpSectionMap().put(SECTION_KEY_FOOTER, Main::variables);
    return dcm;
  }

  private static String variables(Help help) {
    try {
      return "%nEnvironment variables; DCM_X_FILE reads DCM_X from a file:%n%s"
          .formatted(help.createTextTable(EnvironmentVariables.all()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Integer call() throws Exception {
    return new NodeCommand().call();
  }

  static final class VersionProvider implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {Version.text()};
    }
  }
}
