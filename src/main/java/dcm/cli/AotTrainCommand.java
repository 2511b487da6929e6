package dcm.cli;

import static com.typesafe.config.ConfigValueFactory.fromAnyRef;

import com.typesafe.config.Config;
import dcm.journal.jdbc.JournalException;
import dcm.node.Environment;
import dcm.node.InvalidSettingsException;
import dcm.node.Node;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a node with a training workload, from which the JVM creates its AOT cache. */
@Command(
    name = "aot-train",
    description = {
      "Starts a node with everything embedded in an empty directory, creates tasks in a demo"
          + " guild, and removes the directory.",
      "This is the training run for Java's AOT cache: nodes that use the cache start faster.",
      "  java -XX:AOTCacheOutput=dcm.aot -jar dcm.jar aot-train",
      "  java -XX:AOTCache=dcm.aot -jar dcm.jar"
    },
    mixinStandardHelpOptions = true)
public final class AotTrainCommand implements Callable<Integer> {
  private static final Duration PASSIVATE_AFTER = Duration.ofSeconds(1);
  private static final List<String> PORTS =
      List.of("DCM_HTTP_PORT", "DCM_SANDBOX_PORT", "DCM_CLUSTER_PORT", "DCM_MANAGEMENT_PORT");

  private static final List<String> LIMITS =
      List.of(
          "dcm.redis.limits.ip.default",
          "dcm.redis.limits.member.default",
          "dcm.redis.limits.member.max",
          "dcm.redis.limits.guild.default",
          "dcm.redis.limits.guild.max");

  @Option(
      names = "--rounds",
      defaultValue = "40",
      description = "Rounds of requests. (default: ${DEFAULT-VALUE})")
  private int rounds;

  @Override
  public Integer call() throws IOException {
    var data = Files.createTempDirectory("dcm-aot-train");
    try {
      System.out.println(
          "Training run finished: "
              + train(configuration(isolatedEnvironment(data)))
              + " responses");
      return 0;
    } catch (InvalidSettingsException | IOException | JournalException e) {
      System.err.println(e.getMessage());
      return 1;
    } finally {
      deleteRecursively(data);
    }
  }

  /**
   * The environment of the training run. It contains none of the operator's variables, so that the
   * node is isolated.
   */
  private static Map<String, String> isolatedEnvironment(Path data) throws IOException {
    var environment = new TreeMap<String, String>();
    environment.put("DCM_DATA", data.toString());
    for (var port : PORTS) {
      try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        environment.put(port, Integer.toString(socket.getLocalPort()));
      }
    }
    return environment;
  }

  private int train(Config config) throws InvalidSettingsException, IOException {
    try (var node = Node.open(config);
        var workload = node.trainingWorkload()) {
      workload.run(rounds);
      // long enough for the entity to be passivated, so that the second run recovers it from its
      // journal
      LockSupport.parkNanos(PASSIVATE_AFTER.multipliedBy(3).toNanos());
      return workload.run(rounds);
    }
  }

  private static Config configuration(Map<String, String> environment) {
    var config = Environment.only(environment);
    // one user sends the requests of many
    for (var key : LIMITS) {
      config = config.withValue(key, fromAnyRef(1_000_000));
    }
    return config.withValue("dcm.entity.passivate-after", fromAnyRef(PASSIVATE_AFTER));
  }

  private static void deleteRecursively(Path directory) throws IOException {
    try (var paths = Files.walk(directory)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
