package dcm;

import static com.typesafe.config.ConfigValueFactory.fromAnyRef;

import com.typesafe.config.Config;
import dcm.journal.JournalFailure;
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

/** Opens a node for nobody and lives a day in it, so that Java can learn what a node does. */
@Command(
    name = "rehearse",
    description = {
      "Opens a node with everything embedded in an empty directory, makes tasks in a demo guild,"
          + " and takes all of it away.",
      "For Java's cache of what a program does: a node that has it is ready, and quick, sooner.",
      "  java -XX:AOTCacheOutput=dcm.aot -jar dcm.jar rehearse",
      "  java -XX:AOTCache=dcm.aot -jar dcm.jar"
    },
    mixinStandardHelpOptions = true)
final class RehearseCommand implements Callable<Integer> {
  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final List<String> PORTS =
      List.of("DCM_HTTP_PORT", "DCM_SANDBOX_PORT", "DCM_CLUSTER_PORT", "DCM_MANAGEMENT_PORT");

  private static final List<String> LIMITS =
      List.of(
          "dcm.redis.limits.ip.requests",
          "dcm.redis.limits.member.requests",
          "dcm.redis.limits.member.most",
          "dcm.redis.limits.guild.requests",
          "dcm.redis.limits.guild.most");

  @Option(
      names = "--rounds",
      defaultValue = "40",
      description = "How often everything is done. (default: ${DEFAULT-VALUE})")
  private int rounds;

  @Override
  public Integer call() throws IOException {
    var data = Files.createTempDirectory("dcm-rehearsal");
    try {
      System.out.println("Rehearsed: " + live(configuration(surroundings(data))) + " answers");
      return 0;
    } catch (WrongSettings | IOException | JournalFailure e) {
      System.err.println(e.getMessage());
      return 1;
    } finally {
      delete(data);
    }
  }

  /** Nothing of the operator's: this node is nobody's neighbour. */
  private static Map<String, String> surroundings(Path data) throws IOException {
    var environment = new TreeMap<String, String>();
    environment.put("DCM_DATA", data.toString());
    for (var port : PORTS) {
      try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        environment.put(port, Integer.toString(free.getLocalPort()));
      }
    }
    return environment;
  }

  private int live(Config config) throws WrongSettings, IOException {
    try (var node = Node.open(config);
        var day = node.rehearsal()) {
      day.live(rounds);
      // nobody asks the guild for so long that it leaves; the next day it is read from its journal
      LockSupport.parkNanos(IDLE.multipliedBy(3).toNanos());
      return day.live(rounds);
    }
  }

  private static Config configuration(Map<String, String> environment) {
    var config = Environment.nothingBut(environment);
    // one person does what many do in a day
    for (var key : LIMITS) {
      config = config.withValue(key, fromAnyRef(1_000_000));
    }
    return config.withValue("dcm.entity.idle", fromAnyRef(IDLE));
  }

  private static void delete(Path directory) throws IOException {
    try (var paths = Files.walk(directory)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
