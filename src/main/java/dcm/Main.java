package dcm;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_FOOTER;

import com.typesafe.config.Config;
import dcm.cli.AotTrainCommand;
import dcm.cli.DemoCommand;
import dcm.cli.GuildsCommand;
import dcm.cli.NodeCommand;
import dcm.cli.SlashCommandsCommand;
import dcm.cli.ViewCommand;
import dcm.node.EmbeddedServices;
import dcm.node.Environment;
import dcm.node.EnvironmentVariables;
import dcm.node.InvalidSettingsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;

/** The front door: {@code dcm} opens a node, its subcommands are for operators. */
@Command(
    name = "dcm",
    description = "The Discord Cleaning Manager. Without a command it starts a node.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
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
    openLog(args);
    System.exit(commandLine().execute(args));
  }

  /**
   * What an operator's command prints is its result: the log goes beside it, to the standard error.
   * SLF4J is opened by one thread before there are others: what comes while it opens makes it print
   * lines of its own.
   */
  private static void openLog(String[] args) {
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

  /**
   * The configuration with all that the operator said.
   *
   * @throws InvalidSettingsException with everything that is wrong, together
   */
  public static Config configuration() throws InvalidSettingsException {
    var problems = new ArrayList<String>();
    var config = Environment.read(System.getenv(), problems);
    if (problems.isEmpty()) {
      EmbeddedServices.check(config, problems);
    }
    InvalidSettingsException.throwIfAny(problems);
    return config;
  }

  public static final class Version implements CommandLine.IVersionProvider {
    private static final String FROM_SOURCES = "0.0.0";

    @Override
    public String[] getVersion() {
      return new String[] {"dcm " + (number().equals(FROM_SOURCES) ? "(from sources)" : number())};
    }

    /** As the build wrote it into the jar. */
    public static String number() {
      var version = Main.class.getPackage().getImplementationVersion();
      return version == null ? FROM_SOURCES : version;
    }
  }
}
