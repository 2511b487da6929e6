package dcm.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dcm.demo.ScenarioInterruptedException;
import dcm.journal.jdbc.DatabaseSettings;
import dcm.journal.jdbc.JournalException;
import dcm.node.Await;
import dcm.node.EmbeddedServices;
import dcm.node.Environment;
import dcm.node.InvalidSettingsException;
import java.io.IOException;
import java.util.ArrayList;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * An operator's command at work: an actor system in the surroundings of the nodes, but no member of
 * their cluster. It serves no guild; it reads journals and writes tables.
 */
final class StandaloneSystem implements AutoCloseable {
  private static final Config LOCAL_PROVIDER =
      ConfigFactory.parseString("pekko.actor.provider = local");

  private final ActorSystem<Void> system;

  private StandaloneSystem(Config config) {
    this.system = ActorSystem.create(Behaviors.empty(), "dcm", config);
  }

  /** A command's work; what it returns is the process's exit code. */
  @FunctionalInterface
  interface Work {
    int execute(ActorSystem<Void> system) throws Exception;
  }

  /** Does the work; what the operator has to mend is printed and ends it with code 1. */
  static int run(Work work) throws Exception {
    return runWith(LOCAL_PROVIDER, _ -> {}, work);
  }

  /** What has to be so before anything opens. */
  @FunctionalInterface
  interface Condition {
    void check(Config config) throws InvalidSettingsException;
  }

  /**
   * The same in an actor system of another kind.
   *
   * @param kind what comes before the nodes' configuration
   */
  static int runWith(Config overrides, Condition condition, Work work) throws Exception {
    try {
      var config = Environment.configuration();
      condition.check(config);
      try (var services = EmbeddedServices.open(config);
          var standalone =
              new StandaloneSystem(checked(overrides.withFallback(services.config())))) {
        return work.execute(standalone.system);
      }
    } catch (InvalidSettingsException
        | IOException
        | JournalException
        | ScenarioInterruptedException e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }

  private static Config checked(Config config) throws InvalidSettingsException {
    var problems = new ArrayList<String>();
    DatabaseSettings.from(config, problems);
    InvalidSettingsException.throwIfAny(problems);
    return config;
  }

  @Override
  public void close() {
    system.terminate();
    Await.result(system.getWhenTerminated());
  }
}
