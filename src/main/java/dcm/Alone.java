package dcm;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dcm.journal.DatabaseSettings;
import dcm.journal.JournalFailure;
import java.io.IOException;
import java.util.ArrayList;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * An operator's command at work: an actor system in the surroundings of the nodes, but no member of
 * their cluster. It serves no guild; it reads journals and writes tables.
 */
final class Alone implements AutoCloseable {
  private static final Config LOCAL = ConfigFactory.parseString("pekko.actor.provider = local");

  private final ActorSystem<Void> system;

  private Alone(Config config) {
    this.system = ActorSystem.create(Behaviors.empty(), "dcm", config);
  }

  /** A command's work; what it returns is the process's exit code. */
  @FunctionalInterface
  interface Work {
    int of(ActorSystem<Void> system) throws Exception;
  }

  /** Does the work; what the operator has to mend is printed and ends it with code 1. */
  static int work(Work work) throws Exception {
    return workAt(LOCAL, _ -> {}, work);
  }

  /** What has to be so before anything opens. */
  @FunctionalInterface
  interface Condition {
    void check(Config config) throws WrongSettings;
  }

  /**
   * The same in an actor system of another kind.
   *
   * @param kind what comes before the nodes' configuration
   */
  static int workAt(Config kind, Condition condition, Work work) throws Exception {
    try {
      var config = Main.configuration();
      condition.check(config);
      try (var surroundings = Surroundings.open(config);
          var alone = new Alone(checked(kind.withFallback(surroundings.config())))) {
        return work.of(alone.system);
      }
    } catch (WrongSettings | IOException | JournalFailure | StoryHalted e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }

  private static Config checked(Config config) throws WrongSettings {
    var problems = new ArrayList<String>();
    DatabaseSettings.from(config, problems);
    WrongSettings.unlessNone(problems);
    return config;
  }

  @Override
  public void close() {
    system.terminate();
    Waiting.on(system.getWhenTerminated());
  }
}
