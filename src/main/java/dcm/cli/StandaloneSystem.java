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
 * The actor system of an operator's command. It uses the configuration and services of the nodes
 * but is not a member of their cluster, and runs no guild entities unless the command starts them.
 */
final class StandaloneSystem implements AutoCloseable {
  private static final Config LOCAL_PROVIDER =
      ConfigFactory.parseString("pekko.actor.provider = local");

  private final ActorSystem<Void> system;

  private StandaloneSystem(Config config) {
    this.system = ActorSystem.create(Behaviors.empty(), "dcm", config);
  }

  /** The work of a command; returns the exit code of the process. */
  @FunctionalInterface
  interface Work {
    int execute(ActorSystem<Void> system) throws Exception;
  }

  /**
   * Executes the work. Problems that the operator can solve are printed; the exit code is 1 then.
   */
  static int run(Work work) throws Exception {
    return runWith(LOCAL_PROVIDER, _ -> {}, work);
  }

  /** A check of the configuration before anything is opened. */
  @FunctionalInterface
  interface Condition {
    void check(Config config) throws InvalidSettingsException;
  }

  /**
   * Executes the work in an actor system with other settings.
   *
   * @param overrides take precedence over the nodes' configuration
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
